using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using QregexCheck.Decision;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>
/// How lines of ours began and ended that were read before. A log has more lines than there are rules: so most lines begin and end as one before them, and only
/// the envelope in between is read.
/// </summary>
/// <remarks>One object a thread. What is read of a line does not depend on which others are known.</remarks>
internal sealed class KnownLines
{
    /// <summary>All that is read of a line whose envelope is a plain one.</summary>
    public const MailField All = MailField.Ip | MailField.Helo | MailField.Sender | MailField.Recipient | MailField.Rule | MailField.Relay;

    // Their bytes, beside those of the chunk that is read, fit into the processor's cache.
    private const int BitsOfSlot = 9;

    private const int LongestHead = 64;
    private const int LongestTail = 1024;

    // To keep a line costs as much as to read one. So where all differ, most are not kept.
    private const int KeptOfMissed = 8;

    private readonly KnownLine?[] _lines = new KnownLine?[1 << BitsOfSlot];
    private int _missed;

    /// <summary>Finds a line that differs from another one in the envelope alone.</summary>
    /// <param name="text">The line from the program's name on.</param>
    /// <param name="envelope">The envelope.</param>
    /// <returns>Null when none is known, and for a line that is not ours.</returns>
    public KnownLine? Of(ReadOnlySpan<byte> text, out PlainEnvelope envelope) =>
        First(text, out envelope) is { } line && envelope.End + line.Tail.Length == text.Length ? line : null;

    /// <summary>The same where the text may go on behind the line. Then it is such a line only if a newline follows.</summary>
    public KnownLine? First(ReadOnlySpan<byte> text, out PlainEnvelope envelope)
    {
        int head = HeadEnd(text);
        if (head >= 0 && _lines[Slot(text[..head])] is { } line && line.Head.SequenceEqual(text[..head])
            && PlainEnvelope.TryRead(text, head, out envelope) && text[envelope.End..].StartsWith(line.Tail))
            return line;
        envelope = default;
        return null;
    }

    /// <summary>Keeps how a line begins and ends that was not known; see <see cref="Of"/>.</summary>
    /// <param name="text">The line.</param>
    /// <param name="mail">What was read of it.</param>
    public void Keep(ReadOnlySpan<byte> text, in LoggedMail mail)
    {
        _missed = (_missed + 1) % KeptOfMissed;
        if (_missed != 0 || mail.Known != All || mail.Altered != 0 || mail.IsRelayClient || mail.List.IsEmpty || !text.Overlaps(mail.Rule)
            || HeadEnd(text) is not (>= 0 and <= LongestHead and var head)
            || !PlainEnvelope.TryRead(text, head, out PlainEnvelope envelope) || text.Length - envelope.End > LongestTail)
            return;
        (_lines[Slot(text[..head])] ??= new KnownLine()).Keep(in mail, text, head, envelope.End);
    }

    /// <summary>Where the rule's place ends, which is the second word behind the program's name; -1 when nothing comes behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HeadEnd(ReadOnlySpan<byte> text)
    {
        if (text.Length <= LogLine.Prefix.Length)
            return -1;

        // Both blanks mostly stand in so many bytes.
        ReadOnlySpan<byte> words = text[LogLine.Prefix.Length..];
        if (words.Length >= 2 * ByteMask.Count)
        {
            uint blanks = ByteMask.Of(words, (byte)' ') | (ByteMask.Of(words[ByteMask.Count..], (byte)' ') << ByteMask.Count);
            uint second = blanks & unchecked(blanks - 1);
            if (second != 0)
                return LogLine.Prefix.Length + BitOperations.TrailingZeroCount(second);
        }

        int word = FieldPlace.WordEnd(text, LogLine.Prefix.Length);
        int end = word < text.Length ? FieldPlace.WordEnd(text, word + 1) : text.Length;
        return end < text.Length ? end : -1;
    }

    /// <summary>A place for each rule's line of a list: neighbours have neighbouring numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Slot(ReadOnlySpan<byte> head)
    {
        ulong last = BinaryPrimitives.ReadUInt64LittleEndian(head[^sizeof(ulong)..]) ^ ((ulong)head.Length << 56);
        return (int)(unchecked(last * 0x9E37_79B9_7F4A_7C15) >> (64 - BitsOfSlot));
    }
}
