using System;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;

namespace QregexCheck.Qmail;

/// <summary>
/// The rules about the recipients of a bounce, for a message that may have any number of them: badbounceto, goodbounceto and their plain twins. They are read when
/// the first recipient is asked about, so that other mail does not wait for them.
/// </summary>
internal sealed class BounceRules
{
    private Judge? _judge;
    private Verdict? _trouble;

    /// <summary>The first rule with <c>action=log</c> that hit; null when none did.</summary>
    public Hit? OnlyLogged { get; private set; }

    /// <summary>The recipient that it hit.</summary>
    public byte[]? OnlyLoggedRecipient { get; private set; }

    /// <summary>Decides about a recipient. A check that can't be made is a verdict too.</summary>
    public Verdict Decide(byte[] recipient)
    {
        if (_trouble is not null)
            return _trouble;
        Hit? logged = OnlyLogged;
        Verdict verdict = Open() ?? _judge!.DecideOrTrouble(Envelope.Part(Subject.BounceRecipient, recipient, HookEnvironment.IsRelayClient));
        if (verdict.Kind == VerdictKind.Trouble)
            _trouble = verdict;
        if (logged is null && OnlyLogged is not null)
            OnlyLoggedRecipient = recipient;
        return verdict;
    }

    private Verdict? Open()
    {
        try
        {
            _judge ??= new Judge(new ConnectionRules(ControlDirectory.FromEnvironment(), DecisionLog.Warn, Subject.BounceRecipient).Open, hit => OnlyLogged ??= hit);
            return null;
        }
        catch (ControlReadException exception)
        {
            return Verdict.Trouble(exception.Message);
        }
        catch (OutOfMemoryException)
        {
            return Verdict.Trouble("out of memory: a rule or an address is too large; raise softlimit -m, or run qregexcheck test to see which");
        }
    }
}
