using System;
using System.Text;

namespace QregexCheck.Conversion;

/// <summary>
/// A guess at the form of a file, by its name and by what its lines have. Where forms that differ in meaning are left, there is none.
/// </summary>
/// <param name="Format">The form; null when it can't be told.</param>
/// <param name="Why">Why this one, as a clause; or why none, with the forms that may be meant.</param>
internal readonly record struct FormatGuess(ConversionFormat? Format, string Why)
{
    // What a file's name holds, and what that tells.
    private static readonly (string Part, ConversionFormat Format)[] Names =
    [
        ("badmailpatterns", ConversionFormat.Wildmat), ("badrcptpatterns", ConversionFormat.Wildmat), ("badrcpttonorelay", ConversionFormat.QregexNames),
        ("badhelonorelay", ConversionFormat.QregexNames), ("qpsmtpd", ConversionFormat.Qpsmtpd), ("spamdyke", ConversionFormat.Spamdyke),
        ("opensmtpd", ConversionFormat.Opensmtpd), ("rspamd", ConversionFormat.Rspamd), ("sqmail", ConversionFormat.Sqmail),
    ];

    /// <summary>Looks at a file.</summary>
    /// <param name="name">Its name without the directory.</param>
    /// <param name="file">What it holds.</param>
    /// <param name="target">Which list it is to become; null when nobody said.</param>
    public static FormatGuess Of(string name, ReadOnlySpan<byte> file, ConversionTarget? target)
    {
        foreach ((string part, ConversionFormat format) in Names)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
                return new FormatGuess(format, $"its name holds '{part}'");
        }

        var kinds = new LineKinds(file);
        if (kinds.Line(LineKind.SpamAssassin) is > 0 and var listed)
            return new FormatGuess(ConversionFormat.SpamAssassin, $"line {listed} is an entry of its lists");
        if (kinds.Line(LineKind.PatternWithAction) is > 0 and var table)
            return Table(name, kinds, table);
        if (kinds.Line(LineKind.Pattern) is > 0 and var pattern)
            return new FormatGuess(ConversionFormat.Rspamd, $"line {pattern} is a pattern between slashes, with no action behind it");
        if (kinds.Line(LineKind.KeyWithAction) is > 0 and var access)
            return new FormatGuess(ConversionFormat.PostfixAccess, $"line {access} is a key and an action of access(5)");
        return List(name, kinds, target);
    }

    private static FormatGuess Table(string name, LineKinds kinds, int line)
    {
        if (kinds.Line(LineKind.Perl) is > 0 and var perl)
            return Postfix(isPcre: true, $"line {perl} has a pattern that only Perl's language has");
        bool isPcre = name.Contains("pcre", StringComparison.OrdinalIgnoreCase);
        if (isPcre || name.Contains("regexp", StringComparison.OrdinalIgnoreCase))
            return Postfix(isPcre, $"its name says which, and line {line} is a pattern between slashes with an action");
        return kinds.Line(LineKind.Escape) is > 0 and var escape
            ? Either($"line {escape} has a pattern that the two languages of Postfix read differently", "postfix-regexp", "postfix-pcre")
            : Postfix(isPcre: false, $"line {line} is a pattern between slashes with an action; both languages of Postfix read such patterns alike");
    }

    private static FormatGuess Postfix(bool isPcre, string why) => new(isPcre ? ConversionFormat.PostfixPcre : ConversionFormat.PostfixRegexp, why);

    private static FormatGuess List(string name, LineKinds kinds, ConversionTarget? target)
    {
        // Patterns, then what is asked about the end or the beginning of an address, then what all programs read alike.
        if (kinds.Line(LineKind.Words) is > 0 and var words)
            return Either($"line {words} has more than one word", "qpsmtpd", "rspamd", "opensmtpd");
        if (kinds.Line(LineKind.Expression) is > 0 and var expression)
            return Either($"line {expression} has signs of a regular expression", "qregex-names", "qpsmtpd", "sqmail");
        if (kinds.Line(LineKind.Glob) is > 0 and var glob)
            return Either($"line {glob} has wildcards", "wildmat", "sqmail", "rspamd", "opensmtpd");
        if (kinds.Line(LineKind.User) is > 0 and var user)
            return Either($"line {user} has no domain", "spamdyke", "opensmtpd", "rspamd");
        bool isNamedByQmail = name is "badmailfrom" or "badrcptto";
        if (kinds.Line(LineKind.AtHost) is > 0 and var host)
        {
            return isNamedByQmail && kinds.Line(LineKind.Domain) == 0
                ? new FormatGuess(ConversionFormat.Stock, "its name is qmail's, and no line has more than an address or @host")
                : Either($"line {host} is @host, which is not read alike everywhere", "stock", "spamdyke", "opensmtpd", "domains");
        }

        int address = kinds.Line(LineKind.Address);
        int domain = kinds.Line(LineKind.Domain);
        if (address > 0 && domain > 0)
            return Either($"line {address} is an address, and line {domain} has no @", "domains", "rspamd", "opensmtpd");
        if (address > 0)
            return new FormatGuess(ConversionFormat.Stock, "each line is a whole address");
        if (domain == 0)
            return new FormatGuess(null, "no line of it tells; name the form");
        return target == ConversionTarget.BadHelo || name.Contains("helo", StringComparison.OrdinalIgnoreCase)
            ? new FormatGuess(ConversionFormat.HeloNames, "each line is a name, and it is about HELO")
            : isNamedByQmail ? Either($"line {domain} has no @", "domains", "stock")
            : new FormatGuess(ConversionFormat.Domains, "each line is a domain");
    }

    private static FormatGuess Either(string why, params ReadOnlySpan<string> names)
    {
        var text = new StringBuilder(why).Append("; name the form: ");
        for (int at = 0; at < names.Length; at++)
            text.Append(at == 0 ? string.Empty : at == names.Length - 1 ? " or " : ", ").Append(names[at]);
        return new FormatGuess(null, text.ToString());
    }
}
