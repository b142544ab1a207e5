namespace QregexCheck.Batv;

/// <summary>What a look at a recipient's tag has found.</summary>
/// <param name="State">What the tag is worth.</param>
/// <param name="Mailbox">The address behind the tag when one of our keys made it, else the address as it is.</param>
/// <param name="LastDay">The last day on which a tag of ours is valid, as <see cref="System.DateOnly.DayNumber"/> counts; 0 for any other.</param>
internal readonly record struct TagFinding(TagState State, byte[] Mailbox, int LastDay);
