using QregexCheck.Decision;
using QregexCheck.Mailboxes;

namespace QregexCheck.Queue;

/// <summary>
/// What is decided of a message by its recipients. Who runs qmail-queue gets one answer for all of them, so the message is refused only if each of them is. Else
/// it passes whole.
/// </summary>
internal sealed class MessageVerdict
{
    private readonly bool _hasOneRecipient;
    private byte[]? _accepted;
    private bool _hasAccepted;
    private bool _hasSecond;

    /// <param name="hasOneRecipient">True when a bounce that two recipients are to get is refused: <c>QREGEXCHECK_ONEBOUNCE</c>.</param>
    public MessageVerdict(bool hasOneRecipient = false) => _hasOneRecipient = hasOneRecipient;

    /// <summary>The recipient about which <see cref="Refusal"/> is; null when no recipient is refused.</summary>
    public byte[]? RefusedRecipient { get; private set; }

    /// <summary>What is said of those that are refused: the first of the mildest kind, since one of them may be let in later. Null when none is.</summary>
    public Verdict? Refusal { get; private set; }

    /// <summary>True when a recipient is refused and the message passes all the same, because another one is not.</summary>
    public bool PassesRefused => Whole.Kind == VerdictKind.Accept && Refusal is not null;

    /// <summary>What becomes of the message.</summary>
    public Verdict Whole => !_hasAccepted && Refusal is not null ? Refusal
        : _hasSecond && _hasOneRecipient ? Verdict.Of(Reason.Of(BounceEntry.SecondRecipient))
        : Verdict.Accept;

    /// <summary>Tells what is decided of a recipient of a bounce.</summary>
    /// <param name="recipient">The address as it stands in the envelope.</param>
    /// <param name="asked">What was decided.</param>
    public void Add(byte[] recipient, in AskedRecipient asked)
    {
        if (asked.Verdict.Kind == VerdictKind.Accept)
        {
            // The same address once more is no second recipient.
            _hasSecond |= _accepted is not null && !AsciiCase.SameAddress(asked.HandedOn, _accepted);
            _hasAccepted = true;
            _accepted ??= asked.HandedOn;
            return;
        }

        if (Refusal is not null && asked.Verdict.Kind <= Refusal.Kind)
            return;
        Refusal = asked.Verdict;
        RefusedRecipient = recipient;
    }

    /// <summary>Tells of a recipient that nothing is asked about. So it is not known whether it is another one than those beside it.</summary>
    public void AddUnasked() => _hasAccepted = true;
}
