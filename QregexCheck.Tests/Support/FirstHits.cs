using System;
using QregexCheck.Lists;

namespace QregexCheck.Tests.Support;

/// <summary>Asks lists about a subject of which nothing more is known: rules without conditions need no more.</summary>
internal static class FirstHits
{
    public static Hit? FirstHit(this RuleSet rules, ReadOnlySpan<byte> subject, Action<Hit> log) =>
        rules.FirstHit(subject, new OtherSides(null, null, null), log);
}
