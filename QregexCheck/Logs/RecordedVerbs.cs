using System;
using QregexCheck.Mailboxes;

namespace QregexCheck.Logs;

/// <summary>Finds the verb of a command as qmail-smtpd does: up to the first blank, in any case. Source: commands.c.</summary>
internal static class RecordedVerbs
{
    private const int LongestVerb = 8;

    /// <summary>The verb of a command.</summary>
    /// <param name="line">The command.</param>
    /// <param name="argument">What stands behind it, where it is needed.</param>
    public static RecordedVerb Of(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> argument)
    {
        int blank = line.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = blank < 0 ? line : line[..blank];
        argument = blank < 0 ? default : line[blank..].TrimStart((byte)' ');
        Span<byte> lower = stackalloc byte[LongestVerb];
        RecordedVerb verb = RecordedVerb.Other;
        if (word.Length <= LongestVerb)
        {
            AsciiCase.Lower(word, lower);
            verb = Named(lower[..word.Length]);
        }

        if (verb is not (RecordedVerb.Helo or RecordedVerb.Mail or RecordedVerb.Rcpt))
            argument = default;
        return verb;
    }

    private static RecordedVerb Named(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("rcpt"u8) ? RecordedVerb.Rcpt
        : word.SequenceEqual("mail"u8) ? RecordedVerb.Mail
        : word.SequenceEqual("helo"u8) || word.SequenceEqual("ehlo"u8) ? RecordedVerb.Helo
        : word.SequenceEqual("data"u8) ? RecordedVerb.Data
        : word.SequenceEqual("rset"u8) ? RecordedVerb.Reset
        : word.SequenceEqual("auth"u8) ? RecordedVerb.Auth
        : word.SequenceEqual("starttls"u8) ? RecordedVerb.StartTls
        : RecordedVerb.Other;
}
