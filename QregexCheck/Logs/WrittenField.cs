using System;
using System.Runtime.CompilerServices;
using QregexCheck.Decision;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>A field of a line of ours, as it stands there.</summary>
internal readonly ref struct WrittenField
{
    private WrittenField(ReadOnlySpan<byte> written, ReadOnlySpan<byte> value, bool isWhole, bool isCut)
    {
        IsThere = true;
        Written = written;
        Value = value;
        IsClosed = isWhole;
        IsCut = isCut;
    }

    /// <summary>False when the line has no such field.</summary>
    public bool IsThere { get; }

    /// <summary>The value with what encloses it, without the mark of a cut.</summary>
    public ReadOnlySpan<byte> Written { get; }

    /// <summary>The value without what encloses it, escaped.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>False when the end of the line is missing, in the middle of the field. Some other program cut the line.</summary>
    public bool IsClosed { get; }

    /// <summary>True when the logger has cut the value.</summary>
    public bool IsCut { get; }

    /// <summary>True for a value that the logger knew.</summary>
    public bool IsKnown => IsThere && !Written.SequenceEqual(LogLine.Unknown);

    /// <summary>Takes a field from the beginning of the rest of a line.</summary>
    /// <param name="rest">The rest; it loses the field.</param>
    /// <param name="field">The field that may come. Where it is a constant, its row is, too.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WrittenField Take(scoped ref ReadOnlySpan<byte> rest, LogField field)
    {
        LogFieldRow row = LogFields.Row(field);
        if (!rest.StartsWith(row.Lead))
            return default;
        ReadOnlySpan<byte> text = rest[row.Lead.Length..];
        if (row.Open == 0 || text.IsEmpty || text[0] != row.Open)
        {
            int end = text.IndexOf((byte)' ');
            ReadOnlySpan<byte> word = end < 0 ? text : text[..end];
            rest = text[word.Length..];
            bool isCut = word.EndsWith(ByteText.CutMark);
            return new WrittenField(word, isCut ? word[..^ByteText.CutMark.Length] : word, isWhole: true, isCut);
        }

        int close = text[1..].IndexOf(row.Close);
        if (close < 0)
        {
            rest = default;
            return new WrittenField(text, text[1..], isWhole: false, isCut: false);
        }

        ReadOnlySpan<byte> value = text.Slice(1, close);
        ReadOnlySpan<byte> behind = text[(close + 2)..];
        bool hasMark = behind.StartsWith(ByteText.CutMark);
        rest = hasMark ? behind[ByteText.CutMark.Length..] : behind;
        return new WrittenField(text[..(close + 2)], value, isWhole: true, hasMark || MayBeCutAsOnce(value, row.Longest));
    }

    /// <summary>
    /// Where a value came near to its longest, the mark of a cut once stood inside the brackets. No mark of today's tells such a line from a value that ends
    /// so.
    /// </summary>
    private static bool MayBeCutAsOnce(ReadOnlySpan<byte> value, int longest) =>
        value.Length > longest - Escape.Length && value.EndsWith(ByteText.CutMark);
}
