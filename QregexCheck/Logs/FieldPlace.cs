using System;
using System.Runtime.CompilerServices;
using QregexCheck.Decision;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>Where a field stands in a line of ours.</summary>
/// <remarks>One number holds all: the processor waits for a value that is written in parts and read as a whole.</remarks>
internal readonly struct FieldPlace
{
    private const int BitsOfPlace = 28;
    private const ulong There = 1UL << 63;
    private const ulong Enclosed = 1UL << 62;
    private const ulong Closed = 1UL << 61;
    private const ulong Cut = 1UL << 60;

    private readonly ulong _bits;

    private FieldPlace(int begin, int end, ulong marks) => _bits = (uint)begin | ((ulong)(uint)end << BitsOfPlace) | There | marks;

    /// <summary>Where the value begins, behind what encloses it.</summary>
    public int Begin => (int)(_bits & ((1 << BitsOfPlace) - 1));

    /// <summary>Where the value ends. What encloses it, and the mark of a cut, stand behind that.</summary>
    public int End => (int)((_bits >> BitsOfPlace) & ((1 << BitsOfPlace) - 1));

    /// <summary>False when the line has no such field.</summary>
    public bool IsThere => (_bits & There) != 0;

    /// <summary>True when a byte stands before the value that encloses it.</summary>
    public bool IsEnclosed => (_bits & Enclosed) != 0;

    /// <summary>False when the end of the line is missing, in the middle of the field. Some other program cut the line.</summary>
    public bool IsClosed => (_bits & Closed) != 0;

    /// <summary>True when the logger has cut the value.</summary>
    public bool IsCut => (_bits & Cut) != 0;

    /// <summary>Finds a field.</summary>
    /// <param name="text">The line.</param>
    /// <param name="at">Where it begins, if it is there; then it becomes where the field ends.</param>
    /// <param name="field">The field that may come. Where it is a constant, its row is, too.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldPlace Take(ReadOnlySpan<byte> text, ref int at, LogField field)
    {
        LogFieldRow row = LogFields.Row(field);
        ReadOnlySpan<byte> rest = text[at..];
        if (!rest.StartsWith(row.Lead))
            return default;
        rest = rest[row.Lead.Length..];
        int begin = at + row.Lead.Length;
        if (row.Open == 0 || rest.IsEmpty || rest[0] != row.Open)
        {
            int length = rest.IndexOf((byte)' ');
            at = length < 0 ? text.Length : begin + length;
            return text[begin..at].EndsWith(ByteText.CutMark)
                ? new FieldPlace(begin, at - ByteText.CutMark.Length, Closed | Cut) : new FieldPlace(begin, at, Closed);
        }

        int close = rest[1..].IndexOf(row.Close);
        if (close < 0)
        {
            at = text.Length;
            return new FieldPlace(begin + 1, at, Enclosed);
        }

        int end = begin + 1 + close;
        bool hasMark = text[(end + 1)..].StartsWith(ByteText.CutMark);
        at = end + 1 + (hasMark ? ByteText.CutMark.Length : 0);
        return new FieldPlace(begin + 1, end, Enclosed | Closed | (hasMark || MayBeCutAsOnce(rest.Slice(1, close), row.Longest) ? Cut : 0));
    }

    /// <summary>
    /// Where a value came near to its longest, the mark of a cut once stood inside the brackets. No mark of today's tells such a line from a value that ends
    /// so.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool MayBeCutAsOnce(ReadOnlySpan<byte> value, int longest) =>
        value.Length > longest - Escape.Length && value.EndsWith(ByteText.CutMark);
}
