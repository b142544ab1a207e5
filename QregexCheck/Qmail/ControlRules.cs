using System;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Posix;
using QregexCheck.Rules;

namespace QregexCheck.Qmail;

/// <summary>
/// Hands lists to the judge, one after another. A list is asked in its compiled form when the compiled file is fresh, else as text. Only one
/// control file is open at a time: the one asked last.
/// </summary>
internal sealed class ControlRules : IDisposable
{
    private readonly ControlDirectory _directory;
    private readonly Action<ControlList, RuleError> _warn;
    private readonly int _keptBlocks;
    private readonly RuleMatcher _matcher = new();
    private LineReader? _lines;
    private CompiledFile? _compiled;
    private bool _compiledIsAsked;
    private int _descriptor = -1;

    /// <param name="directory">The directory of the control files.</param>
    /// <param name="warn">Is told of each line that can't be used.</param>
    /// <param name="keptBlocks">How many blocks of the compiled file are kept in memory at most.</param>
    public ControlRules(ControlDirectory directory, Action<ControlList, RuleError> warn, int keptBlocks = BlockReader.BlocksOfOneCheck)
    {
        _directory = directory;
        _keptBlocks = keptBlocks;
        _warn = warn;
    }

    /// <summary>Decides about one envelope, by the directory that the environment names. A check that can't be made is a verdict too.</summary>
    /// <param name="envelope">What to decide about.</param>
    /// <param name="log">Is told of rules that only log.</param>
    public static Verdict Decide(Envelope envelope, DecisionLog log)
    {
        ControlDirectory directory = ControlDirectory.FromEnvironment();
        using var rules = new ControlRules(directory, DecisionLog.Warn);
        envelope = SignedRecipients.Known(envelope, directory);
        return new Judge(
            rules.Open, hit => log.WriteLogOnly(hit, envelope),
            look: RecipientLookup.IsOff ? null : asked => new RecipientLookup(directory, rules.Compiled).Ask(asked)).DecideOrTrouble(envelope);
    }

    /// <summary>The rules of a list; null when its control file is missing. As text they can be asked once.</summary>
    /// <exception cref="ControlReadException">The control file can't be read.</exception>
    public RuleSet? Open(ControlList list) => TryOpenCompiled(list, out RuleSet? compiled) ? compiled : OpenText(list);

    /// <summary>The compiled rules of a list, if the compiled file is fresh for the list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="rules">Its rules; null when its control file is missing.</param>
    /// <returns>False when the text must be asked.</returns>
    public bool TryOpenCompiled(ControlList list, out RuleSet? rules)
    {
        rules = null;
        try
        {
            if (Compiled() is not { } compiled)
                return false;
            ListEntry entry = compiled.Entry(list);
            if (entry.Source.Exists)
                rules = new CompiledRules(list, compiled.Reader, entry, _matcher, UtcDay.Today, _warn, () => OpenText(list));
            return true;
        }
        catch (DatabaseException)
        {
            // The compiled file is stale, damaged, or not to be believed. The text gives the same answers.
            return false;
        }
    }

    /// <summary>The rules of a list as text, from the beginning of its control file; null when the control file is missing.</summary>
    /// <exception cref="ControlReadException">The control file can't be read.</exception>
    public TextRules? OpenText(ControlList list)
    {
        CloseText();
        _descriptor = _directory.Open(list);
        if (_descriptor == -1)
            return null;
        ByteSource source = _directory.Source(list, _descriptor);
        _lines = _lines is null ? new LineReader(source) : new LineReader(source, _lines.Buffer);
        return new TextRules(list, new ControlFile(_lines), _matcher, UtcDay.Today, _warn);
    }

    public void Dispose()
    {
        CloseText();
        _compiled?.Dispose();
        _compiled = null;
    }

    /// <summary>The compiled file. It is opened when it is first asked for, and is open as long as this is.</summary>
    /// <returns>Null when there is none, or it can't be believed.</returns>
    /// <exception cref="DatabaseException">The same, when it is asked for the first time.</exception>
    private CompiledFile? Compiled()
    {
        if (!_compiledIsAsked)
        {
            _compiledIsAsked = true;
            _compiled = CompiledFile.Open(_directory, _keptBlocks);
        }

        return _compiled;
    }

    private void CloseText()
    {
        if (_descriptor != -1)
            Descriptor.Close(_descriptor);
        _descriptor = -1;
    }
}
