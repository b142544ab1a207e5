using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Lint;
using QregexCheck.Posix;
using QregexCheck.Proof;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>
/// <c>qregexcheck test --explain RULE|ADDRESS</c>. For a rule it shows its words, its tree, its shortest match, the literal that every match holds,
/// and where addresses match. For an address it shows all that for each rule that hits the address.
/// </summary>
internal sealed class ExplainCommand
{
    private readonly Stream _output;
    private readonly RuleLanguages _languages = new();
    private readonly RuleMatcher _matcher = new();

    private ExplainCommand(Stream output) => _output = output;

    /// <summary>Explains a rule, or an address.</summary>
    /// <param name="text">
    /// A rule or an address. An address has one <c>@</c>, and no byte that is special in a rule except the dot and the plus.
    /// </param>
    /// <param name="addresses">Addresses to find matches in.</param>
    /// <param name="directory">The directory of the rules that may hit an address.</param>
    /// <param name="user">The user who reads the rules; null for the caller himself.</param>
    /// <param name="output">The stream for the report.</param>
    /// <returns>Accept; HardError for a rule that does not compile; SoftError when a file can't be read.</returns>
    public static ExitCode Run(byte[] text, IReadOnlyList<byte[]> addresses, ControlDirectory directory, byte[]? user, Stream output)
    {
        if (!Readers.TryBecome(user, out _))
            return ExitCode.HardError;
        var buffered = new BufferedStream(output, 64 * 1024);
        try
        {
            var command = new ExplainCommand(buffered);
            if (IsAddress(text))
                UnreadFiles.Warn(directory);
            else if (Escape.MayStandIn(text))
                StandardError.WriteLine("warning"u8, "the log writes bytes as \\xNN, but in a rule \\x is only an x; write the byte itself");
            return IsAddress(text) ? command.ExplainHits(Escape.Undo(text), directory) : command.ExplainRule(Rule.Of(text), addresses, null);
        }
        catch (ControlReadException exception)
        {
            StandardError.Fatal(exception.Message);
            return ExitCode.SoftError;
        }
        finally
        {
            buffered.Flush();
        }
    }

    private static bool IsAddress(byte[] text)
    {
        int at = Array.IndexOf(text, (byte)'@');
        return at > 0 && at < text.Length - 1 && Array.LastIndexOf(text, (byte)'@') == at
            && Array.TrueForAll(text,
                static b => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'@' or (byte)'.' or (byte)'_' or (byte)'-' or (byte)'+' or (byte)'=');
    }

    private ExitCode ExplainHits(byte[] address, ControlDirectory directory)
    {
        byte[] subject = CaseFolding.Upper(address);
        int hits = 0;
        foreach (LintedFile file in NamedFiles.Read(directory))
        {
            if (file.IsAboutHosts || file.IsAboutLines)
                continue;
            foreach (LintedRule rule in file.Rules)
            {
                MatchResult result = _matcher.Match(rule.Pattern, subject, out _);
                if (!rule.AsRule.Hits(result))
                    continue;
                hits++;
                ExplainRule(rule.AsRule, [address], rule.File);
            }
        }

        if (hits == 0)
            _output.Write(new ByteText().Add("no rule hits "u8).AddEscaped(address, Plain.Printable).Add("\n"u8).Bytes);
        return ExitCode.Accept;
    }

    /// <param name="rule">The rule.</param>
    /// <param name="addresses">Addresses to find matches in.</param>
    /// <param name="file">The list that holds the rule; null for a rule from the command line.</param>
    private ExitCode ExplainRule(in Rule rule, IReadOnlyList<byte[]> addresses, LintedFile? file)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        var text = new ByteText();
        if (file is not null)
            text.Add(LintWords.OfFile(file.Name)).Add(":"u8).Add(rule.Line).Add(": "u8);
        int indent = text.Length;
        text.AddEscaped(rule.Text, Plain.Printable).Add("\n"u8);

        // This is not the matcher's compiler, which is used again at the next match.
        var compiler = new PatternCompiler();
        if (!compiler.TryParse(pattern, out SyntaxError error))
        {
            int column = new ByteText().AddEscaped(rule.Text[..(rule.PatternOffset + error.Offset)], Plain.Printable).Length;
            for (int i = 0; i < column + indent; i++)
                text.Add((byte)' ');
            _output.Write(text.Add("^ "u8).Add(error.Message).Add("; the rule is skipped\n"u8).Bytes);
            return ExitCode.HardError;
        }

