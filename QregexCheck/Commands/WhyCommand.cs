using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Logs;
using QregexCheck.Posix;
using QregexCheck.Proof;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>
/// <c>qregexcheck why LINE</c>: tells of a line of the log what decided then, where that rule stands now, what would decide now and what without it, and which
/// line would let such mail through.
/// </summary>
internal sealed class WhyCommand : IDisposable
{
    private readonly ControlDirectory _directory;
    private readonly TestedRules _rules;
    private readonly RecipientLookup _recipients;
    private readonly List<LintedFile> _files;
    private readonly LintedFile? _covered;
    private readonly RuleMatcher _matcher = new();
    private readonly HashSet<(ControlList List, RuleError Error)> _warned = new();
    private readonly TestSummary _summary = new();
    private readonly LineFronts _fronts = new((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100, TimeZoneInfo.Local);
    private bool _hasRefusedLine;

    private WhyCommand(ControlDirectory directory)
    {
        _directory = directory;
        _rules = new TestedRules(directory, WarnOnce);
        _recipients = new RecipientLookup(directory);
        _files = NamedFiles.Read(directory);
        string covered = Encoding.ASCII.GetString(Mailboxes.CoveringEntry.FileName);
        _covered = directory.ReadAll(Mailboxes.CoveringEntry.FileName) is { } bytes ? new LintedFile(covered, bytes) : null;
    }

    /// <summary>Answers about a line, or about each line of standard input.</summary>
    /// <returns>As <c>test</c> for what would be decided now; HardError for a line that is not ours.</returns>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public static ExitCode Run(byte[] line, ControlDirectory directory, bool writesJson, Stream output)
    {
        UnreadFiles.Warn(directory);
        var buffered = new BufferedStream(output, 64 * 1024);
        using var command = new WhyCommand(directory);
        Action<WhyAnswer> write = writesJson ? new WhyJson(buffered).Write : new WhyText(buffered, directory, Terminal.WantsColor(Descriptor.Output)).Write;
        if (line.AsSpan().SequenceEqual("-"u8))
            command.AnswerInput(write, buffered.Flush, () => output is DescriptorStream { IsBroken: true });
        else
            command.Answer(line, write);
        buffered.Flush();
        return command._summary.Code == ExitCode.Accept && command._hasRefusedLine ? ExitCode.HardError : command._summary.Code;
    }

    public void Dispose() => _rules.Dispose();

    private void AnswerInput(Action<WhyAnswer> write, Action show, Func<bool> isUnheard)
    {
        bool isEmpty = true;
        var lines = new LineReader(buffer =>
        {
            show();
            try
            {
                return Descriptor.Read(Descriptor.Input, buffer);
            }
            catch (PosixException exception)
            {
                throw new ControlReadException("unable to read standard input: " + exception.Message);
            }
        });
        while (!isUnheard() && lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.Trim(" \t\r"u8).IsEmpty)
                continue;
            isEmpty = false;
            Answer(line, write);
        }

        if (isEmpty)
            Refuse("there is no line on standard input; pipe a line of qregexcheck's log in");
    }

    private void Answer(ReadOnlySpan<byte> line, Action<WhyAnswer> write)
    {
        if (AskedLine.Read(line, _fronts, out string? complaint) is not { } asked)
        {
            Refuse(complaint!);
            return;
        }

        WhyAnswer answer = AnswerOf(asked);
        _summary.Count(answer.Now?.Kind ?? VerdictKind.Trouble);
        write(answer);
    }

    private void Refuse(string complaint)
    {
        _hasRefusedLine = true;
        StandardError.Fatal(complaint);
    }

