using System;
using System.Diagnostics;
using System.Threading;

namespace QregexCheck.Tests.Support;

/// <summary>How a test waits: for what it needs to see, never for a time. The bound is for what hangs, on a machine that is busy with other things.</summary>
internal static class Patience
{
    /// <summary>Longer than anything that works takes.</summary>
    public const int Milliseconds = 600_000;

    /// <summary>Waits until something is so.</summary>
    /// <exception cref="TimeoutException">It never was.</exception>
    public static void Until(Func<bool> isSo, Func<string> otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            if (clock.ElapsedMilliseconds > Milliseconds)
                throw new TimeoutException(otherwise());
            Thread.Sleep(10);
        }
    }
}
