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
    // What stands before a value is shorter than eight bytes. Behind a recipient stand a rule and a reply.
    private const int Beginning = sizeof(ulong) + 16;

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
        if (text.Length - Beginning < at)
            return false;
        bool isEnclosed = row.Open != 0;
        byte close = isEnclosed ? row.Close : (byte)' ';
        int lead = row.Lead.Length + (isEnclosed ? 1 : 0);
        ReadOnlySpan<byte> beginning = text.Slice(at, Beginning);
        if (!beginning.StartsWith(row.Lead) || (isEnclosed && beginning[lead - 1] != row.Open))
            return false;
        int begin = unchecked(at + lead);
        int from = begin;
        uint ends = Ends(beginning.Slice(lead, Vector128<byte>.Count), close);
        while (ends == 0)
        {
            from = unchecked(from + Vector128<byte>.Count);
            if (text.Length - Vector128<byte>.Count < from)
                return false;
            ends = Ends(text.Slice(from, Vector128<byte>.Count), close);
        }

        int end = unchecked(from + BitOperations.TrailingZeroCount(ends));
        int length = unchecked(end - begin);
        if (text[end] != close || length > row.Longest - Escape.Length)
            return false;

        // What may be the mark of a cut: a field behind it, or a rule, begins with a blank.
        at = isEnclosed ? unchecked(end + 1) : end;
        if (isEnclosed ? (uint)at >= (uint)text.Length || text[at] != (byte)' ' : length == 0 || text[unchecked(end - 1)] == ByteText.CutMark[^1])
            return false;
        value = length == 0 ? default : new ByteRange(begin, length);
        return true;
    }

    /// <summary>What may end a value that holds no backslash and no newline, as bits of its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Ends(ReadOnlySpan<byte> part, byte close)
    {
        Vector128<byte> bytes = Vector128.Create(part);
        Vector128<byte> isEscape = Vector128.Equals(bytes, Vector128.Create((byte)'\\'));
        Vector128<byte> isNewline = Vector128.Equals(bytes, Vector128.Create((byte)'\n'));
        return (Vector128.Equals(bytes, Vector128.Create(close)) | isEscape | isNewline).ExtractMostSignificantBits();
    }
}
