using System.Runtime.InteropServices;

namespace QregexCheck.Bench;

/// <summary>struct rusage of Linux on 64 bits. Source: getrusage(2).</summary>
[StructLayout(LayoutKind.Sequential, Size = 144)]
internal struct ResourceUsage
{
    public long UserSeconds;
    public long UserMicroseconds;
    public long SystemSeconds;
    public long SystemMicroseconds;
    public long MaximumResident;
    public long SharedText;
    public long UnsharedMemory;
    public long UnsharedStack;
    public long MinorFaults;

    /// <summary>The processor's time, the process's own and the kernel's.</summary>
    public readonly double ProcessorMilliseconds => ((UserSeconds + SystemSeconds) * 1000.0) + ((UserMicroseconds + SystemMicroseconds) / 1000.0);
}
