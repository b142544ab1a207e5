using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Tells a list of plain names from a list of rules. Plain names are <c>@host</c>, <c>user@host</c> and <c>host</c>, unescaped, as in stock
/// qmail's badmailfrom and in published lists. One finding for the list replaces the same finding for each line. Source: qmail-control(5), badmailfrom.
/// </summary>
internal static class PlainList
{
    // In a shorter list each line is worth its own proposal.
    private const int Fewest = 10;

    /// <summary>Finds that nearly all of a file's rules, nine of ten, are plain names.</summary>
    /// <returns>True when it is so.</returns>
    public static bool Check(LintedFile file, Findings findings)
    {
        // A name in a header line needs neither a beginning nor an end.
        if (file.IsAboutLines)
            return false;
        int names = 0;
        LintedRule? first = null;
        foreach (LintedRule rule in file.Rules)
        {
            if (!IsName(rule))
                continue;
            names++;
            first ??= rule;
        }

        if (first is null || names < Fewest || names * 10L < file.Rules.Count * 9L)
            return false;
        string what = file.IsAboutHosts ? "host names" : "domains and addresses";
        findings.Add(
            LintCatalog.PlainList, first,
            $"{names} of the file's {file.Rules.Count} rules are plain {what}, not regular expressions: their dots match any byte, and nothing holds "
            + $"their ends; qregexcheck-lint(5) has a command that makes rules of all of them{WhereNamesBelong(file)}",
            WitnessOf(first), ProposalOf(first));
        return true;
    }

    /// <summary>Names the list that takes plain names as they are; nothing where the file's own name does not tell.</summary>
    private static string WhereNamesBelong(LintedFile file) =>
        file.List is not { } list || ControlLists.PlainOf(list) is not { } plain ? string.Empty
        : $", and {ControlLists.Name(plain)} takes {(file.IsAboutHosts ? "them" : "them without an @ in front")} as they are";

    /// <summary>
    /// A plain name as a rule that hits what was meant: the address, or the domain. A name without an <c>@</c> also stands for the names below it.
    /// </summary>
    public static byte[] ProposalOf(LintedRule rule) => RuleOf(rule.Pattern, rule.File.IsAboutHosts);

    /// <summary>A plain name as a rule, for a name that is not a rule's own.</summary>
    public static byte[] RuleOf(ReadOnlySpan<byte> name, bool isHost)
    {
        var expression = new List<byte>(name.Length + 12);
        expression.AddRange(
            name[0] is (byte)'@' or (byte)'.' ? default : name.Contains((byte)'@') ? "^"u8 : isHost ? "(^|\\.)"u8 : "[@.]"u8);
        foreach (byte b in name)
        {
            if (b is (byte)'.' or (byte)'+')
                expression.Add((byte)'\\');
            expression.Add(b);
        }

        expression.Add((byte)'$');
        return expression.ToArray();
    }

    /// <summary>True for a name with a dot between two labels, and of no byte but those that names have.</summary>
    public static bool IsName(LintedRule rule) =>
        !rule.IsNegated && rule.Error.Kind == SyntaxErrorKind.None && IsName(rule.Pattern, rule.File.IsAboutHosts);

    /// <summary>True for such a name, for bytes that are not a rule's own.</summary>
    public static bool IsName(ReadOnlySpan<byte> name, bool isHost)
    {
        int at = name.IndexOf((byte)'@');
        ReadOnlySpan<byte> domain = name[(at + 1)..];
        if ((isHost && at >= 0) || InnerDot(domain) < 0)
            return false;
        foreach (byte b in name[..Math.Max(at, 0)])
        {
            if (!IsLabelByte(b) && b is not ((byte)'.' or (byte)'+' or (byte)'=' or (byte)'%'))
                return false;
        }

        // A + with nothing to repeat is no rule. lint says elsewhere what to do about that.
        if (name[0] == (byte)'+' || !IsLabelByte(name[^1]))
            return false;
        foreach (byte b in domain)
        {
            if (!IsLabelByte(b) && b != (byte)'.')
                return false;
        }

        return true;
    }

    /// <summary>An address that the name hits because its dot matches any byte.</summary>
    private static byte[] WitnessOf(LintedRule rule)
    {
        byte[] name = rule.Pattern.ToArray();
        int domain = Array.IndexOf(name, (byte)'@') + 1;
        name[domain + InnerDot(name.AsSpan(domain))] = (byte)'a';
        if (name[domain] == (byte)'.')
            name[domain] = (byte)'a';

        // A + repeats what stands before it, and stands for no byte itself.
        name = Array.FindAll(name, static b => b != (byte)'+');
        return rule.File.IsAboutHosts || domain > 1 ? name : domain == 1 ? [.. "joe"u8, .. name] : [.. "joe@"u8, .. name];
    }

    /// <summary>The place of the first dot between two bytes of labels; -1 when there is none.</summary>
    private static int InnerDot(ReadOnlySpan<byte> domain)
    {
        for (int i = 1; i + 1 < domain.Length; i++)
        {
            if (domain[i] == (byte)'.' && IsLabelByte(domain[i - 1]) && IsLabelByte(domain[i + 1]))
                return i;
        }

        return -1;
    }

    private static bool IsLabelByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_';
}
