using System;

namespace QregexCheck.Logs;

/// <summary>
/// How a line of ours began and ended: its words up to the rule's place, and all behind the envelope. Where another line has the same bytes there, they say the
/// same.
/// </summary>
internal sealed class KnownLine
{
    private byte[] _bytes = [];
    private int _headLength;
    private int _tailLength;

    /// <summary>What the line says became of the envelope.</summary>
    public Outcome Outcome { get; private set; }

    /// <summary>See <see cref="TwinMerge.KindOfOwn"/>.</summary>
    public int Kind { get; private set; }

    /// <summary>Where the list's name stands in the line.</summary>
    public ByteRange List { get; private set; }

    public int RuleLine { get; private set; }

    /// <summary>Where the rule stands behind the envelope.</summary>
    public ByteRange Rule { get; private set; }

    /// <summary>See <see cref="RuleHit.Rule"/>; 0 until it was asked for.</summary>
    public ulong RuleHash { get; set; }

    /// <summary>What the rule was asked about; it is told with <see cref="RuleHash"/>.</summary>
    public MailField Field { get; set; }

    /// <summary>The beginning of the line, up to the blank behind the rule's place.</summary>
    public ReadOnlySpan<byte> Head => _bytes.AsSpan(0, _headLength);

    /// <summary>What stands behind the envelope.</summary>
    public ReadOnlySpan<byte> Tail => _bytes.AsSpan(_headLength, _tailLength);

    /// <summary>Becomes what another line says.</summary>
    /// <param name="mail">What was read of that line. Its list and rule stand in the line.</param>
    /// <param name="text">That line.</param>
    /// <param name="head">Where its beginning ends.</param>
    /// <param name="tail">Where its envelope ends.</param>
    public void Keep(in LoggedMail mail, ReadOnlySpan<byte> text, int head, int tail)
    {
        (_headLength, _tailLength) = (head, text.Length - tail);
        if (_bytes.Length < _headLength + _tailLength)
            _bytes = new byte[_headLength + _tailLength];
        text[..head].CopyTo(_bytes);
        text[tail..].CopyTo(_bytes.AsSpan(head));
        text.Overlaps(mail.List, out int list);
        text.Overlaps(mail.Rule, out int rule);
        Outcome = mail.Outcome;
        Kind = TwinMerge.KindOfOwn(mail.Outcome);
        List = new ByteRange(list, mail.List.Length);
        RuleLine = mail.RuleLine;
        Rule = new ByteRange(rule - tail, mail.Rule.Length);
        RuleHash = 0;
    }
}
