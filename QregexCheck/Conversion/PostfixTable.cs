using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>Reads a regexp or pcre table of Postfix: patterns between delimiters, the first that matches decides, conditions around some of them.</summary>
/// <remarks>
/// Source: regexp_table(5), pcre_table(5), and postfix, util/dict_regexp.c, util/dict_pcre.c. What is skipped there is left out, and said.
/// </remarks>
internal sealed class PostfixTable
{
    // E and U change nothing about an address; nor does X, which PCRE2 has no more.
    private const string PerlFlags = "imsxAEUX";
    private const string Flags = "imx";

    private readonly PatternCompiler _compiler = new();
    private readonly PatternIntersection _intersection = new();
    private readonly Stack<TranslatedPattern?> _conditions = new();
    private readonly bool _isPerlCompatible;
    private readonly ConversionSink _sink;
    private int _line;

    private PostfixTable(bool isPerlCompatible, ConversionSink sink)
    {
        _isPerlCompatible = isPerlCompatible;
        _sink = sink;
    }

    /// <summary>Reads a table.</summary>
    /// <param name="file">What it holds.</param>
    /// <param name="isPerlCompatible">True for a pcre table.</param>
    /// <param name="sink">Takes what is found.</param>
    public static void Read(ReadOnlySpan<byte> file, bool isPerlCompatible, ConversionSink sink)
    {
        var table = new PostfixTable(isPerlCompatible, sink);
        var lines = new PostfixLines(file);
        while (lines.TryRead(out ReadOnlySpan<byte> line, sink))
        {
            table._line = lines.Number;
            table.Read(line);
        }

        if (table._conditions.Count > 0)
            sink.Say(table._line, 0, "an if without its endif goes on to the end");
    }

    private void Read(ReadOnlySpan<byte> line)
    {
        if (!char.IsAsciiLetterOrDigit((char)line[0]))
            ReadRule(line);
        else if (IsWord(line, "IF"u8))
            ReadCondition(line);
        else if (!IsWord(line, "ENDIF"u8))
            _sink.LeaveOut(_line, 1, "this is no line of such a table, and is ignored there");
        else if (!_conditions.TryPop(out _))
            _sink.LeaveOut(_line, 1, "an endif without its if, which is ignored there");
    }

    private static bool IsWord(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word) =>
        line.Length >= word.Length && CaseFolding.Upper(line[..word.Length]).AsSpan().SequenceEqual(word)
        && (line.Length == word.Length || !char.IsAsciiLetterOrDigit((char)line[word.Length]));

    private void ReadCondition(ReadOnlySpan<byte> line)
    {
        int at = "IF".Length;
        if (PostfixPattern.Read(line, ref at, endsAtNegation: !_isPerlCompatible, out string problem) is not { } pattern)
        {
            _sink.LeaveOut(_line, at, problem);
            return;
        }

        // Without the condition its rules would be asked about all. That is what Postfix does where the condition can't be used there, but not otherwise.
        if (Translate(pattern, AskedGroups.Kept, out bool isSkipped) is { } condition)
            _conditions.Push(condition);
        else if (!isSkipped)
            _conditions.Push(null);
        ReadOnlySpan<byte> rest = line[at..].TrimStart(BlankBytes.All);
        if (!rest.IsEmpty)
            _sink.Say(_line, line.Length - rest.Length + 1, "text behind a condition is ignored there");
    }

    private void ReadRule(ReadOnlySpan<byte> line)
    {
        int at = 0;
        var patterns = new List<PostfixPattern>();
        do
        {
            if (PostfixPattern.Read(line, ref at, endsAtNegation: !_isPerlCompatible, out string problem) is not { } pattern)
            {
                _sink.LeaveOut(_line, at, problem);
                return;
            }

            patterns.Add(pattern);
        }
        while (!_isPerlCompatible && patterns.Count == 1 && at < line.Length && line[at] == (byte)'!');

        ReadOnlySpan<byte> text = line[at..].TrimStart(BlankBytes.All);
        int column = line.Length - text.Length + 1;
        PostfixReplacement right = PostfixReplacement.Read(text);
        if (right.Problem is not null)
        {
            _sink.LeaveOut(_line, column, right.Problem);
            return;
        }

        if (right.HighestGroup > 0 && (patterns[0].IsNegated || right.HighestGroup > PatternGroups.Count(patterns[0].Expression)))
        {
            _sink.LeaveOut(_line, column, "a $ in its text names a group that is not there, and the line is skipped there");
            return;
        }

        PostfixAction action = PostfixAction.Read(right.Text, right.HighestGroup > 0);
        if (action.Problem is not null)
        {
            _sink.LeaveOut(_line, column, action.Problem);
            return;
        }

        Add(patterns, action, right.HighestGroup == 0 ? AskedGroups.Forgotten : AskedGroups.Told, column);
    }

