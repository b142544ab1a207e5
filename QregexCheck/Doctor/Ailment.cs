using QregexCheck.Lint;

namespace QregexCheck.Doctor;

/// <summary>What can be wrong with a host, in the order of the report and of qregexcheck-doctor(8).</summary>
internal enum Ailment : byte
{
    OpenRelay,
    NotWired,
    WiredWithoutHelo,
    RelayClientsNotAsked,
    AllMayRelay,
    ReadByBoth,
    Softlimit,
    OtherCopy,
    UnreadableToQmaild,
    NamesNobodyReads,
    OpenKey,
    YoungKey,
    UnsignedSenders,
    OtherKeys,
    TagsStay,
    TagsRefused,
    NoCheck,
    BounceDefault,
    CannotTell,
    DeleteTrap,
    CatchAll,
    PipedDefault,
    RelayDomain,
    Backend,
    LocalsAndVirtualDomains,
    DuplicateKey,
    NoPostmaster,
    NoDoubleBounce,
    Stale,
    BouncingUser,
    AutoAnswer,
    Queue,
}

/// <summary>A row of <see cref="AilmentTable"/>.</summary>
/// <param name="Id">The stable name, in small letters with hyphens. It never changes, so that scripts can rely on it.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Summary">What is wrong, in one clause.</param>
/// <param name="Why">Why it matters, in one clause.</param>
internal readonly record struct AilmentRow(string Id, Severity Severity, string Summary, string Why);
