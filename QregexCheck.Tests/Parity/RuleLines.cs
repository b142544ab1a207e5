using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Rules;
using QregexCheck.Tests.Rooms.Control;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Parity;

/// <summary>Some rules in their order, each a pattern that may be negated: what the engines are asked about.</summary>
internal sealed class RuleLines
{
    private RuleLines(IReadOnlyList<byte[]> patterns, IReadOnlyList<bool> isNegated)
    {
        Patterns = patterns;
        IsNegated = isNegated;
        Text = [.. patterns.SelectMany((pattern, i) => (byte[])[.. isNegated[i] ? "!"u8 : default, .. pattern, (byte)'\n'])];
        CanBeText = ReadBack().SequenceEqual(patterns.Select((pattern, i) => (isNegated[i], Latin(pattern))));
        LibcIsRight = !patterns.Any(Deviations.Touch);
    }

    public IReadOnlyList<byte[]> Patterns { get; }

    public IReadOnlyList<bool> IsNegated { get; }

    /// <summary>The rules as a control file, a line each.</summary>
    public byte[] Text { get; }

    /// <summary>False where a control file can't hold them: a pattern with a newline, an empty one, one that reads as a comment.</summary>
    public bool CanBeText { get; }

    /// <summary>False for patterns on which libc is known to have a fault.</summary>
    public bool LibcIsRight { get; private init; }

    /// <summary>True for a rule that was chosen by hand: it is worth what it costs.</summary>
    public bool IsOfTable { get; private init; }

    public static RuleLines Of(byte[] pattern) => new([pattern], [false]);

    public static RuleLines Of(IReadOnlyList<byte[]> patterns, IReadOnlyList<bool> isNegated) => new(patterns, isNegated);

    /// <summary>One rule that was chosen by hand: all engines are asked, the dear ones too, and libc is right.</summary>
    public static RuleLines OfTable(byte[] pattern) => new([pattern], [false]) { LibcIsRight = true, IsOfTable = true };

    public override string ToString() => string.Join(" , ", Patterns.Select((pattern, i) => (IsNegated[i] ? "!" : string.Empty) + Latin(pattern)));

    private List<(bool IsNegated, string Pattern)> ReadBack()
    {
        var found = new List<(bool, string)>();
        var reader = new RuleReader(new ControlFile(new LineReader(LineReaderTests.Chunked(Text, () => int.MaxValue))));
        while (reader.TryRead(out Rule rule))
            found.Add((rule.IsNegated, Latin(rule.Pattern)));
        return found;
    }

    private static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
