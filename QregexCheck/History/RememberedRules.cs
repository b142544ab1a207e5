using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Decision;

namespace QregexCheck.History;

/// <summary>The rules of a control directory, asked once about each address. What they say is a number, which an <see cref="AddressBook"/> remembers.</summary>
internal sealed class RememberedRules
{
    /// <summary>Stands for "not asked yet".</summary>
    public const int NotAsked = 0;

    /// <summary>Stands for "no rule refuses".</summary>
    public const int Accepts = 1;

    /// <summary>Stands for "it depends on the rest of the envelope": a rule that hits has a condition.</summary>
    public const int Depends = 2;

    /// <summary>Stands for "cannot tell": what the condition of a rule asks about is not known. It is never remembered.</summary>
    public const int Unknown = 3;

    private const int FirstRule = 4;

    private readonly Judge _judge;
    private readonly bool[] _judges = new bool[2 * ListFamily.Subjects.Length];
    private readonly List<ReplayedRule> _rules = new();
    private readonly Dictionary<(ControlList? List, int Line), int> _numbers = new();

    /// <param name="judge">Decides by the rules.</param>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public RememberedRules(Judge judge)
    {
        _judge = judge;
        HaveNoRelayRules = judge.SparesRelayClients();
        foreach (Subject subject in ListFamily.Subjects)
        {
            _judges[Place(subject, isRelayClient: false)] = judge.Judges(subject, isRelayClient: false);
            _judges[Place(subject, isRelayClient: true)] = judge.Judges(subject, isRelayClient: true);
        }
    }

    /// <summary>True when there are rules that spare relay clients.</summary>
    public bool HaveNoRelayRules { get; }

    /// <summary>True when there are rules about a subject.</summary>
    public bool HaveRulesOn(Subject subject, bool isRelayClient) => _judges[Place(subject, isRelayClient)];

    /// <summary>Asks the rules about a subject of an envelope.</summary>
    /// <returns><see cref="Accepts"/>, <see cref="Depends"/>, or the number of the rule that refuses.</returns>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public int Ask(Subject subject, ReadOnlySpan<byte> asked, bool isRelayClient) => NumberOf(_judge.DecidePart(subject, asked, isRelayClient));

    /// <summary>Asks the rules about a subject of an envelope, where they depend on the rest of it.</summary>
    /// <returns><see cref="Accepts"/>, <see cref="Unknown"/>, or the number of the rule that refuses.</returns>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public int Ask(Envelope envelope) => NumberOf(_judge.Decide(envelope));

    /// <summary>The rule with a number.</summary>
    public ReplayedRule Rule(int number) => _rules[number - FirstRule];

    private int NumberOf(Verdict verdict)
    {
        if (verdict.Waits)
            return Depends;
        if (verdict.Kind == VerdictKind.Trouble)
            return Unknown;
        if (verdict.Kind == VerdictKind.Accept)
            return Accepts;
        Reason reason = verdict.Reason!;
        (ControlList? List, int Line) place = (reason.Hit?.List, reason.Hit?.Line ?? reason.Entry!.Line);
        if (_numbers.TryGetValue(place, out int number))
            return number;
        bool isDefer = verdict.Kind == VerdictKind.Defer;
        number = FirstRule + _rules.Count;
        _rules.Add(reason.Hit is { } hit ? ReplayedRule.Of(hit, isDefer) : ReplayedRule.Of(reason.Entry!, isDefer));
        _numbers.Add(place, number);
        return number;
    }

    private static int Place(Subject subject, bool isRelayClient) => (2 * (int)subject) + (isRelayClient ? 1 : 0);
}