    private WhyAnswer AnswerOf(AskedLine line)
    {
        List<StandingRule> standing = line.Rule is { } rule ? Find(line.File, rule) : [];
        if (line.IsCut)
            return new WhyAnswer(line, standing, null, null, [], false);
        Verdict now = _rules.Ask(line.Envelope).Verdict;
        Verdict? without = now.Kind is VerdictKind.Accept or VerdictKind.Trouble ? null : Without(now, line.Envelope);
        var exemptions = new List<Exemption>();
        bool needsRuleChange = false;
        if (now.Kind is VerdictKind.Reject or VerdictKind.Defer)
        {
            Envelope envelope = line.Envelope;
            needsRuleChange = IsRefused(envelope.Only(Subject.HeloName));
            AddExemption(Subject.Sender, envelope.Only(Subject.Sender), envelope.Sender, exemptions);
            AddExemption(Subject.Recipient, envelope.Only(Subject.Recipient), envelope.Recipient, exemptions);
        }

        return new WhyAnswer(line, standing, now, without, exemptions, needsRuleChange);
    }

    /// <summary>The places of a rule, by what the log writes for it: first those in its own list.</summary>
    private List<StandingRule> Find(byte[] list, byte[] logged)
    {
        var own = new List<StandingRule>();
        var others = new List<StandingRule>();
        string name = Encoding.Latin1.GetString(list);
        foreach (LintedFile file in _files)
        {
            string found = ControlLists.Name(file.List!.Value);
            foreach (LintedRule rule in file.Rules)
            {
                if (LogLine.RuleText(rule.Text).SequenceEqual(logged))
                    (found == name ? own : others).Add(new StandingRule(found, rule.Line, StateOf(rule.Error, rule.Annotation)));
            }
        }

        if (_covered is not null && _covered.Name == name)
        {
            foreach (Lint.LintedEntry entry in Lint.CoveringReader.Read(_covered, new Lint.FindingLimit(new Lint.Findings())))
            {
                if (LogLine.RuleText(entry.Text).SequenceEqual(logged))
                    own.Add(new StandingRule(name, entry.Line, StateOf(default, entry.Annotation)));
            }
        }

        return own.Count > 0 ? own : others;
    }

    private static string? StateOf(SyntaxError error, Annotation annotation) =>
        error.Kind != SyntaxErrorKind.None ? "can't be used"
        : annotation.SleepsOn(UtcDay.Today()) ? "asleep: its until day is over"
        : annotation.Action == RuleAction.Log ? "only logs"
        : annotation.Condition is { } condition ? $"hits only with {Escape.Text(condition.Text, Plain.Printable)}"
        : null;

    /// <summary>What is decided when the rule that decides now is not there, or the recipient is not looked up.</summary>
    private Verdict Without(Verdict now, Envelope envelope)
    {
        Hit? hit = now.Reason?.Hit;
        Func<Envelope, Mailboxes.RecipientAnswer?>? look = hit is null || RecipientLookup.IsOff ? null : _recipients.Ask;
        return new Judge(list => Open(list, hit is not null && hit.List == list ? hit.Line : 0), static _ => { }, look: look).DecideOrTrouble(envelope);
    }

    private TextRules? Open(ControlList list, int without)
    {
        LintedFile? file = _files.Find(each => each.List == list);
        return file is null ? null : new TextRules(list, file.Read(), _matcher, UtcDay.Today, WarnOnce, without);
    }

    private bool IsRefused(Envelope envelope) => _rules.Ask(envelope).Verdict.Kind is VerdictKind.Reject or VerdictKind.Defer;

    private void AddExemption(Subject subject, Envelope alone, byte[]? address, List<Exemption> exemptions)
    {
        if (address is null || !IsRefused(alone) || ListFamily.About(subject).Exceptions is not { } list)
            return;
        byte[] rule = AddressRule.Of(address);
        exemptions.Add(new Exemption(ControlLists.Name(list), rule, ExceptionCommand.Of(rule, _directory, list)));
    }

    private void WarnOnce(ControlList list, RuleError error)
    {
        if (_warned.Add((list, error)))
            StandardError.WriteLine("warning"u8, $"{_directory.DisplayName(list)}:{error.Line}:{error.Column}: {error.Message}");
    }
}
