using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace QregexCheck.Tests.Published;

/// <summary>Lines are alike when their words are: how far apart they stand is another test's. How long a rule has slept depends on the day.</summary>
internal sealed class SameWords : IEqualityComparer<string>
{
    public bool Equals(string? x, string? y) => Words(x!) == Words(y!);

    public int GetHashCode(string line) => 0;

    private static string Words(string line) => Regex.Replace(
        Regex.Replace(line, "asleep ([0-9,]+ days|DAYS)", "asleep"), " +", " ");
}
