using QregexCheck.Outlines;

namespace QregexCheck.Database;

/// <summary>A rule that is found by its outline, or by one of several.</summary>
internal sealed class CompiledOutline
{
    /// <param name="rule">Its number in the list.</param>
    /// <param name="outline">The outline.</param>
    /// <param name="hitsWithout">True when the rule hits no subject that has the outline; else it hits none that does not.</param>
    /// <param name="group">The number of the group of rules that have the same outlines; 0 for a rule that has only this one.</param>
    public CompiledOutline(int rule, Outline outline, bool hitsWithout, int group = 0)
    {
        Rule = rule;
        Outline = outline;
        HitsWithout = hitsWithout;
        Group = group;
    }

    /// <summary>The rule's number in the list.</summary>
    public int Rule { get; }

    /// <summary>The outline.</summary>
    public Outline Outline { get; }

    /// <summary>True when the rule hits no subject that has the outline; else it hits none that does not.</summary>
    public bool HitsWithout { get; }

    /// <summary>
    /// The number of the group of rules that have the same outlines, each of which is enough; 0 for a rule that has only this one. The outlines of a group
    /// lead to one list.
    /// </summary>
    public int Group { get; }

    /// <summary>True when one record serves both.</summary>
    public bool IsLike(CompiledOutline other) => HitsWithout == other.HitsWithout && Group == other.Group && Outline.CompareTo(other.Outline) == 0;

    /// <summary>Orders them as the file has them.</summary>
    public int CompareTo(CompiledOutline other)
    {
        int order = Outline.CompareTo(other.Outline);
        if (order == 0)
            order = HitsWithout.CompareTo(other.HitsWithout);
        if (order == 0)
            order = Group.CompareTo(other.Group);
        return order == 0 ? Rule.CompareTo(other.Rule) : order;
    }
}
