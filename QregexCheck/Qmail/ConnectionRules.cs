using System;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Posix;
using QregexCheck.Rules;

namespace QregexCheck.Qmail;

/// <summary>The rules of all control files, read once for a whole connection; what changes on disk meanwhile does not matter to it.</summary>
internal sealed class ConnectionRules
{
    private readonly KeptRules?[] _lists = new KeptRules?[ControlLists.All.Length];

    /// <param name="directory">Where the files are.</param>
    /// <param name="warn">Is told of each line that can't be used.</param>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public ConnectionRules(ControlDirectory directory, Action<ControlList, RuleError> warn)
    {
        var matcher = new RuleMatcher();
        LoadBudget budget = LoadBudget.OfConnection;
        foreach (ControlList list in ControlLists.All)
            _lists[(int)list] = Load(directory, list, matcher, budget, warn);
    }

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
            Libc.Seek(descriptor, 0, 0);
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
