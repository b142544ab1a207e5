using System;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Support;

/// <summary>
/// Where random input begins: always at the same place, so that a check that passed passes again; somewhere else each time under
/// <c>make fuzz</c>, which sets QREGEXCHECK_FUZZ. A failure names the seed.
/// </summary>
internal static class Seed
{
    public static int Choose(int usual, ITestOutputHelper output)
    {
        int seed = Environment.GetEnvironmentVariable("QREGEXCHECK_FUZZ") is null ? usual : Environment.TickCount;
        output.WriteLine($"seed {seed}");
        return seed;
    }
}
