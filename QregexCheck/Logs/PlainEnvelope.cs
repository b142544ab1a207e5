using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QregexCheck.Decision;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>
/// The envelope in a line of ours as most lines have it: <c> ip=IP helo=H from=&lt;S&gt; to=&lt;R&gt;</c>, all known, nothing escaped or cut. Then each
/// value is what stands there. <see cref="OwnFields"/> reads the others.
/// </summary>
internal readonly struct PlainEnvelope
{
    private PlainEnvelope(ByteRange ip, ByteRange helo, ByteRange sender, ByteRange recipient, int end)
    {
        Ip = ip;
        Helo = helo;
        Sender = sender;
        Recipient = recipient;
        End = end;
    }

    /// <summary>Where the client's address stands in the line.</summary>
    public ByteRange Ip { get; }

    public ByteRange Helo { get; }

    public ByteRange Sender { get; }

    public ByteRange Recipient { get; }

    /// <summary>Where the envelope ends: with the bracket behind the recipient.</summary>
    public int End { get; }

    /// <summary>Reads an envelope.</summary>
    /// <param name="text">The line.</param>
    /// <param name="at">Where the envelope begins.</param>
    /// <param name="envelope">The envelope.</param>
    /// <returns>False when it is not of this form, and where it might be none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, int at, out PlainEnvelope envelope)
    {
        envelope = default;
        if (!TryTake(text, ref at, LogField.Ip, out ByteRange ip) || !TryTake(text, ref at, LogField.Helo, out ByteRange helo)
            || !TryTake(text, ref at, LogField.From, out ByteRange sender) || !TryTake(text, ref at, LogField.To, out ByteRange recipient)
            || (helo.Length == 1 && text[helo.Offset] == LogLine.Unknown[0]))
            return false;
        envelope = new PlainEnvelope(ip, helo, sender, recipient, at);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTake(ReadOnlySpan<byte> text, ref int at, LogField field, out ByteRange value)
    {
        LogFieldRow row = LogFields.Row(field);
        value = default;
        bool isEnclosed = row.Open != 0;
        int begin = unchecked(at + row.Lead.Length + (isEnclosed ? 1 : 0));
        if (begin >= text.Length || !text[at..].StartsWith(row.Lead) || (isEnclosed && text[begin - 1] != row.Open))
            return false;
        int end = PlainEnd(text, begin, isEnclosed ? row.Close : (byte)' ');
        int length = unchecked(end - begin);
        if (end < 0 || length > row.Longest - Escape.Length)
            return false;

        // What may be the mark of a cut: a field behind it, or a rule, begins with a blank.
        at = isEnclosed ? end + 1 : end;
        if (at >= text.Length || text[at] != (byte)' ' || (!isEnclosed && (length == 0 || text[end - 1] == ByteText.CutMark[^1])))
            return false;
        value = length == 0 ? default : new ByteRange(begin, length);
        return true;
    }

    /// <summary>Where a value ends that holds no backslash and no newline; -1 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlainEnd(ReadOnlySpan<byte> text, int from, byte close)
    {
        Vector128<byte> ends = Vector128.Create(close);
        Vector128<byte> escapes = Vector128.Create((byte)'\\');
        Vector128<byte> newlines = Vector128.Create((byte)'\n');
        for (; unchecked(text.Length - from) >= Vector128<byte>.Count; from = unchecked(from + Vector128<byte>.Count))
        {
            Vector128<byte> bytes = Vector128.Create(text.Slice(from, Vector128<byte>.Count));
            uint places = (Vector128.Equals(bytes, ends) | Vector128.Equals(bytes, escapes) | Vector128.Equals(bytes, newlines)).ExtractMostSignificantBits();
            if (places == 0)
                continue;
            int end = unchecked(from + BitOperations.TrailingZeroCount(places));
            return text[end] == close ? end : -1;
        }

        return -1;
    }
}
