using System;
using System.Runtime.CompilerServices;

namespace QregexCheck.Logs;

/// <summary>
/// The events of a part of a log, in their order, with their bytes. Parts of one log are read side by side, so a block also keeps, in their places, the
/// lines that can be read only behind those before them.
/// </summary>
/// <remarks>A block is filled by one thread, then read by another; it is emptied and filled again. Its memory stays.</remarks>
internal sealed class EventBlock
{
    private byte[] _bytes = new byte[64 * 1024];
    private MailEvent[] _events = new MailEvent[512];
    private int _length;
    private int _count;

    /// <summary>The events.</summary>
    public ReadOnlySpan<MailEvent> Events => _events.AsSpan(0, _count);

    /// <summary>Nanoseconds since the epoch: no line of the block is of a later time. Stamps without a year need it.</summary>
    public long NotAfter { get; set; } = long.MaxValue;

    /// <summary>How many lines were read, by format, and how many of them were not understood.</summary>
    public LineCounts Lines { get; } = new();

    /// <summary>The number of bytes that the block holds.</summary>
    public int Length => _length;

    /// <summary>The bytes of a field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(ByteRange range) => _bytes.AsSpan(range.Offset, range.Length);

    /// <summary>The whole line of an event with <see cref="MailEvent.IsLine"/>, its stamp included, without its newline.</summary>
    public ReadOnlySpan<byte> Line(in MailEvent line) => Bytes(line.Rule);

    /// <summary>Empties the block.</summary>
    public void Clear()
    {
        _length = 0;
        _count = 0;
        Lines.Clear();
    }

    /// <summary>Adds what was read.</summary>
    /// <param name="mail">What a line says.</param>
    /// <param name="time">When; see <see cref="MailEvent.Time"/>.</param>
    public void Add(in LoggedMail mail, long time)
    {
        ref MailEvent added = ref Next();
        added.Time = time;
        added.Process = mail.Process;
        added.RuleLine = mail.RuleLine;
        int length = mail.Ip.Length + mail.Helo.Length + mail.Sender.Length + mail.Recipient.Length + mail.List.Length + mail.Rule.Length;
        MakeRoom(length);
        added.Ip = Append(mail.Ip);
        added.Helo = Append(mail.Helo);
        added.Sender = Append(mail.Sender);
        added.Recipient = Append(mail.Recipient);
        added.List = Append(mail.List);
        added.Rule = Append(mail.Rule);
        added.Format = mail.Format;
        added.Outcome = mail.Outcome;
        added.Known = mail.Known;
        added.Altered = mail.Altered;
        added.IsRelayClient = mail.IsRelayClient;
    }

    /// <summary>Adds an event of another block, with its bytes.</summary>
    public void Add(EventBlock from, in MailEvent mail)
    {
        MailEvent copy = Copy(from, mail);
        Next() = copy;
    }

    /// <summary>Adds a line that must wait for those before it.</summary>
    public void AddLine(ReadOnlySpan<byte> line)
    {
        ref MailEvent added = ref Next();
        added.IsLine = true;
        added.Rule = Keep(line);
    }

    /// <summary>Copies the bytes of another block's event, and does not add the event.</summary>
    /// <returns>The event as it is with the bytes of this block.</returns>
    public MailEvent Copy(EventBlock from, in MailEvent mail)
    {
        MailEvent copy = mail;
        CopyBytes(from, ref copy);
        return copy;
    }

    /// <summary>Copies the bytes of another block's event.</summary>
    /// <param name="from">The other block.</param>
    /// <param name="mail">The event as it is with the bytes of the other block; it becomes what it is with those of this one.</param>
    public void CopyBytes(EventBlock from, ref MailEvent mail)
    {
        // An event's fields mostly stand one behind the other, and what is empty has no place.
        int begin = int.MaxValue;
        int end = 0;
        int length = 0;
        Span(in mail.Ip, ref begin, ref end, ref length);
        Span(in mail.Helo, ref begin, ref end, ref length);
        Span(in mail.Sender, ref begin, ref end, ref length);
        Span(in mail.Recipient, ref begin, ref end, ref length);
        Span(in mail.List, ref begin, ref end, ref length);
        Span(in mail.Rule, ref begin, ref end, ref length);
        if (end - begin == length)
        {
            int moved = Keep(from.Bytes(new ByteRange(begin, length))).Offset - begin;
            mail.Ip = Moved(mail.Ip, moved);
            mail.Helo = Moved(mail.Helo, moved);
            mail.Sender = Moved(mail.Sender, moved);
            mail.Recipient = Moved(mail.Recipient, moved);
            mail.List = Moved(mail.List, moved);
            mail.Rule = Moved(mail.Rule, moved);
            return;
        }

        mail.Ip = Keep(from.Bytes(mail.Ip));
        mail.Helo = Keep(from.Bytes(mail.Helo));
        mail.Sender = Keep(from.Bytes(mail.Sender));
        mail.Recipient = Keep(from.Bytes(mail.Recipient));
        mail.List = Keep(from.Bytes(mail.List));
        mail.Rule = Keep(from.Bytes(mail.Rule));
    }

    /// <summary>Keeps bytes that no event holds yet.</summary>
    public ByteRange Keep(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        return Append(bytes);
    }

    private void MakeRoom(int length)
    {
        if (_length + length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_length + length, 2 * _bytes.Length));
    }

    /// <summary>Keeps bytes for which there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ByteRange Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return default;
        bytes.CopyTo(_bytes.AsSpan(_length));
        var kept = new ByteRange(_length, bytes.Length);
        _length += bytes.Length;
        return kept;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Span(in ByteRange field, ref int begin, ref int end, ref int length)
    {
        if (field.Length == 0)
            return;
        begin = Math.Min(begin, field.Offset);
        end = Math.Max(end, field.Offset + field.Length);
        length += field.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ByteRange Moved(ByteRange field, int by) => field.Length == 0 ? default : new ByteRange(field.Offset + by, field.Length);

    private ref MailEvent Next()
    {
        if (_count == _events.Length)
            Array.Resize(ref _events, 2 * _count);
        ref MailEvent next = ref _events[_count++];
        next = default;
        return ref next;
    }
}
