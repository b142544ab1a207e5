using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace QregexCheck.Logs;

/// <summary>
/// The events of a part of a log, in their order, with their bytes. Parts of one log are read side by side, so a block also keeps, in their places, the
/// lines that can be read only behind those before them.
/// </summary>
/// <remarks>
/// A block is filled by one thread, then read by another; it is emptied and filled again. Its memory stays. The text of the part may stand in it, too: then the
/// bytes of a field that stands there as it is are not copied.
/// </remarks>
internal sealed class EventBlock
{
    private byte[] _bytes = new byte[4 * 1024];
    private MailEvent[] _events = new MailEvent[64];
    private RuleHit[] _hits = [];
    private int _length;
    private int _count;
    private int _hitCount;
    private int _kinds;
    private long _last;

    /// <summary>The events.</summary>
    public ReadOnlySpan<MailEvent> Events => _events.AsSpan(0, _count);

    /// <summary>True when no event means anything only behind those before it: none is a line, and none lacks the client that its process served.</summary>
    public bool StandsAlone { get; private set; } = true;

    /// <summary>True when each event has a stamp, and none is of an earlier time than the one before it.</summary>
    public bool IsInOrder { get; private set; } = true;

    /// <summary>True when all events are in order, and of one kind of which none is a twin of another; see <see cref="TwinMerge.KindOf"/>.</summary>
    public bool HasNoTwins => IsInOrder && BitOperations.IsPow2(_kinds) && _kinds != TwinMerge.OwnLogged;

    /// <summary>Nanoseconds since the epoch: no line of the block is of a later time. Stamps without a year need it.</summary>
    public long NotAfter { get; set; } = long.MaxValue;

    /// <summary>How many lines were read, by format, and how many of them were not understood.</summary>
    public LineCounts Lines { get; } = new();

    /// <summary>The number of bytes that the block holds.</summary>
    public int Length => _length;

    /// <summary>Empties the block, and hands out room for the text of its part of the log.</summary>
    /// <param name="size">How much, in bytes.</param>
    public Span<byte> BeginText(int size)
    {
        Clear();
        if (_bytes.Length < size)
            _bytes = new byte[size + (size / 16)];
        return _bytes.AsSpan(0, size);
    }

    /// <summary>Says that the text is there.</summary>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>The text.</returns>
    public ReadOnlySpan<byte> EndText(int length)
    {
        _length = length;
        return _bytes.AsSpan(0, length);
    }

    /// <summary>What was read of hits beside events of this block.</summary>
    /// <param name="mails">Some of the events.</param>
    /// <returns>A hit for each of them; none when that was not read of all.</returns>
    public ReadOnlySpan<RuleHit> HitsOf(ReadOnlySpan<MailEvent> mails) =>
        _hitCount == _count && Events.Overlaps(mails, out int first) ? _hits.AsSpan(first, mails.Length) : default;

    /// <summary>The bytes of a field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(ByteRange range) => _bytes.AsSpan(range.Offset, range.Length);

    /// <summary>The whole line of an event with <see cref="MailEvent.IsLine"/>, its stamp included, without its newline.</summary>
    public ReadOnlySpan<byte> Line(in MailEvent line) => Bytes(line.Rule);

    /// <summary>What an event says, as it was read.</summary>
    public LoggedMail Mail(in MailEvent mail) => new()
    {
        Format = mail.Format,
        Outcome = mail.Outcome,
        Known = mail.Known,
        Altered = mail.Altered,
        IsRelayClient = mail.IsRelayClient,
        Process = mail.Process,
        Ip = Bytes(mail.Ip),
        Helo = Bytes(mail.Helo),
        Sender = Bytes(mail.Sender),
        Recipient = Bytes(mail.Recipient),
        List = Bytes(mail.List),
        RuleLine = mail.RuleLine,
        Rule = Bytes(mail.Rule),
    };

