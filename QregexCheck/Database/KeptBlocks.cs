namespace QregexCheck.Database;

/// <summary>
/// Blocks of the compiled file that were read and found sound. Each number has one place, and takes it from the number that had it before.
/// </summary>
internal sealed class KeptBlocks
{
    private const int NoBlock = -1;

    private readonly byte[]?[] _blocks;
    private readonly int[] _numbers;

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
        int place = number & (_numbers.Length - 1);
        if (_blocks[place] is { } found)
        {
            block = found;
            if (_numbers[place] == number)
                return true;

            // What is read now may turn out to be damaged.
            _numbers[place] = NoBlock;
            return false;
        }

        _numbers[place] = NoBlock;
        block = _blocks[place] = new byte[DatabaseFormat.BlockSize];
        return false;
    }

    /// <summary>From now on the room of a number holds its block.</summary>
    public void Keep(int number) => _numbers[number & (_numbers.Length - 1)] = number;
}
