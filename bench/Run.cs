namespace QregexCheck.Bench;

/// <summary>How one process went.</summary>
/// <param name="Milliseconds">Wall time from before its start to after its end.</param>
/// <param name="ProcessorMilliseconds">The processor's time for it, its own and the kernel's. Source: getrusage(2).</param>
/// <param name="ExitCode">Its exit code; 256 + signal if it was killed.</param>
/// <param name="MinorFaults">Its minor page faults.</param>
internal readonly record struct Run(double Milliseconds, double ProcessorMilliseconds, int ExitCode, long MinorFaults);
