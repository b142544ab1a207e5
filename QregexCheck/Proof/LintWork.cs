namespace QregexCheck.Proof;

/// <summary>What looking at rules has cost, in steps that no clock has a part in.</summary>
internal sealed record LintWork
{
    /// <summary>Rules that were asked about a word.</summary>
    public long Questions { get; set; }

    /// <summary>Automata that were made.</summary>
    public long Automata { get; set; }

    /// <summary>Places that searches through automata have visited to find out what rules cover.</summary>
    public long Places { get; set; }

    /// <summary>Adds what was done elsewhere.</summary>
    public void Add(LintWork other)
    {
        Questions += other.Questions;
        Automata += other.Automata;
        Places += other.Places;
    }
}
