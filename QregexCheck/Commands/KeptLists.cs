using System;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Qmail;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary>
/// The lists of a control directory, for who asks about many addresses. Each list is read once, when it is first needed, and kept in memory. A list that is too
/// large for that, or slow in memory, is asked in the compiled file, if that is fresh.
/// </summary>
internal sealed class KeptLists : IDisposable
{
    // The compiled file takes some fifty microseconds for an address, however many rules there are; in memory one of these takes one.
    private const int MostRunEachTime = 200;

    private readonly ControlDirectory _directory;
    private readonly Action<ControlList, RuleError> _warn;
    private readonly ControlRules _hooks;
    private readonly RuleMatcher _matcher = new();
    private readonly LoadBudget _budget;
    private readonly KeptRules?[] _kept = new KeptRules?[ControlLists.All.Length];
    private readonly RuleSet?[] _open = new RuleSet?[ControlLists.All.Length];
    private readonly bool[] _isOpen = new bool[ControlLists.All.Length];
    private readonly bool[] _isRead = new bool[ControlLists.All.Length];

    /// <param name="directory">The directory of the control files.</param>
    /// <param name="budget">How much is kept.</param>
    /// <param name="warn">Is told of each line that can't be used, perhaps more than once.</param>
    public KeptLists(ControlDirectory directory, LoadBudget budget, Action<ControlList, RuleError> warn)
    {
        _directory = directory;
        _budget = budget;
        _warn = warn;
        _hooks = new ControlRules(directory, warn, budget.CompiledBlocks);
    }

    public void Dispose() => _hooks.Dispose();

    /// <summary>A list, ready to be asked; null when its control file is missing.</summary>
    /// <remarks>
    /// What is kept in memory says what the compiled file does, mostly sooner. A text that did not fit is streamed, and of rules without a literal only so
    /// many go into one automaton; in both cases the compiled file goes before it.
    /// </remarks>
    /// <exception cref="ControlReadException">The control file can't be read.</exception>
    public RuleSet? Open(ControlList list)
    {
        if (!_isOpen[(int)list])
        {
            KeptRules? kept = Keep(list);
            bool isSlow = kept is SnapshotRules or { RunEachTime: > MostRunEachTime };
            _open[(int)list] = isSlow && _hooks.TryOpenCompiled(list, out RuleSet? compiled) ? compiled ?? kept : kept;
        }

        _isOpen[(int)list] = true;
        return _open[(int)list];
    }

    /// <summary>A list as its text says it; null when its control file is missing.</summary>
    /// <exception cref="ControlReadException">The control file can't be read.</exception>
    public KeptRules? Keep(ControlList list)
    {
        if (!_isRead[(int)list])
            _kept[(int)list] = ConnectionRules.Load(_directory, list, _matcher, _budget, _warn);
        _isRead[(int)list] = true;
        return _kept[(int)list];
    }
}
