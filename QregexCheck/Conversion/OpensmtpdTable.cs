using System;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads a table of OpenSMTPD that stands in a file: a mailaddr table for addresses, a domain table for HELO names. A key is <c>user</c>, <c>@domain</c>,
/// <c>user@domain</c>, or <c>@</c> for all; a user stands for its <c>+tags</c>, too. A <c>*</c> in a domain ends at the first byte that could follow it.
/// Case does not count.
/// </summary>
/// <remarks>Source: table(5); parse_table_line, hostname_match and mailaddr_match in util.c, text_to_mailaddr in to.c of OpenSMTPD.</remarks>
internal static class OpensmtpdTable
{
    private const byte Delimiter = (byte)'+';

    public static void Read(ReadOnlySpan<byte> file, ConversionTarget target, ConversionSink sink)
    {
        bool? isList = null;
        bool toldOfStars = false;
        var lines = new SourceLines(file);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            ReadOnlySpan<byte> entry = line.Trim(BlankBytes.All);
            if (entry.IsEmpty)
                continue;
            if (entry[0] == (byte)'#')
            {
                isList ??= entry[1..].TrimStart(BlankBytes.All).SequenceEqual("@list"u8) ? true : null;
                continue;
            }

            int column = line.Length - line.TrimStart(BlankBytes.All).Length + 1;
            int end = KeyLength(entry);
            isList ??= end == entry.Length;
            ReadOnlySpan<byte> key = isList.Value ? entry : entry[..end];
            if (key.IsEmpty)
            {
                sink.LeaveOut(lines.Number, column, "an entry without a key");
                continue;
            }

            if (!toldOfStars && key.Contains((byte)'*'))
            {
                toldOfStars = true;
                sink.Say(lines.Number, column, "a * ends there at the first byte that could follow it, so *.domain means one label; the rule says the same");
            }

            Add(key, target, lines.Number, column, sink);
        }
    }

    /// <summary>The length of a key in a table of keys and values.</summary>
    private static int KeyLength(ReadOnlySpan<byte> entry)
    {
        int from = entry[0] == (byte)'[' ? entry.IndexOf((byte)']') + 1 : 0;
        int end = entry[from..].IndexOfAny(" \t:"u8);
        return from > 0 ? from : end < 0 ? entry.Length : end;
    }

    private static void Add(ReadOnlySpan<byte> key, ConversionTarget target, int line, int column, ConversionSink sink)
    {
        int at = key.LastIndexOf((byte)'@');
        bool isName = target == ConversionTarget.BadHelo;
        ReadOnlySpan<byte> user = isName ? default : at < 0 ? key : key[..at];
        ReadOnlySpan<byte> domain = isName ? key : key[(at + 1)..];
        bool isAnyDomain = !isName && (at < 0 || domain.IsEmpty);
        TranslatedGlob glob = TranslatedGlob.Of(isAnyDomain ? default : domain, GlobDialect.Opensmtpd);
        if (glob.Problem is { } problem)
        {
            sink.LeaveOut(line, column + (isName ? 0 : at + 1), problem);
            return;
        }

        byte[] rest = isAnyDomain ? "[^@]*$"u8.ToArray() : [.. glob.Text.Bytes, (byte)'$'];
        byte[] pattern = isName ? glob.Whole()!
            : user.IsEmpty ? isAnyDomain ? "^"u8.ToArray() : [(byte)'@', .. rest]
            : [.. LiteralPattern.Beginning(user), .. user.Contains(Delimiter) ? ReadOnlySpan<byte>.Empty : "(\\+.*)?"u8, (byte)'@', .. rest];
        sink.Add(new SourceRule(pattern, IsNegated: false, SourceAction.Reject, Reply: null, line));
    }
}
