using System;
using System.Collections.Generic;
using QregexCheck.Control;

namespace QregexCheck.Rules;

/// <summary>Turns the lines of a control file into rules, each with the annotations above it.</summary>
internal sealed class RuleReader
{
    private readonly ControlFile _file;
    private readonly AnnotationParser _annotations;
    private readonly PlainKind _plain;
    private readonly bool _onlyLogs;
    private bool _annotated;

    /// <param name="file">The lines.</param>
    /// <param name="list">Which list they are; null when it is not known. Its lines may be plain, and its rules may only log.</param>
    /// <param name="test">Tells whether the expression of a condition can be used; null to believe it of each.</param>
    public RuleReader(ControlFile file, ControlList? list = null, PatternTest? test = null)
    {
        _file = file;
        _plain = PlainEntry.KindOf(list);
        _onlyLogs = list is { } known && ControlLists.OnlyLogs(known);
        _annotations = new AnnotationParser(usual: _onlyLogs ? RuleAction.Log : RuleAction.Reject, test: test);
    }

    /// <summary>The mistakes in annotations since the last call of <see cref="List{T}.Clear"/> on this list.</summary>
    public List<RuleError> Errors { get; } = new();

    /// <summary>How many rules were passed over, since something is wrong with their conditions.</summary>
    public int Skipped { get; private set; }

    /// <summary>Moves to the next rule that can be meant: one whose condition has a mistake is passed over.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool TryRead(out Rule rule)
    {
        while (TryReadAny(out rule, out bool isUsable))
        {
            if (isUsable)
                return true;
            Skipped++;
        }

        return false;
    }

    /// <summary>Moves to the next rule, whatever its condition.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="isUsable">False when its condition has a mistake, so that it must not be asked.</param>
    /// <returns>False at the end of the file.</returns>
    public bool TryReadAny(out Rule rule, out bool isUsable)
    {
        isUsable = true;
        while (_file.TryRead(out ControlLine line))
        {
            if (line.IsComment)
            {
                if (AnnotationParser.IsAnnotation(line.Bytes))
                {
                    _annotations.Add(_plain == PlainKind.None ? line.Bytes : PlainEntry.Cut(line.Bytes), line.Number, Errors);
                    _annotated = true;
                }

                continue;
            }

            ReadOnlySpan<byte> text = _plain == PlainKind.None ? line.Bytes : PlainEntry.Cut(line.Bytes);
            if (text.IsEmpty && line.Column == 1)
                continue;
            Annotation annotation = _onlyLogs ? Annotation.LogOnly : Annotation.None;
            if (_annotated)
                isUsable = _annotations.TryTake(Errors, out annotation);
            _annotated = false;
            rule = new Rule(text, line.Number, line.Column, annotation, _plain);
            return true;
        }

        rule = default;
        return false;
    }
}
