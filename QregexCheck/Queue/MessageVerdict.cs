using QregexCheck.Decision;

namespace QregexCheck.Queue;

/// <summary>
/// What is decided of a message. Who runs qmail-queue gets one answer for all recipients, so the message is refused only if each of them is. Else it passes
/// whole.
/// </summary>
internal sealed class MessageVerdict
{
    private Verdict? _refusal;
    private bool _hasAccepted;

    /// <summary>How many recipients would be refused or deferred.</summary>
    public int Refused { get; private set; }

    /// <summary>The recipient about which <see cref="Refusal"/> is; null when no recipient is refused.</summary>
    public byte[]? RefusedRecipient { get; private set; }

    /// <summary>What is said of those that are refused: the first of the mildest kind, since one of them may be let in later. Null when none is.</summary>
    public Verdict? Refusal => _refusal;

    /// <summary>True when a recipient is refused and the message passes all the same, because another one is not.</summary>
    public bool PassesRefused => _hasAccepted && _refusal is not null;

    /// <summary>What becomes of the message.</summary>
    public Verdict Whole => _hasAccepted || _refusal is null ? Verdict.Accept : _refusal;

    /// <summary>Tells what is decided of a recipient.</summary>
    public void Add(byte[] recipient, Verdict verdict)
    {
        if (verdict.Kind == VerdictKind.Accept)
        {
            _hasAccepted = true;
            return;
        }

        Refused++;
        if (_refusal is not null && verdict.Kind <= _refusal.Kind)
            return;
        _refusal = verdict;
        RefusedRecipient = recipient;
    }

    /// <summary>Tells of a recipient that nothing is asked about.</summary>
    public void AddUnasked() => _hasAccepted = true;
}
