using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Rules;

namespace QregexCheck.Mailboxes;

/// <summary>
/// The lines of control/checkrcpthosts that are no comments. What the comments above a line say is put together only when somebody asks: a file may have
/// 100,000 lines, and one of them decides.
/// </summary>
internal sealed class CoveringLines
{
    /// <summary>Most bytes of annotations above one entry. Those of the longest reply and a note have about 600.</summary>
    private const int MostComments = 64 * 1024;

    // A comment is kept behind the number of its line and its length.
    private const int HeadLength = 2 * sizeof(int);

    private readonly ControlFile _file;
    private readonly bool _isOfRecipients;
    private readonly RuleAction _usual;
    private byte[] _comments = [];
    private int _length;
    private int _firstLeftOut;

    public CoveringLines(ControlFile file)
        : this(file, isOfRecipients: true, RuleAction.Reject)
    {
    }

    /// <param name="file">A file of the same form.</param>
    /// <param name="isOfRecipients">True for control/checkrcpthosts, whose entries have names of their own beside those of rules.</param>
    /// <param name="usual">What an entry does that names no action.</param>
    public CoveringLines(ControlFile file, bool isOfRecipients, RuleAction usual)
    {
        _file = file;
        _isOfRecipients = isOfRecipients;
        _usual = usual;
    }

    /// <summary>Moves to the next line that is no comment.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool TryRead(out ControlLine line)
    {
        _length = 0;
        _firstLeftOut = 0;
        while (_file.TryRead(out line))
        {
            if (!line.IsComment)
                return true;
            if (AnnotationParser.IsAnnotation(line.Bytes))
                Keep(line);
        }

        return false;
    }

    /// <summary>What the comments above the line say.</summary>
    /// <param name="errors">Gets the mistakes in them. A mistake leaves an annotation that only logs: what was meant is not known,
    /// and may have been to log.</param>
    public Annotation Annotation(List<RuleError> errors)
    {
        if (_length == 0 && _firstLeftOut == 0)
            return _usual == RuleAction.Reject ? Rules.Annotation.None : new Annotation { Action = _usual };
        int mistakes = errors.Count;
        var parser = new AnnotationParser(_isOfRecipients, _usual);
        for (ReadOnlySpan<byte> rest = _comments.AsSpan(0, _length); rest.Length > 0;)
        {
            int end = HeadLength + BinaryPrimitives.ReadInt32LittleEndian(rest[sizeof(int)..]);
            parser.Add(rest[HeadLength..end], BinaryPrimitives.ReadInt32LittleEndian(rest), errors);
            rest = rest[end..];
        }

        parser.TryTake(errors, out Annotation annotation);
        if (_firstLeftOut > 0)
            errors.Add(new RuleError(_firstLeftOut, 1, "the annotations of one entry are longer than 64 KiB"));
        return errors.Count == mistakes ? annotation : new Annotation { Action = RuleAction.Log, Examples = annotation.Examples };
    }

    private void Keep(in ControlLine comment)
    {
        int length = _length + HeadLength + comment.Bytes.Length;
        if (_firstLeftOut > 0 || length > MostComments)
        {
            _firstLeftOut = _firstLeftOut > 0 ? _firstLeftOut : comment.Number;
            return;
        }

        if (length > _comments.Length)
            Array.Resize(ref _comments, Math.Max(length, Math.Max(512, 2 * _comments.Length)));
        Span<byte> room = _comments.AsSpan(_length);
        BinaryPrimitives.WriteInt32LittleEndian(room, comment.Number);
        BinaryPrimitives.WriteInt32LittleEndian(room[sizeof(int)..], comment.Bytes.Length);
        comment.Bytes.CopyTo(room[HeadLength..]);
        _length = length;
    }
}
