namespace QregexCheck.Automata;

/// <summary>Every limit that the automata set, with its reason. A rule above one is skipped like one that regcomp refuses.</summary>
internal static class Limits
{
    /// <summary>
    /// Longest pattern in bytes. Its tree takes some 60 bytes a byte, in the hook's heap of six megabytes; no address that qmail
    /// accepts is longer than 900.
    /// </summary>
    public const int PatternLength = 32_768;

    /// <summary>
    /// Most states a rule may unfold to. <c>a{32767}</c>, the longest interval POSIX allows, needs 32,768, and twice that and more
    /// still fit the hook's heap (12 bytes each); where glibc's own regcomp gives up (REG_ESPACE at 1 GiB) lies in the same range.
    /// </summary>
    public const int States = 200_000;

    /// <summary>
    /// Most steps a rule with a back-reference may take on one address: matching with them is NP-hard, so some bound there must be.
    /// A million are about 50 ms; the cases in our tests need fewer than 20,000.
    /// </summary>
    public const int BackReferenceSteps = 1_000_000;

    /// <summary>
    /// Most numbers that such a match may remember (a configuration is 5 to 21 of them): one megabyte, and as much again for what is
    /// stacked, in the hook's heap of six.
    /// </summary>
    public const int BackReferenceMemory = 250_000;

    /// <summary>
    /// Most states of an automaton that stands for many rules at once: its table stays around a megabyte at the usual 40 classes of bytes.
    /// </summary>
    public const int UnionStates = 12_000;

    /// <summary>Most such automata for one control file: each is run for each address, and reads a block a byte.</summary>
    public const int Unions = 8;

    /// <summary>
    /// Steps that building them may take for one control file, about ten seconds' worth; then the rules left over are run one by one.
    /// </summary>
    public const long UnionSteps = 400_000_000;

    /// <summary>Numbers that one of them may hold while it is built: 80 megabytes out of compile's 512.</summary>
    public const long UnionMemory = 20_000_000;

    /// <summary>Most states of a rule that goes into one: a larger one by itself would fill it.</summary>
    public const int UnionRuleStates = 2_000;

    /// <summary>
    /// Most states of automata that are asked side by side: a thousand rules of forty states. With what their matcher needs for each
    /// (24 bytes in all) about a megabyte of the hook's heap of six.
    /// </summary>
    public const int ConnectionStates = 48_000;

    /// <summary>Most numbers of four bytes that such a matcher remembers of its deterministic states: six tenths of a megabyte.</summary>
    public const int ConnectionMemory = 150_000;

    /// <summary>Most such numbers for the automata of single rules: a sixth of a megabyte.</summary>
    public const int ConnectionAutomata = 40_000;

    /// <summary>Most states of automata that are asked side by side in the large heap of 768 MiB: with their matcher 12 megabytes for one control file.</summary>
    public const int LargeHeapStates = 500_000;

    /// <summary>
    /// Most numbers of four bytes for deterministic states there, and as many for the automata of single rules: 20 megabytes each for one control file.
    /// </summary>
    public const int LargeHeapMemory = 5_000_000;

    /// <summary>
    /// Most states a deterministic automaton may be given while <c>lint</c> and <c>compare</c> look at rules. Ordinary rules have fewer than 100;
    /// <c>x.{20}y</c> would have a million. Above it the answer is "unknown".
    /// </summary>
    public const int DfaStates = 10_000;

    /// <summary>Most numbers that the states of one such automaton may hold together: 8 MB, as a few may be alive at once.</summary>
    public const int DfaMemory = 2_000_000;

    /// <summary>Most places a search through several automata at once may visit: some 100 ms, and 5 MB.</summary>
    public const int SearchPlaces = 100_000;
}
