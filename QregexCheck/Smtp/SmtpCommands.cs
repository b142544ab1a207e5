using System;

namespace QregexCheck.Smtp;

/// <summary>The names of the commands that the filter follows. <see cref="SmtpVerbs"/> says what their verbs mean.</summary>
/// <remarks>Some servers look at a verb's first four letters only. SEND, SOML and SAML begin a transaction as MAIL does (RFC 821 4.1.1).</remarks>
internal static class SmtpCommands
{
    private static readonly Row[] Rows =
    [
        ByStart("RCPT"u8, SmtpVerb.Rcpt),
        ByStart("MAIL"u8, SmtpVerb.Mail),
        ByStart("SEND"u8, SmtpVerb.Mail),
        ByStart("SOML"u8, SmtpVerb.Mail),
        ByStart("SAML"u8, SmtpVerb.Mail),
        ByStart("EHLO"u8, SmtpVerb.Ehlo),
        ByStart("HELO"u8, SmtpVerb.Helo),
        ByStart("BDAT"u8, SmtpVerb.Bdat),
        ByStart("STARTTLS"u8, SmtpVerb.StartTls),
        ByStart("STAR"u8, SmtpVerb.StartTls),
        ByWord("DATA"u8, SmtpVerb.Data),
        ByWord("RSET"u8, SmtpVerb.Rset),
        ByWord("AUTH"u8, SmtpVerb.Auth),
        ByWord("QUIT"u8, SmtpVerb.Quit),
        ByWord("NOOP"u8, SmtpVerb.Noop),
        ByWord("VRFY"u8, SmtpVerb.Noop),
        ByWord("EXPN"u8, SmtpVerb.Noop),
        ByWord("HELP"u8, SmtpVerb.Noop),
    ];

    /// <summary>Finds the command of a word.</summary>
    /// <param name="word">A word in any case.</param>
    /// <param name="length">How many of its bytes are the command's name; all of them when the word is no command.</param>
    public static SmtpVerb Find(ReadOnlySpan<byte> word, out int length)
    {
        foreach (Row row in Rows)
        {
            if (row.StartsIn(word) && (row.IsKnownByItsStart || word.Length == row.Name.Length))
            {
                length = row.Name.Length;
                return row.Verb;
            }
        }

        length = word.Length;
        return SmtpVerb.Other;
    }

    /// <summary>Finds the command whose name stands at the start of some bytes, whatever follows.</summary>
    public static SmtpVerb FindStart(ReadOnlySpan<byte> bytes, out int length)
    {
        foreach (Row row in Rows)
        {
            if (row.StartsIn(bytes))
            {
                length = row.Name.Length;
                return row.Verb;
            }
        }

        length = 0;
        return SmtpVerb.Other;
    }

    /// <summary>
    /// A command that a longer word may also mean. Some server may take the longer word for it, and nothing may get past the rules that way.
    /// </summary>
    private static Row ByStart(ReadOnlySpan<byte> name, SmtpVerb verb) => new(name.ToArray(), verb, IsKnownByItsStart: true);

    /// <summary>A command that no longer word means. The server's reply shows enough.</summary>
    private static Row ByWord(ReadOnlySpan<byte> name, SmtpVerb verb) => new(name.ToArray(), verb, IsKnownByItsStart: false);

    /// <param name="Name">Its name.</param>
    /// <param name="Verb">Its meaning.</param>
    /// <param name="IsKnownByItsStart">True when a longer word is taken for the command too.</param>
    private sealed record Row(byte[] Name, SmtpVerb Verb, bool IsKnownByItsStart)
    {
        public bool StartsIn(ReadOnlySpan<byte> bytes) =>
            bytes.Length >= Name.Length && System.Text.Ascii.EqualsIgnoreCase(bytes[..Name.Length], Name);
    }
}
