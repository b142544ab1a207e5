using System;
using System.Buffers;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Proof;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads badmailfrom, badrcptto and badhelo of s/qmail. All lines are asked as they are first: a whole address, or <c>@host</c>, in any case. Then they
/// are asked as wildmat patterns, of which the last that matches decides; <c>!</c> frees.
/// </summary>
/// <remarks>
/// Source: bmfcheck, brtcheck and bhelocheck in qmail-smtpd.c of s/qmail. In some releases bmfcheck leaves its loop before the first pattern, so that no
/// pattern of badmailfrom works; here they mean what the manual page says.
/// </remarks>
internal sealed class SqmailList
{
    private static readonly SearchValues<byte> Wildcards = SearchValues.Create("*?[\\"u8);

    private readonly ConversionTarget _target;
    private readonly ConversionSink _sink;
    private readonly List<SourceRule> _freed = new();
    private readonly List<SourceRule> _literals = new();
    private readonly ConversionSink _patterns = new();

    private SqmailList(ConversionTarget target, ConversionSink sink)
    {
        _target = target;
        _sink = sink;
    }

    public static void Read(byte[] file, ConversionTarget target, ConversionSink sink)
    {
        var list = new SqmailList(target, sink);
        ControlFile lines = new LintedFile(target.ToString(), file).Read();
        while (lines.TryRead(out ControlLine line))
        {
            if (!line.IsComment && !line.Bytes.IsEmpty)
                list.Add(line.Bytes, line.Number, line.Column);
        }

        foreach (SourceRule rule in list._freed)
            sink.Add(rule);
        foreach (SourceRule rule in list._literals)
            sink.Add(rule);
        for (int last = list._patterns.Rules.Count - 1; last >= 0; last--)
            sink.Add(list._patterns.Rules[last]);
        sink.Remarks.AddRange(list._patterns.Remarks);
    }

    private void Add(ReadOnlySpan<byte> line, int number, int column)
    {
        if (line[^1] == (byte)'\r')
        {
            _sink.LeaveOut(number, column + line.Length - 1, "the line ends in a CR, and nothing there does, so it never matches");
            return;
        }

        if (Condition(line) is { } condition)
        {
            _sink.LeaveOut(number, column, condition);
            return;
        }

        // As a pattern, this line refuses whoever has one byte more in front.
        if (_target == ConversionTarget.BadMailFrom && line.Length > 1 && line[0] == (byte)'?' && line[1..].IndexOfAny(Wildcards) < 0)
            _freed.Add(new SourceRule(LiteralPattern.Whole(line[1..]), false, SourceAction.Accept, null, number));
        if (line[0] == (byte)'!' || line.IndexOfAny(Wildcards) >= 0)
        {
            if (_patterns.Rules.Count == 0 && _target == ConversionTarget.BadMailFrom)
                _sink.Say(number, column, "some releases of s/qmail pass over the patterns of badmailfrom; here they mean what the manual page says");
            WildmatList.Add(line, number, column, _patterns);
        }
        else
        {
            byte[] pattern = _target == ConversionTarget.BadHelo ? LiteralPattern.Whole(line) : StockList.PatternOf(line);
            _literals.Add(new SourceRule(pattern, false, SourceAction.Reject, null, number));
        }
    }

    /// <summary>Says of what else a line is a condition; null for one about the address or the name alone.</summary>
    private string? Condition(ReadOnlySpan<byte> line)
    {
        if (_target == ConversionTarget.BadHelo)
            return line[^1] == (byte)'!' ? "a condition on what the DNS says of the HELO name, which no rule here is" : null;
        if (_target == ConversionTarget.BadMailTo)
            return null;
        if (line[0] == (byte)'~')
            return "a condition on the client's host name, which no rule here is";
        return line[0] != (byte)'@' ? null : line[^1] switch
        {
            (byte)'+' => "a condition on clients who may not relay; put the host into badmailfromnorelay",
            (byte)'-' or (byte)'=' => "a condition on the client's host name, which no rule here is",
            _ => null,
        };
    }
}
