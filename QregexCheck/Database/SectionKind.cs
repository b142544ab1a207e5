namespace QregexCheck.Database;

/// <summary>How a list is kept in its section. The numbers stand in compiled files.</summary>
internal enum SectionKind
{
    /// <summary>Rules, and ways to find the few that matter for an address.</summary>
    Rules = 1,

    /// <summary>Addresses, to be looked up whole.</summary>
    Addresses = 2,

    /// <summary>
    /// As <see cref="Rules"/>, and a rule at least has a condition. A version that knows no conditions reads such a list as text. The number is none
    /// that a flipped bit makes of another.
    /// </summary>
    RulesWithConditions = 4,

    /// <summary>
    /// Entries of a plain list, with conditions or without: as <see cref="Rules"/>, but that each is found by its key (<see cref="PlainKey"/>).
    /// </summary>
    PlainEntries = 8,
}
