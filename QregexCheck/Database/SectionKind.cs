namespace QregexCheck.Database;

/// <summary>How a list is kept in its section. The numbers stand in compiled files.</summary>
internal enum SectionKind
{
    /// <summary>Rules, and ways to find the few that matter for an address.</summary>
    Rules = 1,

    /// <summary>Addresses, to be looked up whole.</summary>
    Addresses = 2,
}
