namespace QregexCheck.Rules;

/// <summary>What the lines of a list are, if not regular expressions.</summary>
internal enum PlainKind : byte
{
    /// <summary>They are regular expressions.</summary>
    None,

    /// <summary>Domains and addresses.</summary>
    Address,

    /// <summary>Names of hosts.</summary>
    HostName,
}
