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
    private readonly RuleSet?[] _lists = new RuleSet?[ControlLists.All.Length];
    private readonly RuleMatcher _matcher = new();
    private readonly LoadBudget _budget = new();

    /// <param name="directory">Where the files are.</param>
    /// <param name="warn">Is told of each line that can't be used.</param>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public ConnectionRules(ControlDirectory directory, Action<ControlList, RuleError> warn)
    {
        foreach (ControlList list in ControlLists.All)
            _lists[(int)list] = Load(directory, list, warn);
    }

    /// <summary>The rules of a file; null where it was missing.</summary>
    public RuleSet? Open(ControlList list) => _lists[(int)list];

    private RuleSet? Load(ControlDirectory directory, ControlList list, Action<ControlList, RuleError> warn)
    {
        int descriptor = directory.Open(list);
        if (descriptor == -1)
            return null;
        try
        {
            ByteSource source = directory.Source(list, descriptor);
            if (TryLoad(list, source, warn) is { } loaded)
                return loaded;
            Libc.Seek(descriptor, 0, 0);
            return new SnapshotRules(list, source, _matcher, UtcDay.Today, warn);
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
    }

    private LoadedRules? TryLoad(ControlList list, ByteSource source, Action<ControlList, RuleError> warn)
    {
        try
        {
            return LoadedRules.TryLoad(list, new ControlFile(new LineReader(source)), _matcher, _budget, UtcDay.Today, warn);
        }
        catch (OutOfMemoryException)
        {
            // A rule of a kind that the budget did not foresee: as if it had not fitted.
            return null;
        }
    }
}
