using System;
using System.Globalization;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Zoo;

/// <summary><c>make fuzz</c> sets QREGEXCHECK_FUZZ to a number of rounds; without it a test does the few that fit <c>make check</c>.</summary>
internal static class Fuzz
{
    // A dialogue costs as much as twenty patterns, which the number is made for.
    private const int Share = 20;

    private static readonly string? Wanted = Environment.GetEnvironmentVariable("QREGEXCHECK_FUZZ");

    public static bool IsOn => Wanted is not null;

    public static int Rounds(int usual) => Wanted is null ? usual : int.Parse(Wanted, CultureInfo.InvariantCulture) / Share;

    /// <summary>A seed that is printed, so that a failure can be had again.</summary>
    public static int FreshSeed(ITestOutputHelper output)
    {
        int seed = (int)(DateTime.UtcNow.Ticks & int.MaxValue);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        return seed;
    }
}
