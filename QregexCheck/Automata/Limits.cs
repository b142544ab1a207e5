namespace QregexCheck.Automata;

/// <summary>The limits that the automata set, each with its reason. A rule above a limit is skipped, like a rule that regcomp refuses.</summary>
internal static class Limits
{
    /// <summary>
    /// Longest pattern in bytes. Its tree takes about 60 bytes for each byte of the pattern, and the hook's heap has six megabytes. No address
    /// that qmail accepts is longer than 900 bytes.
    /// </summary>
    public const int PatternLength = 32_768;

    /// <summary>
    /// Most states that a rule may unfold to. <c>a{32767}</c>, the longest interval of POSIX, needs 32,768. More than twice that number fits
    /// the hook's heap (12 bytes each). glibc's own regcomp gives up in the same range (REG_ESPACE at 1 GiB).
    /// </summary>
    public const int States = 200_000;

    /// <summary>
    /// Most steps of a rule with a back-reference on one address. Matching with back-references is NP-hard, so there must be some bound. A
    /// million steps take about 50 ms. The cases in our tests need fewer than 20,000.
    /// </summary>
    public const int BackReferenceSteps = 1_000_000;

    /// <summary>
    /// Most numbers that a match with back-references may remember. A configuration has 5 to 21 numbers. That is one megabyte, and another one
    /// for what is stacked, in the hook's heap of six.
    /// </summary>
    public const int BackReferenceMemory = 250_000;

    /// <summary>
    /// Most states of an automaton for many rules at once. Its table then takes about a megabyte at the usual 40 classes of bytes.
    /// </summary>
    public const int UnionStates = 12_000;

    /// <summary>Most such automata for one list. Each of them is run for each address, and may read a block for each byte.</summary>
    public const int Unions = 8;

    /// <summary>
    /// Most steps for building these automata for one list: about ten seconds. The remaining rules are run one by one.
    /// </summary>
    public const long UnionSteps = 400_000_000;

    /// <summary>Most numbers that one of these automata may hold while it is built: 80 megabytes of compile's 512.</summary>
    public const long UnionMemory = 20_000_000;

    /// <summary>Most states of a rule in such an automaton. A larger rule alone would fill it.</summary>
    public const int UnionRuleStates = 2_000;

    /// <summary>
    /// Most states of automata that are asked side by side: a thousand rules of forty states. With what their matcher needs for each state (24
    /// bytes in all) they take about one of the six megabytes of the hook's heap.
    /// </summary>
    public const int ConnectionStates = 48_000;

    /// <summary>Most numbers of four bytes that this matcher keeps for its deterministic states: 0.6 megabytes.</summary>
    public const int ConnectionMemory = 150_000;

    /// <summary>Most such numbers for the automata of single rules: a sixth of a megabyte.</summary>
    public const int ConnectionAutomata = 40_000;

    /// <summary>Most states of automata that are asked side by side in the large heap of 1 GiB: with their matcher 12 megabytes for one control file.</summary>
    public const int LargeHeapStates = 500_000;

    /// <summary>
    /// Most numbers of four bytes for deterministic states there, and as many for the automata of single rules: 20 megabytes each for one control file.
    /// </summary>
    public const int LargeHeapMemory = 5_000_000;

    /// <summary>
    /// Most states of a deterministic automaton while <c>lint</c> and <c>compare</c> look at rules. Ordinary rules have fewer than 100 states.
    /// <c>x.{20}y</c> would have a million. Above the limit the answer is "unknown".
    /// </summary>
    public const int DfaStates = 10_000;

    /// <summary>Most numbers that the states of one such automaton may hold together: 8 MB. A few automata may be alive at once.</summary>
    public const int DfaMemory = 2_000_000;

    /// <summary>Most places that a search through several automata at once may visit: about 100 ms and 5 MB.</summary>
    public const int SearchPlaces = 100_000;
}