    /// <summary>Empties the block.</summary>
    public void Clear()
    {
        _length = 0;
        _count = 0;
        _hitCount = 0;
        _kinds = 0;
        _last = long.MinValue;
        StandsAlone = true;
        IsInOrder = true;
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
        added.Ip = Place(mail.Ip);
        added.Helo = Place(mail.Helo);
        added.Sender = Place(mail.Sender);
        added.Recipient = Place(mail.Recipient);
        added.List = Place(mail.List);
        added.Rule = Place(mail.Rule);
        added.Format = mail.Format;
        added.Outcome = mail.Outcome;
        added.Known = mail.Known;
        added.Altered = mail.Altered;
        added.IsRelayClient = mail.IsRelayClient;
        Note(in added);
    }

    /// <summary>Adds what was read of a line that differs from a known one in the envelope alone.</summary>
    /// <param name="text">The line from the program's name on.</param>
    /// <param name="line">The known one.</param>
    /// <param name="envelope">The envelope.</param>
    /// <param name="front">What stands before the line.</param>
    /// <returns>False when the line does not stand in this block; then nothing was added.</returns>
    public bool TryAdd(ReadOnlySpan<byte> text, KnownLine line, in PlainEnvelope envelope, in LineFront front)
    {
        if (!new ReadOnlySpan<byte>(_bytes).Overlaps(text, out int at))
            return false;
        ref MailEvent added = ref NextPlace();
        added.Time = front.Time;
        added.Process = front.Process;
        added.RuleLine = line.RuleLine;
        added.Ip = envelope.Ip.Behind(at);
        added.Helo = envelope.Helo.Behind(at);
        added.Sender = Moved(envelope.Sender, at);
        added.Recipient = Moved(envelope.Recipient, at);
        added.List = line.List.Behind(at);
        added.Rule = line.Rule.Behind(at + envelope.End);
        added.Format = LogFormat.Own;
        added.Outcome = line.Outcome;
        added.Known = KnownLines.All;
        added.Altered = 0;
        added.IsRelayClient = false;
        added.IsCounted = false;
        added.IsLine = false;
        Note(line.Kind, standsAlone: true, front.Time);
        return true;
    }

    /// <summary>Adds events of another block, with their bytes.</summary>
    public void Add(EventBlock from, ReadOnlySpan<MailEvent> mails)
    {
        foreach (ref readonly MailEvent mail in mails)
        {
            ref MailEvent added = ref Next();
            added = mail;
            CopyBytes(from, ref added);
            Note(in added);
        }
    }

    /// <summary>Adds the hit of the last event.</summary>
    /// <returns>It holds what another one left there: all of it is to be written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref RuleHit AddHit()
    {
        if (_hitCount == _hits.Length)
            Array.Resize(ref _hits, Math.Max(64, 2 * _hitCount));
        return ref _hits[_hitCount++];
    }

    /// <summary>Adds a line that must wait for those before it.</summary>
    public void AddLine(ReadOnlySpan<byte> line)
    {
        ref MailEvent added = ref Next();
        added.IsLine = true;
        added.Rule = Place(line);
        StandsAlone = false;
        IsInOrder = false;
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
        if (bytes.IsEmpty)
            return default;
        if (_length + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_length + bytes.Length, 2 * _bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_length));
        var kept = new ByteRange(_length, bytes.Length);
        _length += bytes.Length;
        return kept;
    }

    /// <summary>Where bytes stand here: in the text, or else as they are added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ByteRange Place(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return default;
        return new ReadOnlySpan<byte>(_bytes).Overlaps(bytes, out int offset) ? new ByteRange(offset, bytes.Length) : Keep(bytes);
    }

    private void Note(in MailEvent mail) => Note(TwinMerge.KindOf(in mail), mail.Process == 0 || mail.Knows(MailField.Ip), mail.Time);

    private void Note(int kind, bool standsAlone, long time)
    {
        _kinds |= kind;
        StandsAlone &= standsAlone;
        IsInOrder &= time != MailEvent.NoTime && time >= _last;
        _last = time;
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
    private static ByteRange Moved(ByteRange field, int by) => field.Length == 0 ? default : field.Behind(by);

    private ref MailEvent Next()
    {
        ref MailEvent next = ref NextPlace();
        next = default;
        return ref next;
    }

    /// <summary>The place of the next event. It holds what an event before left there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref MailEvent NextPlace()
    {
        if (_count == _events.Length)
            Array.Resize(ref _events, 2 * _count);
        return ref _events[_count++];
    }
}
