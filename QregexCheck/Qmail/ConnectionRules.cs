using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Rules;

namespace QregexCheck.Qmail;

/// <summary>
/// The rules of all lists, as they were when a connection began. Later changes on disk do not matter to the connection. A list for which the compiled
/// file is fresh then is asked there, and the file is held open. Any other list is read once, as text. Recipients are looked up anew each time.
/// </summary>
/// <remarks>
/// A line that can't be used is warned of once a connection. The warning comes when the line is read, or when a check first reads that far.
/// </remarks>
internal sealed class ConnectionRules
{
    // There is at most one for each rule with a back-reference. A client who sends made-up addresses must not fill the log or the heap.
    private const int MostWarningsOfOneAddress = 200;

    // The collector would wait for megabytes, and a session may last for hours. What a session keeps is small, so that this costs nothing that can be measured.
    private const int MostGarbage = 64 * 1024;

    private readonly ControlDirectory _directory;
    private readonly Action<ControlList, RuleError> _warn;
    private readonly Func<Envelope, RecipientAnswer?>? _look;
    private readonly RuleMatcher _matcher = new();
    private readonly LoadBudget _budget = LoadBudget.OfConnection;
    private readonly RuleSet?[] _lists = new RuleSet?[ControlLists.All.Length];
    private readonly HashSet<(ControlList List, RuleError Error)> _warnedOf = new();
    private SignedRecipients? _signed;
    private long _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();

    /// <param name="directory">The directory of the control files.</param>
    /// <param name="warn">Is told once of each line that can't be used.</param>
    /// <param name="only">The one subject that is asked about; null for all that an envelope has. Recipients are not looked up then.</param>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public ConnectionRules(ControlDirectory directory, Action<ControlList, RuleError> warn, Subject? only = null)
    {
        _directory = directory;
        _warn = warn;
        _look = RecipientLookup.IsOff || only is not null ? null : new RecipientLookup(directory).Ask;
        CompiledFile? compiled = OpenCompiled();
        foreach (ControlList list in ControlLists.All)
        {
            if (only is { } subject ? ListFamily.Of(list).Subject == subject : ControlLists.IsOfEnvelopes(list))
                _lists[(int)list] = Begin(list, compiled);
        }
    }

    /// <summary>Decides about one envelope. A check that can't be made is a verdict too.</summary>
    /// <param name="envelope">What to decide about.</param>
    /// <param name="log">Is told of rules that only log; not where the verdict waits, as they will hit again.</param>
    public Verdict Decide(Envelope envelope, DecisionLog log)
    {
        CollectGarbage();
        envelope = (_signed ??= new SignedRecipients(_directory)).Of(envelope);
        List<Hit>? logged = null;
        Verdict verdict = new Judge(Open, hit => (logged ??= new List<Hit>()).Add(hit), look: _look).DecideOrTrouble(envelope);
        if (verdict.Waits || logged is null)
            return verdict;
        foreach (Hit hit in logged)
            log.WriteLogOnly(hit, envelope);
        return verdict;
    }

    /// <summary>The rules of a list; null when its control file was missing.</summary>
    public RuleSet? Open(ControlList list) => _lists[(int)list];

    /// <summary>Reads one list as text: into memory when the budget allows it, else into a copy that each check reads.</summary>
    /// <returns>Null when the control file is missing.</returns>
    /// <exception cref="ControlReadException">The control file can't be read.</exception>
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
            // The budget did not foresee a rule of this kind. The list is treated as one that is too large for memory.
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
