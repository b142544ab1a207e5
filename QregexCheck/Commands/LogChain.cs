using QregexCheck.Logs;

namespace QregexCheck.Commands;

/// <summary>A log that is being read: its chunks become blocks in any order, and the blocks are taken in the order of the chunks.</summary>
/// <remarks>All but <see cref="Lines"/> belongs to who holds the lock of <see cref="LogThreads"/>.</remarks>
internal sealed class LogChain(LogLines lines, int room)
{
    private readonly EventBlock?[] _ready = new EventBlock?[room];

    /// <summary>Belongs to the thread that made <see cref="IsFilling"/> true.</summary>
    public LogLines Lines { get; } = lines;

    /// <summary>True while a thread reads a chunk of it.</summary>
    public bool IsFilling { get; set; }

    public bool IsAtEnd { get; set; }

    /// <summary>How many chunks were read.</summary>
    public long Begun { get; set; }

    /// <summary>How many blocks were taken.</summary>
    public long Taken { get; private set; }

    /// <summary>How many bytes of its files were read.</summary>
    public long Done { get; set; }

    /// <summary>How many chunks were read whose blocks were not taken.</summary>
    public int Ahead => (int)(Begun - Taken);

    public bool HasRoom => !IsAtEnd && !IsFilling && Ahead < _ready.Length;

    public void Put(long number, EventBlock block) => _ready[number % _ready.Length] = block;

    /// <summary>The next block in order; null where it is not ready.</summary>
    public EventBlock? TryTake()
    {
        ref EventBlock? next = ref _ready[Taken % _ready.Length];
        EventBlock? block = next;
        if (block is null)
            return null;
        next = null;
        Taken++;
        return block;
    }
}
