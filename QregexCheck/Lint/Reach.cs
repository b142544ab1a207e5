using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Looks at how far a rule reaches: dots that match any byte, a beginning or an end that nothing holds. Each is shown by an address that
/// the rule hits and the mended one would not; where there is none, nothing is said.
/// </summary>
internal sealed class Reach
{
    private readonly RuleLanguages _languages;
    private readonly LazyDfa _longerDomain;

    public Reach(RuleLanguages languages)
    {
        _languages = languages;
        _longerDomain = languages.Of("[a-z0-9]\\.[a-z]{2}$"u8)!;
    }

    public void Check(LintedRule rule, SyntaxTree tree, Findings findings)
    {
        if (rule.IsNegated || !rule.IsRegular || rule.IsListed)
            return;
        ReadOnlySpan<byte> pattern = rule.Pattern;
        List<int> dots = DotsBetweenLabels(tree, pattern);
        bool isOpenLeft = IsOpenLeft(tree, pattern, dots, out int left, out bool needsStart);
        bool isOpenRight = IsOpenRight(tree, pattern, dots, out int right);
        if (dots.Count == 0 && !isOpenLeft && !isOpenRight)
            return;

        bool isAlternative = tree[tree.Root].Kind == NodeKind.Alt;
        byte[] escaped = Escape(pattern, dots);
        ReadOnlySpan<byte> held = !isOpenLeft ? default : needsStart ? "^"u8 : rule.File.IsAboutHosts ? "(^|\\.)"u8 : "[@.]"u8;
        ReadOnlySpan<byte> end = isOpenRight ? "$"u8 : default;
        byte[] proposal = rule.With([.. held, .. Group(escaped, isAlternative && (isOpenLeft || isOpenRight)), .. end]);
        LazyDfa hit = _languages.Of(rule)!;
        if (dots.Count > 0 && Differs(rule, [new(hit, true), new(_languages.Of(escaped)!, false)], out byte[] witness))
        {
            findings.AddAt(
                LintCatalog.UnescapedDot, rule, dots[0], dots[0] + 1, "the dot matches any byte: a dot as such needs a backslash", witness, proposal);
        }

        byte[] grouped = Group(pattern, isAlternative);
        if (isOpenLeft)
        {
            LazyDfa mended = _languages.Of([.. held, .. grouped])!;
            LazyDfa behindLetters = _languages.Of([.. "[a-z]{2}"u8, .. grouped])!;
            Requirement[] wanted = [new(hit, true), new(mended, false)];
            if (Differs(rule, [.. wanted, new(behindLetters, true)], out witness) || Differs(rule, wanted, out witness))
            {
                string what = needsStart ? "anything may stand before it: ^ holds the beginning"
                    : rule.File.IsAboutHosts ? "the first label may be longer: it needs (^|\\.) before it"
                    : "the first label may be longer: it needs [@.] before it";
                findings.AddAt(LintCatalog.OpenLeft, rule, left, left + 1, what, witness, proposal);
            }
        }

        if (isOpenRight)
        {
            LazyDfa mended = _languages.Of([.. grouped, (byte)'$'])!;
            Requirement[] wanted = [new(hit, true), new(mended, false)];
            if (Differs(rule, [.. wanted, new(_longerDomain, true)], out witness) || Differs(rule, wanted, out witness))
                findings.AddAt(LintCatalog.OpenRight, rule, right, right + 1, "the domain may go on: $ holds the end", witness, proposal);
        }
    }

    private bool Differs(LintedRule rule, ReadOnlySpan<Requirement> wanted, out byte[] witness) =>
        Witness.FindAddress(_languages, rule.File.IsAboutHosts, wanted, out witness) == SearchResult.Found;

