using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>struct pollfd. Source: poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Polled
{
    public const short CanRead = 1;
    public const short CanWrite = 4;

    /// <summary>The other side sends no more (POLLRDHUP).</summary>
    public const short HasLeft = 0x2000;

    private const short Error = 8;
    private const short HangUp = 16;

    /// <summary>The descriptor; poll(2) passes over a negative one.</summary>
    public int Descriptor;

    /// <summary>What is waited for.</summary>
    public short Wanted;

    /// <summary>What has happened, errors and hang-ups included, which need not be asked for.</summary>
    public short Happened;

    /// <summary>True when the other end is closed, so that nothing can be written any more.</summary>
    public readonly bool HasFailed => (Happened & (Error | HangUp)) != 0;
}
