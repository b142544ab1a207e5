using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Posix;
using QregexCheck.Rules;

namespace QregexCheck.Qmail;

/// <summary>
/// The rules of all control files as they were when a connection began; what changes on disk meanwhile does not matter to it. Compiled where the
/// compiled file is fresh then, which is held open; else read as text, once.
/// </summary>
/// <remarks>
/// A line that can't be used is warned of once a connection, whatever is asked: when it is read, or the first time that a check reads so far.
/// </remarks>
internal sealed class ConnectionRules
{
    // One for each rule with a back-reference, at most: a client who sends made-up addresses must not fill the log or the heap.
    private const int MostWarningsOfOneAddress = 200;

    // The collector would wait for megabytes, and a session may last for hours. What a session keeps is small, so that this costs nothing that can be measured.
    private const int MostGarbage = 64 * 1024;

    private readonly ControlDirectory _directory;
    private readonly Action<ControlList, RuleError> _warn;
    private readonly RuleMatcher _matcher = new();
    private readonly LoadBudget _budget = LoadBudget.OfConnection;
    private readonly RuleSet?[] _lists = new RuleSet?[ControlLists.All.Length];
    private readonly HashSet<(ControlList List, RuleError Error)> _warnedOf = new();
    private long _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();

    /// <param name="directory">Where the files are.</param>
    /// <param name="warn">Is told of each line that can't be used, once.</param>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public ConnectionRules(ControlDirectory directory, Action<ControlList, RuleError> warn)
    {
        _directory = directory;
        _warn = warn;
        CompiledFile? compiled = OpenCompiled();
        foreach (ControlList list in ControlLists.All)
            _lists[(int)list] = Begin(list, compiled);
    }

    /// <summary>Decides about one envelope; a check that can't be made is a verdict, too.</summary>
    /// <param name="envelope">What to decide about.</param>
    /// <param name="log">Is told of rules that only log.</param>
    public Verdict Decide(Envelope envelope, DecisionLog log)
    {
        CollectGarbage();
        return new Judge(Open, hit => log.WriteLogOnly(hit, envelope)).DecideOrTrouble(envelope);
    }

    /// <summary>The rules of a file; null where it was missing.</summary>
    public RuleSet? Open(ControlList list) => _lists[(int)list];

    /// <summary>Reads the text of one file: into memory where the budget allows it, else into a copy that is read at each check.</summary>
    /// <returns>Null when it is missing.</returns>
    /// <exception cref="ControlReadException">It can't be read.</exception>
    public static KeptRules? Load(
        ControlDirectory directory, ControlList list, RuleMatcher matcher, LoadBudget budget, Action<ControlList, RuleError> warn)
    {
        var file = new HeldControlFile(directory, list);
        try
        {
            return Load(file, list, matcher, budget, warn);
        }
        finally
        {
            file.Close();
        }
    }

    private static KeptRules? Load(HeldControlFile file, ControlList list, RuleMatcher matcher, LoadBudget budget, Action<ControlList, RuleError> warn)
    {
        if (file.FromBeginning() is not { } source)
            return null;
        if (TryLoad(list, source, matcher, budget, warn) is { } loaded)
            return loaded;
        return new SnapshotRules(list, file.FromBeginning()!, matcher, UtcDay.Today, warn);
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

    private void CollectGarbage()
    {
        if (GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore < MostGarbage)
            return;
        GC.Collect(0);
        _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
    }

    private CompiledFile? OpenCompiled()
    {
        try
        {
            return CompiledFile.Open(_directory, BlockReader.BlocksOfManyChecks);
        }
        catch (DatabaseException)
        {
            return null;
        }
    }

    private RuleSet? Begin(ControlList list, CompiledFile? compiled)
    {
        var file = new HeldControlFile(_directory, list);
        if (compiled is not null && TryBeginCompiled(list, compiled, file, out CompiledRules? rules))
            return rules;
        KeptRules? text = Load(file, list, _matcher, _budget, WarnOnce);
        file.Close();
        return text;
    }

    private bool TryBeginCompiled(ControlList list, CompiledFile compiled, HeldControlFile file, out CompiledRules? rules)
    {
        rules = null;
        try
        {
            ListEntry entry = file.IsOpen ? compiled.Entry(list, file.Status) : compiled.Entry(list);
            if (!entry.Source.Exists)
                return true;
            SourceStamp source = entry.Source;
            KeptRules? text = null;
            var asked = new CompiledRules(
                list, compiled.Reader, entry, _matcher, UtcDay.Today, WarnOnce, () => text ??= LoadUnchanged(list, file, source));
            asked.WarnOfLines(LoadedRules.MostWarnings);
            rules = asked;
            return true;
        }
        catch (DatabaseException)
        {
            // Stale, damaged or not to be believed: the text says the same.
            return false;
        }
    }

    /// <summary>The text of a file whose compiled rules can't answer: as it was when the connection began, or not at all.</summary>
    /// <exception cref="ControlReadException">It can't be read, or is not what it was.</exception>
    private KeptRules? LoadUnchanged(ControlList list, HeldControlFile file, in SourceStamp before)
    {
        file.CheckUnchanged(before);
        KeptRules? text = Load(file, list, _matcher, _budget, WarnOfOneAddress);

        // It could have been written to while it was read.
        file.CheckUnchanged(before);
        file.Close();
        return text;
    }

    private void WarnOnce(ControlList list, RuleError error)
    {
        if (!RuleWarning.IsOfOneAddress(error) || (_warnedOf.Count < MostWarningsOfOneAddress && _warnedOf.Add((list, error))))
            _warn(list, error);
    }

    /// <summary>For the text behind compiled rules: what there is to be said of its lines they have said.</summary>
    private void WarnOfOneAddress(ControlList list, RuleError error)
    {
        if (RuleWarning.IsOfOneAddress(error))
            WarnOnce(list, error);
    }
}
