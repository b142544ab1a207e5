namespace QregexCheck.Logs;

/// <summary>Where bytes stand in an <see cref="EventBlock"/>.</summary>
/// <param name="Offset">Offset of the first byte.</param>
/// <param name="Length">Their number.</param>
internal readonly record struct ByteRange(int Offset, int Length)
{
    /// <summary>The same bytes where what they stand in stands further on.</summary>
    public ByteRange Behind(int offset) => new(unchecked(Offset + offset), Length);
}

/// <summary>A line's mail, kept in an <see cref="EventBlock"/>, with when it was. The fields mean what they mean in <see cref="LoggedMail"/>.</summary>
internal struct MailEvent
{
    /// <summary>Stands for a line without a stamp.</summary>
    public const long NoTime = long.MinValue;

    /// <summary>Nanoseconds since 1970-01-01 00:00:00 UTC, without leap seconds; <see cref="NoTime"/> when the line had no stamp.</summary>
    public long Time;

    public int Process;

    public int RuleLine;

    public ByteRange Ip;

    public ByteRange Helo;

    public ByteRange Sender;

    public ByteRange Recipient;

    public ByteRange List;

    public ByteRange Rule;

    public LogFormat Format;

    public Outcome Outcome;

    public MailField Known;

    public MailField Altered;

    public bool IsRelayClient;

    /// <summary>
    /// True when another event tells what became of this recipient: this one only says that one more rule hit, which decided nothing; or it is a delivery
    /// in a log that was named for what was sent alone. Who counts recipients leaves it out; who counts hits of rules does not.
    /// </summary>
    public bool IsCounted;

    /// <summary>True when this is no mail but a whole line that <see cref="EventBlock.Line"/> hands out: it means something only behind the lines before it.</summary>
    public bool IsLine;

    /// <summary>True for what tells of no recipient, or of one of whom another event tells all.</summary>
    public readonly bool TellsNothingNew => Outcome == Outcome.Sent || (IsCounted && Outcome != Outcome.Delivered);

    public readonly bool Knows(MailField field) => (Known & field) == field;
}
