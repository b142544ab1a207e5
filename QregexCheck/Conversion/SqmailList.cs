using System;
using System.Buffers;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Proof;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads badmailfrom, badrcptto and badhelo of s/qmail. All lines are asked as they are first, also those with wildcards or a <c>!</c>: a whole address, or
/// <c>@host</c>, in any case. Then they are asked as wildmat patterns, of which the last that matches decides; <c>!</c> frees. In badhelo a line
/// <c>name!</c> frees that name before all else.
/// </summary>
/// <remarks>
/// Source: bmfcheck, brtcheck and bhelocheck in qmail-smtpd.c of s/qmail. In some releases bmfcheck leaves its loop before the first pattern, so that no
/// pattern of badmailfrom works; here they mean what the manual page says. Most addresses that are spelled like a pattern are refused by a pattern anyway.
/// Only the others need a rule, and such a one is exact. Where an exception hits one of them no rule helps, as exceptions come first here: that is said.
/// </remarks>
internal sealed class SqmailList
{
    private static readonly SearchValues<byte> Wildcards = SearchValues.Create("*?[\\"u8);

    private readonly ConversionTarget _target;
    private readonly ConversionSink _sink;
    private readonly List<SourceRule> _freed = new();
    private readonly List<SourceRule> _literals = new();
    private readonly List<(int Number, int Column)> _exempt = new();
    private readonly List<(byte[] Text, int Number, int Column)> _spelled = new();
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

        list._patterns.Rules.Reverse();
        list.AddSpelled();
        list.SayExempt();
        foreach (SourceRule rule in list._freed)
            sink.Add(rule);
        foreach (SourceRule rule in list._literals)
            sink.Add(rule);
        foreach (SourceRule rule in list._patterns.Rules)
            sink.Add(rule);
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
        if (_target == ConversionTarget.BadMailFrom && line.Length > 1 && line[0] == (byte)'?')
            _freed.Add(new SourceRule(LiteralPattern.Whole(line[1..]), false, SourceAction.Accept, null, number));
        if (_target == ConversionTarget.BadHelo && line[^1] == (byte)'!')
        {
            _freed.Add(new SourceRule(LiteralPattern.Whole(line[..^1]), false, SourceAction.Accept, null, number));
            _exempt.Add((number, column));
        }

        if (line[0] == (byte)'!' || line.IndexOfAny(Wildcards) >= 0)
        {
            if (_patterns.Rules.Count == 0 && _target == ConversionTarget.BadMailFrom)
                _sink.Say(number, column, "some releases of s/qmail pass over the patterns of badmailfrom; here they mean what the manual page says");
            WildmatList.Add(line, number, column, _patterns);
            _spelled.Add((line.ToArray(), number, column));
        }
        else
        {
            AddLiteral(line, number);
        }
    }

    private void AddLiteral(ReadOnlySpan<byte> line, int number)
    {
        byte[] pattern = _target == ConversionTarget.BadHelo ? LiteralPattern.Whole(line) : StockList.PatternOf(line);
        _literals.Add(new SourceRule(pattern, false, SourceAction.Reject, null, number));
    }

    /// <summary>Refuses what is spelled like a line with wildcards or a <c>!</c>, unless the patterns do.</summary>
    private void AddSpelled()
    {
        if (_spelled.Count == 0)
            return;
        var lines = new SpelledLines(_patterns.Rules, _target.List());
        var added = new List<(int Number, int Column)>();
        var excused = new List<(int Number, int Column)>();
        foreach ((byte[] text, int number, int column) in _spelled)
        {
            // A host stands for many addresses, and no single one tells what the patterns make of them.
            bool isHost = text[0] == (byte)'@' && _target != ConversionTarget.BadHelo;
            SourceAction? action = isHost ? null : lines.DecidedBy(text);
            if (action is null)
            {
                AddLiteral(text, number);
                added.Add((number, column));
            }
            else if (action == SourceAction.Accept)
            {
                excused.Add((number, column));
            }
        }

        const string There = "what is spelled like a line is refused there, whatever the patterns say;";
        if (added.Count > 0)
            _sink.Say(added[0].Number, added[0].Column, $"{There} so there is a rule about that, too{WithMore(added.Count)}");
        if (excused.Count > 0)
            _sink.LeaveOut(excused[0].Number, excused[0].Column, $"{There} an exception hits it here{WithMore(excused.Count)}, so less is refused");
    }

    private void SayExempt()
    {
        const string There = "the name before the ! is let through there, whatever refuses it; what is spelled like the line is refused";
        if (_exempt.Count > 0)
            _sink.Say(_exempt[0].Number, _exempt[0].Column, There + WithMore(_exempt.Count));
    }

    private static string WithMore(int count) => count == 1 ? string.Empty : $", as for {count - 1} more below";

    /// <summary>Says of what else a line is a condition; null for one about the address or the name alone.</summary>
    private string? Condition(ReadOnlySpan<byte> line)
    {
        if (_target != ConversionTarget.BadMailFrom)
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
