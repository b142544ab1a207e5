using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Decision;
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

    private readonly RuleSet?[] _lists = new RuleSet?[ControlLists.All.Length];
    private readonly RuleMatcher _matcher = new();
    private readonly LoadBudget _budget = new();
    private readonly HashSet<(ControlList List, RuleError Error)> _warnedOf = new();
    private readonly Action<ControlList, RuleError> _warn;

    /// <param name="directory">Where the files are.</param>
    /// <param name="warn">Is told of each line that can't be used, once.</param>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public ConnectionRules(ControlDirectory directory, Action<ControlList, RuleError> warn)
    {
        _warn = (list, error) =>
        {
            if (!RuleWarning.IsOfOneAddress(error) || (_warnedOf.Count < MostWarningsOfOneAddress && _warnedOf.Add((list, error))))
                warn(list, error);
        };
        foreach (ControlList list in ControlLists.All)
            _lists[(int)list] = Load(directory, list);
    }

    /// <summary>The rules of a file; null where it was missing.</summary>
    public RuleSet? Open(ControlList list) => _lists[(int)list];

    private RuleSet? Load(ControlDirectory directory, ControlList list)
    {
        int descriptor = directory.Open(list);
        if (descriptor == -1)
            return null;
        try
        {
            ByteSource source = directory.Source(list, descriptor);
            if (TryLoad(list, source) is { } loaded)
                return loaded;
            Libc.Seek(descriptor, 0, 0);
            return new SnapshotRules(list, source, _matcher, UtcDay.Today, _warn);
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
    }

    private LoadedRules? TryLoad(ControlList list, ByteSource source)
    {
        try
        {
            return LoadedRules.TryLoad(list, new ControlFile(new LineReader(source)), _matcher, _budget, UtcDay.Today, _warn);
        }
        catch (OutOfMemoryException)
        {
            // A rule of a kind that the budget did not foresee: as if it had not fitted.
            return null;
        }
    }
}
