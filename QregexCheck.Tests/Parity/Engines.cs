namespace QregexCheck.Tests.Parity;

/// <summary>The list of engines. <see cref="EngineListTests"/> holds it to the matchers of the product.</summary>
internal static class Engines
{
    /// <summary>One of each; they keep what they have built, so each run has its own.</summary>
    public static Engine[] All() =>
    [
        new LibcEngine(), new RuleMatcherEngine(), new PlainMatcherEngine(), new ReferenceEngine(), new NfaEngine(), new BackReferenceEngine(),
        new MatchFinderEngine(), new LazyDfaEngine(), new UnionMatcherEngine(), new CrampedUnionEngine(), new UnionDfaEngine(), new CoverageEngine(),
        .. RuleSets(),
    ];

    /// <summary>Those that can be asked about a whole control file, the text first.</summary>
    public static RuleSetEngine[] RuleSets() => [new TextEngine(), new CompiledEngine(), new HeldCompiledEngine(), new LoadedEngine(), new SnapshotEngine()];
}
