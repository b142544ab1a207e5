using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Posix;
using QregexCheck.Rules;

namespace QregexCheck.Qmail;

/// <summary>The rules of all control files, read once for a whole connection; what changes on disk meanwhile does not matter to it.</summary>
/// <remarks>
/// A line that can't be used is warned of once a connection, whatever is asked: when it is read, or the first time that a check reads so far.
/// </remarks>
internal sealed class ConnectionRules
{
    // One for each rule with a back-reference, at most: a client who sends made-up addresses must not fill the log or the heap.
    private const int MostWarningsOfOneAddress = 200;

    private readonly KeptRules?[] _lists = new KeptRules?[ControlLists.All.Length];
    private readonly HashSet<(ControlList List, RuleError Error)> _warnedOf = new();

    /// <param name="directory">Where the files are.</param>
    /// <param name="warn">Is told of each line that can't be used, once.</param>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public ConnectionRules(ControlDirectory directory, Action<ControlList, RuleError> warn)
    {
        void WarnOnce(ControlList list, RuleError error)
        {
            if (!RuleWarning.IsOfOneAddress(error) || (_warnedOf.Count < MostWarningsOfOneAddress && _warnedOf.Add((list, error))))
                warn(list, error);
        }

        var matcher = new RuleMatcher();
        LoadBudget budget = LoadBudget.OfConnection;
        foreach (ControlList list in ControlLists.All)
            _lists[(int)list] = Load(directory, list, matcher, budget, WarnOnce);
    }

    /// <summary>Decides about one envelope; a check that can't be made is a verdict, too.</summary>
    /// <param name="envelope">What to decide about.</param>
    /// <param name="log">Is told of rules that only log.</param>
    public Verdict Decide(Envelope envelope, DecisionLog log) => new Judge(Open, hit => log.WriteLogOnly(hit, envelope)).DecideOrTrouble(envelope);

    /// <summary>The rules of a file; null where it was missing.</summary>
    public RuleSet? Open(ControlList list) => _lists[(int)list];

    /// <summary>Reads one file: into memory where the budget allows it, else into a copy that is read at each check.</summary>
    /// <returns>Null when it is missing.</returns>
    /// <exception cref="ControlReadException">It can't be read.</exception>
    public static KeptRules? Load(
        ControlDirectory directory, ControlList list, RuleMatcher matcher, LoadBudget budget, Action<ControlList, RuleError> warn)
    {
        int descriptor = directory.Open(list);
        if (descriptor == -1)
            return null;
        try
        {
            ByteSource source = directory.Source(list, descriptor);
            if (TryLoad(list, source, matcher, budget, warn) is { } loaded)
                return loaded;
            Descriptor.Rewind(descriptor);
            return new SnapshotRules(list, source, matcher, UtcDay.Today, warn);
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
    }

    private static LoadedRules? TryLoad(
        ControlList list, ByteSource source, RuleMatcher matcher, LoadBudget budget, Action<ControlList, RuleError> warn)
    {
        try
        {
            return LoadedRules.TryLoad(list, new ControlFile(new LineReader(source)), matcher, budget, UtcDay.Today, warn);
        }
        catch (OutOfMemoryException)
        {
            // A rule of a kind that the budget did not foresee: as if it had not fitted.
            return null;
        }
    }
}
