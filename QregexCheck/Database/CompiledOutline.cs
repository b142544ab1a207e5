using QregexCheck.Outlines;

namespace QregexCheck.Database;

/// <summary>A rule that is found by its outline.</summary>
internal sealed class CompiledOutline
{
    /// <param name="rule">Its number in the list.</param>
    /// <param name="outline">The outline.</param>
    /// <param name="hitsWithout">True when the rule hits no subject that has the outline; else it hits none that does not.</param>
    public CompiledOutline(int rule, Outline outline, bool hitsWithout)
    {
        Rule = rule;
        Outline = outline;
        HitsWithout = hitsWithout;
    }

    /// <summary>The rule's number in the list.</summary>
    public int Rule { get; }

    /// <summary>The outline.</summary>
    public Outline Outline { get; }

    /// <summary>True when the rule hits no subject that has the outline; else it hits none that does not.</summary>
    public bool HitsWithout { get; }

    /// <summary>True when one record serves both.</summary>
    public bool IsLike(CompiledOutline other) => HitsWithout == other.HitsWithout && Outline.CompareTo(other.Outline) == 0;

    /// <summary>Orders them as the file has them.</summary>
    public int CompareTo(CompiledOutline other)
    {
        int order = Outline.CompareTo(other.Outline);
        if (order == 0)
            order = HitsWithout.CompareTo(other.HitsWithout);
        return order == 0 ? Rule.CompareTo(other.Rule) : order;
    }
}
