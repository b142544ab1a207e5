namespace QregexCheck.Database;

/// <summary>
/// Blocks of the compiled file that were read and found sound. While there is room none drives another out: two that are needed by turns would be read and
/// checked again each time. Afterwards each number has one place, and takes it from the number that had it before.
/// </summary>
internal sealed class KeptBlocks
{
    private const int NoBlock = -1;

    // A look is not to cost more than a read, however many are kept.
    private const int MostProbes = 32;

    private readonly byte[]?[] _blocks;
    private readonly int[] _numbers;
    private int _room;

    /// <param name="places">At most so many blocks are kept; a power of two. Memory is taken when a place is first used.</param>
    public KeptBlocks(int places)
    {
        _blocks = new byte[places][];
        _numbers = new int[places];
    }

    /// <summary>Finds a block.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="block">The block; or else room for it, whose bytes are another's.</param>
    /// <returns>False when it is not kept: it is to be read into the room, and then <see cref="Keep"/> to be told.</returns>
    public bool TryFind(int number, out byte[] block)
    {
        int mask = _numbers.Length - 1;
        int place = number & mask;
        for (int i = 0; i <= mask && i < MostProbes; i++)
        {
            int next = (number + i) & mask;
            if (_blocks[next] is { } found && _numbers[next] == number)
            {
                block = found;
                return true;
            }

            // Nothing was ever pushed further on than to the first place that was free.
            if (_blocks[next] is null)
            {
                place = next;
                break;
            }
        }

        // What is read now may turn out to be damaged.
        _numbers[place] = NoBlock;
        block = _blocks[place] ??= new byte[DatabaseFormat.BlockSize];
        _room = place;
        return false;
    }

    /// <summary>From now on the room that the last look has given holds the block of its number.</summary>
    public void Keep(int number) => _numbers[_room] = number;
}
