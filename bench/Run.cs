namespace QregexCheck.Bench;

/// <summary>How one process went: wall time from before its start to after its end, its exit code (256 + signal if it was killed), its minor faults.</summary>
internal readonly record struct Run(double Milliseconds, int ExitCode, long MinorFaults);
