using System;
using System.Buffers;
using QregexCheck.Automata;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads the badmailfrom, badrcptto or badhelo of qpsmtpd. A line with one of some signs is a Perl pattern; other lines are <c>@host</c>, a whole
/// address, or a HELO name. What stands behind the first blank is the reply. Each plugin treats case in a way of its own.
/// </summary>
/// <remarks>Source: plugins/badmailfrom, plugins/badrcptto, plugins/helo, lib/Qpsmtpd/Config.pm and lib/Qpsmtpd/DSN.pm of qpsmtpd.</remarks>
internal sealed class QpsmtpdList
{
    private static readonly SearchValues<byte> PatternSigns = SearchValues.Create("/^$*+!%?\\"u8);
    private static readonly SearchValues<byte> HeloPatternSigns = SearchValues.Create("{}[]()^$|*+?\\!"u8);

    private readonly PatternCompiler _compiler = new();
    private readonly ConversionTarget _target;
    private readonly ConversionSink _sink;

    private QpsmtpdList(ConversionTarget target, ConversionSink sink)
    {
        _target = target;
        _sink = sink;
    }

    public static void Read(ReadOnlySpan<byte> file, ConversionTarget target, ConversionSink sink)
    {
        var list = new QpsmtpdList(target, sink);
        var lines = new SourceLines(file);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            ReadOnlySpan<byte> entry = line.Trim(BlankBytes.All);
            if (entry.IsEmpty || entry[0] == (byte)'#')
                continue;
            int column = line.Length - line.TrimStart(BlankBytes.All).Length + 1;
            if (IsInclusion(entry))
                sink.LeaveOut(lines.Number, column, "another file that is read here; convert it by itself");
            else if (target == ConversionTarget.BadHelo)
                list.ReadHelo(entry, lines.Number, column);
            else
                list.ReadAddress(entry, lines.Number, column);
        }
    }

    private static bool IsInclusion(ReadOnlySpan<byte> entry)
    {
        ReadOnlySpan<byte> word = "$include"u8;
        if (!entry.StartsWith(word))
            return false;
        ReadOnlySpan<byte> path = entry[word.Length..].TrimStart(BlankBytes.All);
        return path.Length > 0 && path.Length < entry.Length - word.Length && BlankBytes.FirstIn(path) == path.Length;
    }

    private void ReadAddress(ReadOnlySpan<byte> entry, int line, int column)
    {
        ReadOnlySpan<byte> bad = BlankBytes.FirstWord(entry);
        ReadOnlySpan<byte> reason = BlankBytes.BehindFirstWord(entry);
        int replyColumn = column + entry.Length - reason.Length;
        if (bad is [(byte)'0'])
        {
            _sink.LeaveOut(line, column, "a line that begins with a 0 alone, which Perl takes for no line");
            return;
        }

        byte[] small = AsciiCase.Lowered(bad);
        if (bad.IndexOfAny(PatternSigns) < 0)
        {
            if (Problem(small) is { } problem)
                _sink.LeaveOut(line, column, problem);
            else
                Add(Literal(small), false, Reply(bad, reason, line, replyColumn), line);
            return;
        }

        // badrcptto lower-cases its pattern, operators too, and asks it without regard to case. badmailfrom lower-cases the address alone.
        bool isForRecipients = _target == ConversionTarget.BadMailTo;
        byte[] pattern = isForRecipients ? small : bad.ToArray();
        PcreOptions options = PcreOptions.Perl | (isForRecipients ? PcreOptions.Caseless : PcreOptions.SmallSubject);
        if (Translate(pattern, options, line, column) is { } translation)
            Add(translation.Pattern!, false, Reply(small, reason, line, replyColumn), line, translation.Mark);
    }

    private void ReadHelo(ReadOnlySpan<byte> entry, int line, int column)
    {
        if (entry.IndexOfAny(HeloPatternSigns) < 0)
        {
            Add(LiteralPattern.Whole(entry), false, null, line);
            return;
        }

        bool isNegated = entry[0] == (byte)'!';
        ReadOnlySpan<byte> pattern = isNegated ? entry[1..] : entry;
        if (Translate(pattern, PcreOptions.Perl | PcreOptions.SmallSubject, line, column + (isNegated ? 1 : 0)) is { } translation)
            Add(translation.Pattern!, isNegated, null, line, translation.Mark);
    }

    private PcreTranslation? Translate(ReadOnlySpan<byte> pattern, PcreOptions options, int line, int column)
    {
        PcreTranslation translation = PcreTranslator.Of(pattern, options, _compiler);
        if (translation.Pattern is not null)
            return translation;
        _sink.LeaveOut(line, column + translation.Column - 1, translation.Problem!);
        return null;
    }

    private static byte[] Literal(ReadOnlySpan<byte> small) =>
        small[0] == (byte)'@' ? LiteralPattern.Ending(default, small) : LiteralPattern.Whole(small);

    private static string? Problem(ReadOnlySpan<byte> small)
    {
        int at = small.LastIndexOf((byte)'@');
        return at < 0 ? "a line with neither an @ nor a sign of a pattern, which never matches there"
            : at == small.Length - 1 || (at > 0 && small[0] == (byte)'@') ? "an address without a user or a domain, which never matches there"
            : null;
    }

    /// <summary>The reply: DENY is a 550. A recipient without a reason of its own is told that it is refused.</summary>
    private byte[]? Reply(ReadOnlySpan<byte> bad, ReadOnlySpan<byte> reason, int line, int column)
    {
        bool isOwn = !reason.IsEmpty && reason is not [(byte)'0'];
        if (!isOwn && _target != ConversionTarget.BadMailTo)
            return null;
        byte[] reply = isOwn ? [.. "550 "u8, .. reason] : [.. "550 mail to "u8, .. bad, .. " not accepted here (#5.1.1)"u8];
        if (AnnotationParser.CanSay(new Annotation { Action = RuleAction.Reject, Reply = reply }))
            return reply;
        if (isOwn)
            _sink.LoseReply(line, column, "the reply is too long, or not printable; the list's own is given");
        return null;
    }

    private void Add(byte[] pattern, bool isNegated, byte[]? reply, int line, string? mark = null) =>
        _sink.Add(new SourceRule(pattern, isNegated, SourceAction.Reject, reply, line, mark));
}
