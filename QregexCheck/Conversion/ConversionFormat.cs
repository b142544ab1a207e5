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

    /// <summary>pcre_table(5) of Postfix.</summary>
    PostfixPcre,

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
        ConversionFormat.PostfixPcre, ConversionFormat.PostfixAccess, ConversionFormat.Spamdyke, ConversionFormat.Qpsmtpd, ConversionFormat.Wildmat,
        ConversionFormat.Sqmail, ConversionFormat.SpamAssassin, ConversionFormat.Rspamd, ConversionFormat.Opensmtpd,
    ];

    /// <summary>The row of a form.</summary>
    public static ConversionFormatRow Row(ConversionFormat format) => format switch
    {
        ConversionFormat.Stock => Row("stock", "addresses of a stock qmail", forAddresses: true, forHelo: false),
        ConversionFormat.QregexNames => Row("qregex-names", "rules of qregex under another name", forAddresses: true, forHelo: true),
        ConversionFormat.Domains => Row("domains", "a list of domains", forAddresses: true, forHelo: true),
        ConversionFormat.HeloNames => Row("helo-names", "a list of HELO names", forAddresses: false, forHelo: true),
        ConversionFormat.PostfixRegexp => Row("postfix-regexp", "a regexp table of Postfix", forAddresses: true, forHelo: true),
        ConversionFormat.PostfixPcre => Row("postfix-pcre", "a pcre table of Postfix", forAddresses: true, forHelo: true),
        ConversionFormat.PostfixAccess => Row("postfix-access", "an access table of Postfix", forAddresses: true, forHelo: true),
        ConversionFormat.Spamdyke => Row("spamdyke", "a blacklist of spamdyke", forAddresses: true, forHelo: false),
        ConversionFormat.Qpsmtpd => Row("qpsmtpd", "a list of qpsmtpd", forAddresses: true, forHelo: true),
        ConversionFormat.Wildmat => Row("wildmat", "patterns of a wildmat patch", forAddresses: true, forHelo: false),
        ConversionFormat.Sqmail => Row("sqmail", "a list of s/qmail", forAddresses: true, forHelo: true),
        ConversionFormat.SpamAssassin => Row("spamassassin", "lists of SpamAssassin", forAddresses: true, forHelo: false),
        ConversionFormat.Rspamd => Row("rspamd", "a map of rspamd", forAddresses: true, forHelo: true),
        _ => Row("opensmtpd", "a table of OpenSMTPD", forAddresses: true, forHelo: true),
    };

    private static ConversionFormatRow Row(string name, string words, bool forAddresses, bool forHelo) => new(name, words, forAddresses, forHelo);

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
