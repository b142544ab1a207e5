namespace QregexCheck.History;

/// <summary>How likely it is that a mail which new rules refuse is wanted. The first that holds counts.</summary>
internal enum Risk
{
    /// <summary>Somebody here has written to the sender.</summary>
    Known,

    /// <summary>The same sender wrote to the same recipient on three days and more.</summary>
    Regular,

    /// <summary>The mail was delivered, and did not bounce.</summary>
    Delivered,

    /// <summary>Nothing speaks for it.</summary>
    Rest,
}
