using System;
using System.Numerics;
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
    private const ulong IsInside = 1UL << 62;
    private const ulong Closed = 1UL << 61;
    private const ulong Cut = 1UL << 60;

    private readonly ulong _bits;

    private FieldPlace(int begin, int end, ulong marks) => _bits = unchecked((uint)begin | ((ulong)(uint)end << BitsOfPlace)) | There | marks;

    /// <summary>Where the value begins, behind what encloses it.</summary>
    public int Begin => (int)(_bits & ((1 << BitsOfPlace) - 1));

    /// <summary>Where the value ends. What encloses it, and the mark of a cut, stand behind that.</summary>
    public int End => (int)((_bits >> BitsOfPlace) & ((1 << BitsOfPlace) - 1));

    /// <summary>False when the line has no such field.</summary>
    public bool IsThere => (_bits & There) != 0;

    /// <summary>True when a byte stands before the value that encloses it.</summary>
    public bool IsEnclosed => (_bits & IsInside) != 0;

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
        if (!text[at..].StartsWith(row.Lead))
            return default;
        int begin = at + row.Lead.Length;
        return row.Open != 0 && begin < text.Length && text[begin] == row.Open
            ? Enclosed(text, begin + 1, row.Close, row.Longest, out at) : Word(text, begin, out at);
    }

    /// <summary>Where the next blank stands; at the end of the line when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WordEnd(ReadOnlySpan<byte> text, int from) => IndexOf(text, from, (byte)' ') is >= 0 and var end ? end : text.Length;

    private static FieldPlace Word(ReadOnlySpan<byte> text, int begin, out int end)
    {
        int wordEnd = WordEnd(text, begin);
        end = wordEnd;
        return wordEnd > begin && text[wordEnd - 1] == ByteText.CutMark[^1] && text[begin..wordEnd].EndsWith(ByteText.CutMark)
            ? new FieldPlace(begin, wordEnd - ByteText.CutMark.Length, Closed | Cut) : new FieldPlace(begin, wordEnd, Closed);
    }

    private static FieldPlace Enclosed(ReadOnlySpan<byte> text, int begin, byte close, int longest, out int end)
    {
        int valueEnd = IndexOf(text, begin, close);
        if (valueEnd < 0)
        {
            end = text.Length;
            return new FieldPlace(begin, text.Length, IsInside);
        }

        int behind = valueEnd + 1;
        end = behind;
        if (valueEnd - begin <= longest - Escape.Length && (behind == text.Length || text[behind] != ByteText.CutMark[0]))
            return new FieldPlace(begin, valueEnd, IsInside | Closed);
        bool hasMark = text[behind..].StartsWith(ByteText.CutMark);
        if (hasMark)
            end = behind + ByteText.CutMark.Length;
        bool isCut = hasMark || MayBeCutAsOnce(text[begin..valueEnd], longest);
        return new FieldPlace(begin, valueEnd, IsInside | Closed | (isCut ? Cut : 0));
    }

    /// <summary>Finds a byte that is mostly near: most fields are shorter than a call takes.</summary>
    /// <returns>Where it stands; -1 when it does not.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexOf(ReadOnlySpan<byte> text, int from, byte sought)
    {
        for (; text.Length - from >= ByteMask.Count; from += ByteMask.Count)
        {
            uint places = ByteMask.Of(text[from..], sought);
            if (places != 0)
                return from + BitOperations.TrailingZeroCount(places);
        }

        return text[from..].IndexOf(sought) is >= 0 and var rest ? from + rest : -1;
    }

    /// <summary>
    /// Where a value came near to its longest, the mark of a cut once stood inside the brackets. No mark of today's tells such a line from a value that ends
    /// so.
    /// </summary>
    private static bool MayBeCutAsOnce(ReadOnlySpan<byte> value, int longest) =>
        value.Length > longest - Escape.Length && value.EndsWith(ByteText.CutMark);
}
