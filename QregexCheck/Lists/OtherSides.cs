using QregexCheck.Automata;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lists;

/// <summary>What is known of an envelope beside the subject that a list is asked about: what the conditions of rules are asked about.</summary>
internal sealed class OtherSides
{
    private readonly byte[]? _sender;
    private readonly byte[]? _recipient;
    private readonly byte[]? _clientIp;
    private byte[]? _upperSender;
    private byte[]? _upperRecipient;
    private IpAddress? _address;
    private bool _isParsed;

    /// <param name="sender">The envelope sender, empty for the null sender; null when it is not known.</param>
    /// <param name="recipient">The envelope recipient; null when it is not known.</param>
    /// <param name="clientIp">The client's address as tcpserver gives it, empty when nobody gave it; null when it is not known.</param>
    public OtherSides(byte[]? sender, byte[]? recipient, byte[]? clientIp)
    {
        _sender = sender;
        _recipient = recipient;
        _clientIp = clientIp;
    }

    /// <summary>The first rule since <see cref="Begin"/> that may have decided: it hits if its condition holds, which can't be told.</summary>
    public Hit? Undecided { get; private set; }

    /// <summary>
    /// True when there was a rule since <see cref="Begin"/> that hits if its condition holds, which can't be told, one that only logs among
    /// them.
    /// </summary>
    public bool IsUntold { get; private set; }

    /// <summary>Forgets which rules could not be told.</summary>
    public void Begin()
    {
        Undecided = null;
        IsUntold = false;
    }

    /// <summary>Tells whether the condition of a rule that hits its subject holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="matcher">The engine.</param>
    /// <param name="trouble">Refused or GaveUp when an expression of it had no answer, so that it does not hold; else Match.</param>
    /// <returns>Null when something that it asks about is not known, and the rest of it holds.</returns>
    public bool? Holds(Condition condition, RuleMatcher matcher, out MatchResult trouble)
    {
        trouble = MatchResult.Match;
        bool isKnown = !condition.AsksForIp || _clientIp is not null;
        if (condition.AsksForIp && isKnown && !condition.HoldsFor(Address()))
            return false;
        if (condition.OnlyTo is { } to)
        {
            if (Recipient() is not { } recipient)
                isKnown = false;
            else if (!Meets(to, recipient, matcher, ref trouble))
                return false;
        }

        if (condition.OnlyFrom is { } from)
        {
            if (Sender() is not { } sender)
                isKnown = false;
            else if (!Meets(from, sender, matcher, ref trouble))
                return false;
        }

        return isKnown ? true : null;
    }

    /// <summary>Remembers a rule whose condition can't be told.</summary>
    public void Wait(Hit hit)
    {
        IsUntold = true;
        if (hit.Annotation.Action != RuleAction.Log)
            Undecided ??= hit;
    }

    private static bool Meets(byte[] asked, byte[] side, RuleMatcher matcher, ref MatchResult trouble)
    {
        var rule = Rule.Of(asked);
        MatchResult result = matcher.Match(rule.Pattern, side, out _);
        if (result is MatchResult.Refused or MatchResult.GaveUp)
            trouble = result;
        return rule.Hits(result);
    }

    private byte[]? Sender() => _upperSender ??= _sender is null ? null : CaseFolding.Upper(_sender);

    private byte[]? Recipient() => _upperRecipient ??= _recipient is null ? null : CaseFolding.Upper(_recipient);

    private IpAddress? Address()
    {
        if (!_isParsed)
            _address = IpAddress.TryParse(_clientIp, out IpAddress address) ? address : null;
        _isParsed = true;
        return _address;
    }
}