    private void Add(List<PostfixPattern> patterns, PostfixAction action, AskedGroups groupsOfFirst, int column)
    {
        var parts = new List<TranslatedPattern>();
        foreach (TranslatedPattern? condition in _conditions)
        {
            if (condition is null)
            {
                _sink.LeaveOut(_line, 1, "a rule behind a condition that can't be used here");
                return;
            }

            parts.Add(condition);
        }

        foreach (PostfixPattern pattern in patterns)
        {
            if (Translate(pattern, pattern == patterns[0] ? groupsOfFirst : AskedGroups.Forgotten, out _) is not { } part)
                return;
            parts.Add(part);
        }

        (byte[] Pattern, bool IsNegated)? joined = _intersection.Of(parts, out bool isEmpty);
        if (isEmpty)
        {
            // A rule that never decides is no loss. But what holds less often here may hold there.
            if (parts.Find(static part => part.HoldsLess is not null) is { } narrower)
                _sink.LeaveOut(_line, 1, $"its patterns and conditions hold together for nothing here; there they may, as {narrower.HoldsLess}");
            else
                _sink.Say(_line, 1, "its patterns and conditions never hold together, so it never decides, here or there, and is not written");
            return;
        }

        if (joined is not { } rule)
        {
            _sink.LeaveOut(_line, 1, "what its patterns and conditions match together can't be written as one pattern");
            return;
        }

        if (action.LostReply is { } lost)
            _sink.LoseReply(_line, column, lost);
        if (action.Note is { } note)
            _sink.Say(_line, column, note);
        bool hitsLess = parts.Exists(static part => part.HoldsLess is not null);
        _sink.Add(new SourceRule(rule.Pattern, rule.IsNegated, action.Action, action.Reply, _line, MarkOf(parts, action.Action), hitsLess));
    }

    private TranslatedPattern? Translate(PostfixPattern pattern, AskedGroups groups, out bool isSkipped)
    {
        isSkipped = true;
        if (pattern.OddFlag(_isPerlCompatible ? PerlFlags : Flags) is { } odd)
        {
            string shown = Text.Escape.Text([(byte)odd], Text.Plain.Printable);
            _sink.LeaveOut(_line, pattern.Column + pattern.Expression.Length + 1, $"{shown} is no flag, and the line is skipped there");
            return null;
        }

        return _isPerlCompatible ? TranslatePerl(pattern, out isSkipped) : TranslatePosix(pattern, groups, out isSkipped);
    }

    private TranslatedPattern? TranslatePosix(PostfixPattern pattern, AskedGroups groups, out bool isSkipped)
    {
        isSkipped = true;
        if (pattern.Has('x'))
        {
            isSkipped = false;
            _sink.LeaveOut(_line, pattern.Column, "/x makes a basic regular expression of it, which no rule here is");
            return null;
        }

        CaseSensitivePattern? sensitive = pattern.Has('i') ? CaseSensitivePattern.Of(pattern.Expression) : null;
        byte[] ours = sensitive?.Pattern ?? pattern.Expression;
        SyntaxError error = sensitive?.Error ?? default;
        if (error.Kind == SyntaxErrorKind.None)
            error = _compiler.Mistake(ours);
        if (error.Kind != SyntaxErrorKind.None)
        {
            isSkipped = error.Kind is not (SyntaxErrorKind.TooLong or SyntaxErrorKind.TooLarge);
            string there = isSkipped ? ", and the line is skipped there" : string.Empty;
            int offset = Math.Min(error.Offset, pattern.Expression.Length);
            _sink.LeaveOut(_line, pattern.Column + offset, $"{SyntaxError.Describe(error.Kind)}{there}");
            return null;
        }

        string? lack = groups == AskedGroups.Forgotten && _compiler.LosesMoreWithoutGroups() ? "an anchor in a repeated group is forgotten there" : null;
        string? more = groups == AskedGroups.Told && _compiler.LosesAnchors() ? "an anchor in a repeated group may count there" : null;
        if (sensitive is { SeesCase: true })
            more = more is null ? "case matters there" : $"case matters there, and {more}";
        return new TranslatedPattern(ours, pattern.IsNegated, more, lack);
    }

    /// <summary>Translates a Perl-compatible pattern. It is not known whether Postfix skips one that we can't translate.</summary>
    private TranslatedPattern? TranslatePerl(PostfixPattern pattern, out bool isSkipped)
    {
        isSkipped = false;
        PcreOptions options = (pattern.Has('i') ? PcreOptions.None : PcreOptions.Caseless) | (pattern.Has('s') ? PcreOptions.None : PcreOptions.DotAll)
            | (pattern.Has('m') ? PcreOptions.Multiline : PcreOptions.None) | (pattern.Has('x') ? PcreOptions.Extended : PcreOptions.None)
            | (pattern.Has('A') ? PcreOptions.Anchored : PcreOptions.None);
        PcreTranslation translation = PcreTranslator.Of(pattern.Expression, options, _compiler);
        if (translation.Pattern is { } ours)
            return new TranslatedPattern(ours, pattern.IsNegated, translation.Mark);
        _sink.LeaveOut(_line, pattern.Column + Math.Max(translation.Column - 1, 0), translation.Problem ?? string.Empty);
        return null;
    }

    /// <summary>Says what becomes of a rule whose patterns do not match the same.</summary>
    private static string? MarkOf(List<TranslatedPattern> parts, SourceAction action)
    {
        string? more = parts.Find(static part => part.HoldsMore is not null)?.HoldsMore;
        string? less = parts.Find(static part => part.HoldsLess is not null)?.HoldsLess;
        if (action == SourceAction.Accept)
            (more, less) = (less, more);
        string how = more is null ? "less" : less is null ? "more" : "more or less";
        string? why = more == less || less is null ? more : more is null ? less : $"{more}, and {less}";
        return why is null ? null : $"{why}, so {how} is refused";
    }
}
