using System;
using System.Collections.Generic;

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
            ? Either(
                null, $"line {escape} has a pattern that the two languages of Postfix read differently",
                ConversionFormat.PostfixRegexp, ConversionFormat.PostfixPcre)
            : Postfix(isPcre: false, $"line {line} is a pattern between slashes with an action; both languages of Postfix read such patterns alike");
    }

    private static FormatGuess Postfix(bool isPcre, string why) => new(isPcre ? ConversionFormat.PostfixPcre : ConversionFormat.PostfixRegexp, why);

    private static FormatGuess List(string name, LineKinds kinds, ConversionTarget? target)
    {
        // Patterns, then what is asked about the end or the beginning of an address, then what all programs read alike.
        if (kinds.Line(LineKind.Words) is > 0 and var words)
            return Either(target, $"line {words} has more than one word", ConversionFormat.Qpsmtpd, ConversionFormat.Rspamd, ConversionFormat.Opensmtpd);
        if (kinds.Line(LineKind.Expression) is > 0 and var expression)
        {
            return Either(
                target, $"line {expression} has signs of a regular expression",
                ConversionFormat.QregexNames, ConversionFormat.Qpsmtpd, ConversionFormat.Sqmail);
        }

        if (kinds.Line(LineKind.Glob) is > 0 and var glob)
        {
            return Either(
                target, $"line {glob} has wildcards",
                ConversionFormat.Wildmat, ConversionFormat.Sqmail, ConversionFormat.Rspamd, ConversionFormat.Opensmtpd);
        }

        return target == ConversionTarget.BadHelo || (target is null && name.Contains("helo", StringComparison.OrdinalIgnoreCase)) ? OfNames(kinds)
            : OfAddresses(name, kinds, target);
    }

    /// <summary>A list of plain entries that is about HELO.</summary>
    private static FormatGuess OfNames(LineKinds kinds)
    {
        foreach (LineKind odd in (ReadOnlySpan<LineKind>)[LineKind.AtHost, LineKind.Address, LineKind.Below, LineKind.Remark])
        {
            if (kinds.Line(odd) is > 0 and var line)
            {
                string what = odd switch
                {
                    LineKind.Below => "means what is below a name",
                    LineKind.Remark => "has a remark behind its name",
                    _ => "has an @, and no HELO name does",
                };
                return Either(ConversionTarget.BadHelo, $"line {line} {what}", ConversionFormat.Domains, ConversionFormat.Rspamd, ConversionFormat.Opensmtpd);
            }
        }

        return kinds.Line(LineKind.Domain) > 0 || kinds.Line(LineKind.User) > 0
            ? new FormatGuess(ConversionFormat.HeloNames, "each line is a name, and it is about HELO")
            : Nothing;
    }

    /// <summary>A list of plain entries that is about addresses, or does not say.</summary>
    private static FormatGuess OfAddresses(string name, LineKinds kinds, ConversionTarget? target)
    {
        if (kinds.Line(LineKind.User) is > 0 and var user)
        {
            return Either(
                target, $"line {user} has no domain",
                ConversionFormat.Spamdyke, ConversionFormat.Opensmtpd, ConversionFormat.Rspamd, ConversionFormat.HeloNames);
        }

        bool isNamedByQmail = name is "badmailfrom" or "badrcptto";
        int address = kinds.Line(LineKind.Address);
        int domain = kinds.Line(LineKind.Domain);
        int host = kinds.Line(LineKind.AtHost);
        if (kinds.Line(LineKind.Remark) is > 0 and var remark && (host > 0 || address > 0))
        {
            return Either(
                target, $"line {remark} has a remark behind its entry",
                ConversionFormat.Domains, ConversionFormat.Qpsmtpd, ConversionFormat.Rspamd, ConversionFormat.Opensmtpd);
        }

        if (host > 0)
        {
            return isNamedByQmail && domain == 0
                ? new FormatGuess(ConversionFormat.Stock, "its name is qmail's, and no line has more than an address or @host")
                : Either(
                    target, $"line {host} is @host, which is not read alike everywhere",
                    ConversionFormat.Stock, ConversionFormat.Spamdyke, ConversionFormat.Opensmtpd, ConversionFormat.Domains);
        }

        if (address > 0 && domain > 0)
        {
            return Either(
                target, $"line {address} is an address, and line {domain} has no @",
                ConversionFormat.Domains, ConversionFormat.Rspamd, ConversionFormat.Opensmtpd);
        }

        if (address > 0)
            return new FormatGuess(ConversionFormat.Stock, "each line is a whole address");
        return domain == 0 ? Nothing
            : isNamedByQmail ? Either(target, $"line {domain} has no @", ConversionFormat.Domains, ConversionFormat.Stock)
            : new FormatGuess(ConversionFormat.Domains, "each line is a domain");
    }

    private static FormatGuess Nothing => new(null, "no line of it tells; name the form");

    /// <summary>No guess: names the forms that it may be, of those that can become the list.</summary>
    private static FormatGuess Either(ConversionTarget? target, string why, params ReadOnlySpan<ConversionFormat> formats)
    {
        var names = new List<string>();
        foreach (ConversionFormat format in formats)
        {
            if (target is null || ConversionFormats.CanBecome(format, target.Value))
                names.Add(ConversionFormats.Row(format).Name);
        }

        string list = names.Count == 1 ? names[0] : $"{string.Join(", ", names.GetRange(0, names.Count - 1))} or {names[^1]}";
        return new FormatGuess(null, $"{why}; name the form: {list}");
    }
}
