using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>struct pollfd. Source: poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Polled
{
    public const short CanRead = 1;
    public const short CanWrite = 4;

    /// <summary>The descriptor; poll(2) passes over a negative one.</summary>
    public int Descriptor;

    /// <summary>What is waited for.</summary>
    public short Wanted;

    /// <summary>What has happened, errors and hang-ups included, which need not be asked for.</summary>
    public short Happened;
}
