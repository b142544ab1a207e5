using System;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>Looks at a rule's tree for what compiles and still says something else than it seems to.</summary>
internal static class ShapeChecks
{
    public static void Check(LintedRule rule, SyntaxTree tree, Findings findings)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        ReadOnlySpan<Node> nodes = tree.Nodes;
        bool sawBackReference = false;
        bool sawAnchor = false;
        if (FileChecks.IsDelimited(pattern))
        {
            ReadOnlySpan<byte> inner = pattern[1..pattern.LastIndexOf((byte)'/')];
            findings.AddAt(
                LintCatalog.PerlDelimiters, rule, 0, 1, "the slashes are part of the rule: a rule stands alone on its line",
                proposal: SyntaxChecks.Compiling(rule, inner));
        }

        for (int i = 0; i < nodes.Length; i++)
        {
            ref readonly Node node = ref nodes[i];
            ReadOnlySpan<byte> text = pattern[node.Begin..node.End];
            switch (node.Kind)
            {
                case NodeKind.Literal or NodeKind.Set when text.Length > 1 && text[0] == (byte)'[':
                    BracketChecks.Check(rule, node, findings);
                    break;
                case NodeKind.Literal when text.Length == 2 && text[0] == (byte)'\\':
                    CheckEscape(rule, node, findings);
                    break;
                case NodeKind.Literal when text.Length == 1 && text[0] == (byte)')':
                    findings.AddAt(
                        LintCatalog.StrayParenthesis, rule, node.Begin, node.End, "no ( is open here: the ) is a literal",
                        proposal: SyntaxChecks.Compiling(rule, [.. pattern[..node.Begin], (byte)'\\', .. pattern[node.Begin..]]));
                    break;
                case NodeKind.Repeat:
                    CheckRepeat(rule, nodes, i, findings);
                    sawAnchor |= CopiesAnchor(nodes, i);
                    break;
                case NodeKind.Alt:
                    CheckAlternative(rule, nodes[tree.Left(i)], findings);
                    CheckAlternative(rule, nodes[SyntaxTree.Right(i)], findings);
                    break;
                case NodeKind.BackReference when !sawBackReference:
                    sawBackReference = true;
                    findings.AddAt(
                        LintCatalog.BackReference, rule, node.Begin, node.End,
                        "back-references are matched within limits, and glibc gets some of them wrong: do without where you can");
                    break;
            }
        }

        if (sawAnchor)
        {
            findings.Add(
                LintCatalog.RepeatedAnchor, rule,
                "an anchor stands inside a repeated group: it keeps its plain meaning here, but glibc drops it from the copies it makes");
        }
    }

    private static void CheckEscape(LintedRule rule, in Node node, Findings findings)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        if (node.Value is not (>= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z'))
            return;
        char letter = (char)node.Value;
        byte[]? proposal = null;
        if (Meaning(letter) is { } meaning)
            proposal = SyntaxChecks.Compiling(rule, [.. pattern[..node.Begin], .. meaning, .. pattern[node.End..]]);
        if (letter >= 'a')
        {
            findings.AddAt(
                LintCatalog.DeadEscape, rule, node.Begin, node.End,
                $"\\{letter} matches nothing: it stands for a small {letter}, and case is ignored by upper-casing the address", proposal: proposal);
        }
        else
        {
            findings.AddAt(
                LintCatalog.LetterEscape, rule, node.Begin, node.End, $"\\{letter} is just the letter {letter}, in either case", proposal: proposal);
        }
    }

    /// <summary>What Perl means by an escape, where POSIX can say it.</summary>
    private static byte[]? Meaning(char letter) => letter switch
    {
        'd' => "[0-9]"u8.ToArray(),
        'D' => "[^0-9]"u8.ToArray(),
        'h' => "[[:blank:]]"u8.ToArray(),
        'A' => "^"u8.ToArray(),
        'z' or 'Z' => "$"u8.ToArray(),
        'n' or 't' or 'r' or 'f' or 'v' or 'x' or 'p' or 'P' or 'Q' or 'E' or 'K' or 'R' => null,
        _ => [(byte)letter],
    };

    private static void CheckRepeat(LintedRule rule, ReadOnlySpan<Node> nodes, int at, Findings findings)
    {
        Node node = nodes[at];
        Node child = nodes[at - 1];
        ReadOnlySpan<byte> pattern = rule.Pattern;
        if (child.Kind == NodeKind.Repeat && child.Begin == node.Begin)
        {
            string why = pattern[child.End] == (byte)'?'
                ? "a ? behind a repetition makes the whole optional: there is no \"lazy\" here"
                : "a repetition of a repetition: one of them is too many";
            findings.AddAt(
                LintCatalog.DoubledQuantifier, rule, child.End, node.End, why,
                proposal: SyntaxChecks.Compiling(rule, [.. pattern[..child.End], .. pattern[node.End..]]));
        }

        if (child.Kind == NodeKind.Literal && child.Value == (byte)'@' && pattern[child.End] == (byte)'*')
        {
            findings.AddAt(
                LintCatalog.Glob, rule, child.End, child.End + 1, "@* is any number of @, none included: a shell pattern is not a regular expression",
                proposal: SyntaxChecks.Compiling(rule, SyntaxChecks.FromGlob(pattern)));
        }
    }

    /// <summary>True when glibc would copy an anchor. Source: a star and a ? make no copies of what they repeat; + and intervals do.</summary>
    private static bool CopiesAnchor(ReadOnlySpan<Node> nodes, int at)
    {
        Node node = nodes[at];
        bool isCopied = node.Max == Node.Unbounded ? node.Min > 0 : node.Max > 1;
        for (int i = node.First; isCopied && i < at; i++)
        {
            if (nodes[i].Kind == NodeKind.Anchor)
                return true;
        }

        return false;
    }

    private static void CheckAlternative(LintedRule rule, in Node node, Findings findings)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        if (node.Kind != NodeKind.Empty || node.Begin != node.End)
            return;

        // The bar to take out stands behind the hole, or before it where nothing follows.
        int bar = node.Begin < pattern.Length && pattern[node.Begin] == (byte)'|' ? node.Begin : node.Begin - 1;
        findings.AddAt(
            LintCatalog.EmptyAlternative, rule, bar, bar + 1, "an alternative beside this bar is empty, and nothing is found in every address",
            proposal: SyntaxChecks.Compiling(rule, [.. pattern[..bar], .. pattern[(bar + 1)..]]));
    }
}
