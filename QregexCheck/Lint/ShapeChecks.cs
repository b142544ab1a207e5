using System;
using System.Collections.Generic;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>Looks in a rule's tree for parts that compile and do not say what they seem to say.</summary>
internal static class ShapeChecks
{
    public static void Check(LintedRule rule, SyntaxTree tree, Findings findings)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        ReadOnlySpan<Node> nodes = tree.Nodes;
        bool sawBackReference = false;
        var letters = new HashSet<byte>();
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
                    if (letters.Add(node.Value))
                        CheckEscape(rule, tree, node, findings);
                    break;
                case NodeKind.Literal when text.Length == 1 && text[0] == (byte)')':
                    findings.AddAt(
                        LintCatalog.StrayParenthesis, rule, node.Begin, node.End, "no ( is open here: the ) is a literal",
                        proposal: SyntaxChecks.Compiling(rule, WithoutStray(pattern, node.Begin)));
                    break;
                case NodeKind.Literal when rule.File.IsAboutHosts && !rule.IsNegated && node.Value == (byte)'@':
                    CheckAddressInHelo(rule, new PatternMap(tree, pattern), node, findings);
                    break;
                case NodeKind.Repeat:
                    CheckRepeat(rule, tree, i, findings);
                    break;
                case NodeKind.Alt:
                    CheckAlternative(rule, nodes[tree.Left(i)], findings);
                    CheckAlternative(rule, nodes[SyntaxTree.Right(i)], findings);
                    break;
                case NodeKind.BackReference when !sawBackReference:
                    sawBackReference = true;
                    findings.AddAt(
                        LintCatalog.BackReference, rule, node.Begin, node.End,
                        "a back-reference is matched within limits, and glibc decides some of them wrongly: do without where you can");
                    break;
            }
        }

        if (rule.LosesAnchors)
        {
            findings.Add(
                LintCatalog.RepeatedAnchor, rule,
                "an anchor stands inside a repeated group: it counts in the first round only, since glibc drops it from the copies of the group");
        }

        EightBitChecks.Check(rule, tree, findings);
    }

    /// <summary>Reports an escape once for each letter, and mends all its places.</summary>
    private static void CheckEscape(LintedRule rule, SyntaxTree tree, in Node node, Findings findings)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        if (node.Value is not (>= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z'))
            return;
        char letter = (char)node.Value;
        byte[]? proposal = null;
        if (Meaning(letter) is { } meaning)
        {
            var edits = new PatternEdits();
            foreach (Node other in tree.Nodes)
            {
                if (other.Kind == NodeKind.Literal && other.Value == node.Value && other.End - other.Begin == 2 && pattern[other.Begin] == (byte)'\\')
                    edits.Replace(other.Begin, 2, meaning);
            }

            proposal = SyntaxChecks.Compiling(rule, edits.Apply(pattern));
        }

        if (letter >= 'a')
        {
            findings.AddAt(
                LintCatalog.DeadEscape, rule, node.Begin, node.End,
                $"\\{letter} matches nothing: it is a small {letter}, and {(rule.File.Noun is "address" ? "an address" : $"a {rule.File.Noun}")} is compared "
                    + "in capitals",
                proposal: proposal);
        }
        else
        {
            findings.AddAt(
                LintCatalog.LetterEscape, rule, node.Begin, node.End, $"\\{letter} is just the letter {letter}, in either case", proposal: proposal);
        }
    }

    /// <summary>The meaning of an escape in Perl, when POSIX can say the same.</summary>
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

    private static void CheckRepeat(LintedRule rule, SyntaxTree tree, int at, Findings findings)
    {
        Node node = tree[at];
        Node child = tree[at - 1];
        ReadOnlySpan<byte> pattern = rule.Pattern;
        if (child.Kind == NodeKind.Repeat && child.Begin == node.Begin && pattern[child.End] == (byte)'*' && pattern[child.End - 1] == (byte)'+'
            && new PatternMap(tree, pattern) is var tagged && tagged.IsLabel(child.Begin) && tagged.IsLabel(child.Begin - 1) && EndsWord(tagged, node.End))
        {
            AddGlob(LintCatalog.InnerGlob, rule, child.End, "+* repeats the letter before it: a + as such is \\+, and any text is .*", findings);
        }
        else if (child.Kind == NodeKind.Repeat && child.Begin == node.Begin)
        {
            string why = pattern[child.End] == (byte)'?'
                ? "a ? behind a repetition makes the whole optional: there is no \"lazy\" here"
                : "a repetition of a repetition: one of them is too many";
            findings.AddAt(
                LintCatalog.DoubledQuantifier, rule, child.End, node.End, why,
                proposal: SyntaxChecks.Compiling(rule, [.. pattern[..child.End], .. pattern[node.End..]]));
        }

        CheckQuestionMark(rule, tree, child, node, findings);
        if (child.Kind == NodeKind.Literal && child.Value == (byte)'@' && pattern[child.End] == (byte)'*')
        {
            AddGlob(LintCatalog.Glob, rule, child.End, "@* is any number of @, none included: a shell pattern is not a regular expression", findings);
        }
        else if (child.Kind == NodeKind.Literal && pattern[child.End] == (byte)'*' && !GlobPattern.IsGlob(pattern) && new PatternMap(tree, pattern) is var map
            && map.IsLabel(child.Begin) && map.IsLabel(child.Begin - 1) && (EndsWord(map, node.End) || GlobPattern.LooksPlain(pattern)))
        {
            // "go*gle" may be meant. A star that ends a word is a shell's star.
            char letter = (char)pattern[child.Begin];
            AddGlob(LintCatalog.InnerGlob, rule, child.End, $"{letter}* is any number of {letter}, none included: any text is .*", findings);
        }
    }

    /// <summary>Looks at a question mark in the same way. In a shell's pattern it stands for one byte.</summary>
    private static void CheckQuestionMark(LintedRule rule, SyntaxTree tree, in Node child, in Node node, Findings findings)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        if (child.Kind != NodeKind.Literal || pattern[child.End] != (byte)'?' || !GlobPattern.LooksPlain(pattern))
            return;
        var map = new PatternMap(tree, pattern);
        if (map.IsLabel(child.Begin) && map.IsLabel(child.Begin - 1) && EndsWord(map, node.End))
        {
            char letter = (char)pattern[child.Begin];
            AddGlob(LintCatalog.InnerGlob, rule, child.End, $"{letter}? is {letter} or nothing: any one byte is a dot", findings);
        }
    }

    private static bool EndsWord(in PatternMap map, int at) =>
        at == map.Pattern.Length || map.IsAt(at) || map.IsDot(at) || map.IsAnyByte(at) || map.IsAnchor(at, Anchor.End);

    private static void AddGlob(FindingKind kind, LintedRule rule, int star, string message, Findings findings)
    {
        GlobPattern glob = GlobPattern.Read(rule.Pattern, rule.File.IsAboutHosts);
        findings.Add(new Finding(kind, rule.File, rule.Line, rule.PatternColumn + star, 1, message)
        {
            Proposal = rule.File.IsAboutLines ? null : SyntaxChecks.Compiling(rule, glob.Expression),
            Meant = rule.IsNegated || rule.File.IsAboutLines ? null : glob.Meant,
            Witness = rule.IsNegated || rule.File.IsAboutLines || kind != LintCatalog.InnerGlob ? null : glob.Meant,
        });
    }

    /// <summary>Finds an @ in a rule for host names. A host name holds no @, so the list was taken for one of addresses.</summary>
    private static void CheckAddressInHelo(LintedRule rule, in PatternMap map, in Node node, Findings findings)
    {
        if (!map.IsDomain(node.End, out _, out _) || map.BranchBegin(node.Begin) > 0)
            return;
        findings.AddAt(
            LintCatalog.AddressInHelo, rule, node.Begin, node.End, "a HELO host name has no @: only an odd one is hit",
            proposal: SyntaxChecks.Compiling(rule, [.. "(^|\\.)"u8, .. rule.Pattern[node.End..]]));
    }

    /// <summary>The pattern without a ) that nothing opens. When a bar stands before it, the ( that was forgotten is added.</summary>
    private static byte[] WithoutStray(ReadOnlySpan<byte> pattern, int at)
    {
        int from = pattern.StartsWith("^"u8) ? 1 : 0;
        return pattern[..at].IndexOf((byte)'|') < 0
            ? [.. pattern[..at], .. pattern[(at + 1)..]]
            : [.. pattern[..from], (byte)'(', .. pattern[from..]];
    }

    private static void CheckAlternative(LintedRule rule, in Node node, Findings findings)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        if (node.Kind != NodeKind.Empty || node.Begin != node.End)
            return;

        // The bar to remove stands behind the hole, or before it when nothing follows.
        int bar = node.Begin < pattern.Length && pattern[node.Begin] == (byte)'|' ? node.Begin : node.Begin - 1;
        findings.AddAt(
            LintCatalog.EmptyAlternative, rule, bar, bar + 1, $"one side of this bar is empty, and an empty side matches every {rule.File.Noun}",
            proposal: SyntaxChecks.Compiling(rule, [.. pattern[..bar], .. pattern[(bar + 1)..]]));
    }
}
