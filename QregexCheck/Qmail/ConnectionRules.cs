using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Posix;
using QregexCheck.Rules;

namespace QregexCheck.Qmail;

/// <summary>The rules of all lists, read once for a whole connection. Later changes on disk do not matter to the connection.</summary>
/// <remarks>
/// A line that can't be used is warned of once a connection. The warning comes when the line is read, or when a check first reads that far.
/// </remarks>
internal sealed class ConnectionRules
{
    // There is at most one for each rule with a back-reference. A client who sends made-up addresses must not fill the log or the heap.
    private const int MostWarningsOfOneAddress = 200;

    private readonly KeptRules?[] _lists = new KeptRules?[ControlLists.All.Length];
    private readonly HashSet<(ControlList List, RuleError Error)> _warnedOf = new();

    /// <param name="directory">The directory of the control files.</param>
    /// <param name="warn">Is told once of each line that can't be used.</param>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
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

    /// <summary>Decides about one envelope. A check that can't be made is a verdict too.</summary>
    /// <param name="envelope">What to decide about.</param>
    /// <param name="log">Is told of rules that only log.</param>
    public Verdict Decide(Envelope envelope, DecisionLog log) => new Judge(Open, hit => log.WriteLogOnly(hit, envelope)).DecideOrTrouble(envelope);

    /// <summary>The rules of a list; null when its control file was missing.</summary>
    public RuleSet? Open(ControlList list) => _lists[(int)list];

    /// <summary>Reads one list: into memory when the budget allows it, else into a copy that each check reads.</summary>
    /// <returns>Null when the control file is missing.</returns>
    /// <exception cref="ControlReadException">The control file can't be read.</exception>
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
            // The budget did not foresee a rule of this kind. The list is treated as one that is too large for memory.
            return null;
        }
    }
}