        SyntaxTree tree = compiler.Tree;
        RuleEffect effect = MatchedRule.EffectOf(file?.List, rule.Annotation);
        text.Add("  words     "u8).Add(TestWords.Verb(effect)).Add(rule.IsNegated ? " what does not have: " : " what has: ").Add(RuleWords.Describe(tree))
            .Add("\n"u8);
        if (file is not null)
            AddState(text, effect, rule.Annotation);
        if (rule.Annotation.Condition is { } condition)
            text.Add("  only if   "u8).AddEscaped(condition.Text, Plain.Printable).Add("\n"u8);
        AddLiteral(text, tree, pattern.Length);
        AddShortest(text, rule);
        foreach (byte[] address in addresses)
            AddMatch(text, compiler, rule, address);
        text.Add("  tree\n"u8).Add(TreeText.Draw(tree, indent: 4));
        _output.Write(text.Bytes);
        return ExitCode.Accept;
    }

    /// <summary>Tells why a rule that hits does not refuse.</summary>
    private static void AddState(ByteText text, RuleEffect effect, Annotation annotation)
    {
        if (!annotation.IsAwake(UtcDay.Today))
            text.Add("  state     asleep: its until day is over, so it does nothing\n"u8);
        else if (effect == RuleEffect.LetThrough)
            text.Add("  state     exception: an address that it hits passes the bad lists\n"u8);
        else if (effect == RuleEffect.Log)
            text.Add("  state     log only: it refuses nothing\n"u8);
    }

    private static void AddLiteral(ByteText text, SyntaxTree tree, int length)
    {
        ReadOnlySpan<byte> literal = RequiredRuns.Longest(tree, new byte[Math.Max(1, length)]);
        text.Add("  literal   "u8);
        if (literal.IsEmpty)
            text.Add("none: the rule is tried on every address\n"u8);
        else
            text.Add("\""u8).AddEscaped(Witness.InSmallLetters(literal), Plain.Printable).Add("\": without it the rule is not tried\n"u8);
    }

    private void AddShortest(ByteText text, in Rule rule)
    {
        text.Add("  shortest  "u8);
        if (_languages.Of(rule.Pattern) is not { } language)
        {
            text.Add("unknown: the rule has a back-reference, or is above a limit\n"u8);
            return;
        }

        Requirement[] hits = [new(language, !rule.IsNegated)];
        AddWord(text, Witness.FindAddress(_languages, isHost: false, hits, out byte[] address), address, "an address: ");
        SearchResult result = WordSearch.Find(hits, out byte[] word);
        AddWord(text.Add("; "u8), result, Witness.InSmallLetters(word), "any text: ");
        text.Add("\n"u8);
    }

    private static void AddWord(ByteText text, SearchResult result, byte[] word, string label)
    {
        text.Add(label);
        switch (result)
        {
            case SearchResult.Found when word.Length == 0:
                text.Add("the empty text"u8);
                break;
            case SearchResult.Found:
                text.AddEscaped(word, Plain.Printable);
                break;
            default:
                text.Add(result == SearchResult.None ? "none"u8 : "unknown"u8);
                break;
        }
    }

    private void AddMatch(ByteText text, PatternCompiler compiler, in Rule rule, byte[] address)
    {
        byte[] subject = CaseFolding.Upper(address);
        MatchResult result = _matcher.Match(rule.Pattern, subject, out SyntaxError error);
        text.Add("  address   "u8).AddEscaped(address, Plain.Printable);
        switch (result)
        {
            case MatchResult.Match:
                text.Add(rule.IsNegated ? ": matches, so it is not hit\n"u8 : ": hit\n"u8);
                break;
            case MatchResult.NoMatch:
                text.Add(rule.IsNegated ? ": no match, so it is hit\n"u8 : ": no match\n"u8);
                return;
            case MatchResult.Refused:
                text.Add(": "u8).Add(error.Message).Add("\n"u8);
                return;
            default:
                text.Add(": unknown, the back-references take too long\n"u8);
                return;
        }

        if (compiler.Tree.HasBackReferences)
            return;
        compiler.Compile(subject.Length);
        if (compiler.Nfa.HasInertAnchors || MatchFinder.Find(compiler.Nfa, subject) is not { } range)
            return;
        int begin = new ByteText().AddEscaped(address.AsSpan(0, range.Start.Value), Plain.Printable).Length;
        int length = new ByteText().AddEscaped(address.AsSpan(range), Plain.Printable).Length;
        text.Add(Encoding.ASCII.GetBytes(new string(' ', 12 + begin) + new string('~', Math.Max(0, length - 1)).Insert(0, "^") + "\n"));
    }
}
