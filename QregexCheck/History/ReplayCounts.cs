using QregexCheck.Control;

namespace QregexCheck.History;

/// <summary>The sums of a replay, in recipients.</summary>
internal sealed class ReplayCounts
{
    private readonly long[] _changes = new long[(int)ReplayChange.Still + 1];
    private readonly long[] _unknown = new long[ListFamily.Subjects.Length];

    /// <summary>All, whatever became of them.</summary>
    public long Recipients { get; set; }

    /// <summary>Those that were delivered here by the word of qmail-send, and that stand for recipients since no log of clients is there.</summary>
    public long Deliveries { get; set; }

    /// <summary>Those of relay clients.</summary>
    public long ByRelayClients { get; set; }

    /// <summary>Those whose log does not tell whether the client may relay: rules that spare relay clients were asked.</summary>
    public long WithoutRelay { get; set; }

    /// <summary>Those that were refused for a reason that no rule had a part in. They are not judged.</summary>
    public long RefusedOtherwise { get; set; }

    /// <summary>Those that checkrcpthosts decided, and that are not looked up again. They are not judged.</summary>
    public long OfRecipientCheck { get; set; }

    /// <summary>Those that a rule may refuse or not, as bytes are altered that it is about. They are not judged.</summary>
    public long Uncertain { get; set; }

    /// <summary>Those that a rule may refuse or not, as its condition asks about what the log does not tell. They are not judged.</summary>
    public long Untold { get; set; }

    /// <summary>Those that were deferred, and are rejected now. They are among those that are still refused.</summary>
    public long NowRejected { get; set; }

    /// <summary>Those that were rejected, and are deferred now. They are among those that are still refused.</summary>
    public long NowDeferred { get; set; }

    /// <summary>How many recipients a change is about.</summary>
    public ref long Of(ReplayChange change) => ref _changes[(int)change];

    /// <summary>Those whose log does not tell a subject: rules on it were not asked.</summary>
    public ref long Without(Subject subject) => ref _unknown[(int)subject];
}
