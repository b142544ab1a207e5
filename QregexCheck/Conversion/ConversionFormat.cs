using System;

namespace QregexCheck.Conversion;

/// <summary>The forms in which other programs keep their rules.</summary>
internal enum ConversionFormat : byte
{
    /// <summary>badmailfrom and badrcptto of qmail without qregex.</summary>
    Stock,

    /// <summary>Rules of qregex under the names that other combined patches give their files.</summary>
    QregexNames,

    /// <summary>A published list of domains.</summary>
    Domains,

    /// <summary>A list of HELO names.</summary>
    HeloNames,

    /// <summary>regexp_table(5) of Postfix.</summary>
    PostfixRegexp,

    /// <summary>access(5) of Postfix, as text: what postmap(1) reads.</summary>
    PostfixAccess,

    /// <summary>The sender and recipient blacklists of spamdyke.</summary>
    Spamdyke,

    /// <summary>badmailfrom, badrcptto and badhelo of qpsmtpd.</summary>
    Qpsmtpd,

    /// <summary>badmailpatterns and badrcptpatterns of the wildmat patches.</summary>
    Wildmat,

    /// <summary>badmailfrom, badrcptto and badhelo of s/qmail.</summary>
    Sqmail,

    /// <summary>The lists of addresses in a configuration of SpamAssassin.</summary>
    SpamAssassin,

    /// <summary>A map of rspamd's multimap module.</summary>
    Rspamd,

    /// <summary>table(5) of OpenSMTPD, in a file.</summary>
    Opensmtpd,
}

/// <summary>What is fixed for each form.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Words">What it is, in words.</param>
/// <param name="ForAddresses">True when it can become badmailfrom or badmailto.</param>
/// <param name="ForHelo">True when it can become badhelo.</param>
internal readonly record struct ConversionFormatRow(string Name, string Words, bool ForAddresses, bool ForHelo);

/// <summary>The forms' table.</summary>
internal static class ConversionFormats
{
    public static ReadOnlySpan<ConversionFormat> All =>
    [
        ConversionFormat.Stock, ConversionFormat.QregexNames, ConversionFormat.Domains, ConversionFormat.HeloNames, ConversionFormat.PostfixRegexp,
        ConversionFormat.PostfixAccess, ConversionFormat.Spamdyke, ConversionFormat.Qpsmtpd, ConversionFormat.Wildmat, ConversionFormat.Sqmail,
        ConversionFormat.SpamAssassin, ConversionFormat.Rspamd, ConversionFormat.Opensmtpd,
    ];

    public static ConversionFormatRow Row(ConversionFormat format) => format switch
    {
        ConversionFormat.Stock => new("stock", "addresses of a stock qmail", ForAddresses: true, ForHelo: false),
        ConversionFormat.QregexNames => new("qregex-names", "rules of qregex under another name", ForAddresses: true, ForHelo: true),
        ConversionFormat.Domains => new("domains", "a list of domains", ForAddresses: true, ForHelo: true),
        ConversionFormat.HeloNames => new("helo-names", "a list of HELO names", ForAddresses: false, ForHelo: true),
        ConversionFormat.PostfixRegexp => new("postfix-regexp", "a regexp table of Postfix", ForAddresses: true, ForHelo: true),
        ConversionFormat.PostfixAccess => new("postfix-access", "an access table of Postfix", ForAddresses: true, ForHelo: true),
        ConversionFormat.Spamdyke => new("spamdyke", "a blacklist of spamdyke", ForAddresses: true, ForHelo: false),
        ConversionFormat.Qpsmtpd => new("qpsmtpd", "a list of qpsmtpd", ForAddresses: true, ForHelo: true),
        ConversionFormat.Wildmat => new("wildmat", "patterns of a wildmat patch", ForAddresses: true, ForHelo: false),
        ConversionFormat.Sqmail => new("sqmail", "a list of s/qmail", ForAddresses: true, ForHelo: true),
        ConversionFormat.SpamAssassin => new("spamassassin", "lists of SpamAssassin", ForAddresses: true, ForHelo: false),
        ConversionFormat.Rspamd => new("rspamd", "a map of rspamd", ForAddresses: true, ForHelo: true),
        _ => new("opensmtpd", "a table of OpenSMTPD", ForAddresses: true, ForHelo: true),
    };

    /// <summary>The form with a name; null when there is none.</summary>
    public static ConversionFormat? Find(string name)
    {
        foreach (ConversionFormat format in All)
        {
            if (Row(format).Name == name)
                return format;
        }

        return null;
    }

    /// <summary>All names, as a person would list them.</summary>
    public static string[] Names() => Array.ConvertAll(All.ToArray(), static format => Row(format).Name);

    /// <summary>The list that rules of a form become where nobody says: badhelo for what is about nothing else.</summary>
    public static ConversionTarget DefaultTarget(ConversionFormat format) => Row(format).ForAddresses ? ConversionTarget.BadMailFrom : ConversionTarget.BadHelo;

    /// <summary>True when the rules can become that list.</summary>
    public static bool CanBecome(ConversionFormat format, ConversionTarget target) =>
        target == ConversionTarget.BadHelo ? Row(format).ForHelo : Row(format).ForAddresses;
}
