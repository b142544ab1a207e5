using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Text;

namespace QregexCheck.Conversion;

/// <summary>Writes rules of the result as a control file: with their replies, examples, and remarks where they are not the same as in the source.</summary>
internal sealed class ConvertedFile
{
    // Examples are for people. Nobody reads those of a published list.
    private const int MostExamples = 1_000;

    private readonly ByteText _text = new();
    private readonly RuleExamples _examples;
    private readonly bool _isExceptions;
    private readonly Dictionary<int, string> _lostReplies = new();

    /// <param name="list">Which control file it becomes.</param>
    public ConvertedFile(ControlList list)
    {
        _examples = new RuleExamples(list);
        _isExceptions = ControlLists.IsExceptions(list);
    }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Bytes => _text.Bytes.ToArray();

    /// <summary>Writes the file.</summary>
    /// <param name="heading">The remark at its head.</param>
    /// <param name="rules">The rules, in their order.</param>
    /// <param name="remarks">What is to be said; what was left out is said where it would stand.</param>
    public void Write(string heading, IReadOnlyList<ComposedRule> rules, IReadOnlyList<ConversionRemark> remarks)
    {
        Remark(heading);
        var left = new List<ConversionRemark>();
        foreach (ConversionRemark remark in remarks)
        {
            if (remark.IsLeftOut)
                left.Add(remark);
            else if (remark.IsOfReply)
                _lostReplies[remark.Line] = remark.Words;
        }

        left.Sort(static (one, other) => one.Line.CompareTo(other.Line));
        int told = 0;
        for (int i = 0; i < rules.Count; i++)
        {
            for (; told < left.Count && left[told].Line <= rules[i].Source.Line; told++)
                Remark($"line {left[told].Line} is left out: {left[told].Words}");
            Write(rules[i], withExamples: i < MostExamples);
        }

        for (; told < left.Count; told++)
            Remark($"line {left[told].Line} is left out: {left[told].Words}");
    }

    private void Write(ComposedRule rule, bool withExamples)
    {
        foreach (string mark in rule.Marks)
            Remark($"not the same as line {rule.Source.Line}: {mark}");
        if (_lostReplies.TryGetValue(rule.Source.Line, out string? lost))
            Remark($"not the same as line {rule.Source.Line}: {lost}");
        if (!_isExceptions)
            Annotate(rule.Source);
        if (withExamples)
            _examples.Write(rule.Text, _text);
        _text.Add(rule.Text).Add("\n"u8);
    }

    private void Annotate(SourceRule rule)
    {
        bool defers = rule.Action == SourceAction.Defer;
        if (rule.Condition is { } condition)
            _text.Add("#: "u8).Add(condition.Text).Add("\n"u8);
        if (!defers && rule.Reply is null)
            return;
        _text.Add("#:"u8);
        if (defers)
            _text.Add(" action=defer"u8);
        if (rule.Reply is { } reply)
        {
            _text.Add(" reply=\""u8);
            foreach (byte b in reply)
            {
                if (b is (byte)'"' or (byte)'\\')
                    _text.Add((byte)'\\');
                _text.Add(b);
            }

            _text.Add("\""u8);
        }

        _text.Add("\n"u8);
    }

    private void Remark(string words) => _text.Add("# "u8).AddEscaped(System.Text.Encoding.UTF8.GetBytes(words), Plain.Printable).Add("\n"u8);
}