    /// <summary>Dots that stand alone between letters or digits: <c>spam.example</c>.</summary>
    private static List<int> DotsBetweenLabels(SyntaxTree tree, ReadOnlySpan<byte> pattern)
    {
        var dots = new List<int>();
        foreach (Node node in tree.Nodes)
        {
            if (node.Kind != NodeKind.Set || node.End - node.Begin != 1 || pattern[node.Begin] != (byte)'.' || node.Begin == 0)
                continue;
            bool isLeft = IsLabelByte(pattern[node.Begin - 1]) && !(node.Begin > 1 && pattern[node.Begin - 2] == (byte)'\\');
            if (isLeft && node.End < pattern.Length && IsLabelByte(pattern[node.End]))
                dots.Add(node.Begin);
        }

        return dots;
    }

    /// <summary>True when the pattern begins with a label, or a local part, that may as well go on to the left.</summary>
    private static bool IsOpenLeft(SyntaxTree tree, ReadOnlySpan<byte> pattern, List<int> dots, out int begin, out bool needsStart)
    {
        int at = tree.Root;
        while (tree[at].Kind is NodeKind.Cat or NodeKind.Alt or NodeKind.Group)
            at = tree[at].Kind == NodeKind.Group ? SyntaxTree.Right(at) : tree.Left(at);
        Node node = tree[at];
        begin = node.Begin;
        needsStart = false;
        if (node.Kind != NodeKind.Literal || node.End - node.Begin != 1 || !IsLabelByte(node.Value))
            return false;

        // What comes first decides: an @ ends a local part, a dot a label; anything else, and a part of a word was meant.
        for (int i = node.End; i < pattern.Length; i++)
        {
            if (pattern[i] == (byte)'@')
            {
                needsStart = true;
                return true;
            }

            bool isDot = dots.Contains(i) || (pattern[i] == (byte)'\\' && i + 1 < pattern.Length && pattern[i + 1] == (byte)'.');
            if (isDot)
            {
                ReadOnlySpan<byte> rest = pattern[i..];
                needsStart = rest.IndexOf((byte)'@') >= 0;
                return needsStart || rest.EndsWith("$"u8) || IsLabelByte(pattern[^1]);
            }

            if (!IsLabelByte(pattern[i]))
                return false;
        }

        return false;
    }

    /// <summary>True when the pattern ends with a domain's last label.</summary>
    private static bool IsOpenRight(SyntaxTree tree, ReadOnlySpan<byte> pattern, List<int> dots, out int begin)
    {
        int at = tree.Root;
        while (tree[at].Kind is NodeKind.Cat or NodeKind.Alt or NodeKind.Group)
            at = SyntaxTree.Right(at);
        Node node = tree[at];
        begin = node.Begin;
        if (node.Kind != NodeKind.Literal || node.End - node.Begin != 1 || !IsLabelByte(pattern[node.Begin]))
            return false;
        int label = node.Begin;
        while (label > 0 && IsLabelByte(pattern[label - 1]))
            label--;
        bool isBehindDot = label > 0 && (dots.Contains(label - 1) || (label > 1 && pattern[label - 1] == (byte)'.' && pattern[label - 2] == (byte)'\\'));

        // Behind a dot, and behind the @ if there is one: "first\.last" without an @ may be meant as a local part, but not with a left end.
        return isBehindDot && node.End - label >= 2 && (pattern[..label].IndexOf((byte)'@') >= 0 || pattern[0] != (byte)'^');
    }

    private static byte[] Escape(ReadOnlySpan<byte> pattern, List<int> dots)
    {
        var escaped = new List<byte>(pattern.Length + dots.Count);
        for (int i = 0; i < pattern.Length; i++)
        {
            if (dots.Contains(i))
                escaped.Add((byte)'\\');
            escaped.Add(pattern[i]);
        }

        return escaped.ToArray();
    }

    private static byte[] Group(ReadOnlySpan<byte> pattern, bool isGrouped) => isGrouped ? [(byte)'(', .. pattern, (byte)')'] : pattern.ToArray();

    private static bool IsLabelByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == (byte)'-';
}
