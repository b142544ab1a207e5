using System;
using System.Collections.Generic;
using System.IO;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Logs;
using QregexCheck.Posix;
using QregexCheck.Proof;
using QregexCheck.Qmail;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary>
/// <c>qregexcheck why LINE</c>: tells of a line of the log what decided then, where that rule stands now, what would decide now and what without it, and which
/// line would let such mail through.
/// </summary>
internal sealed class WhyCommand : IDisposable
{
    private const string OneLineAlone =
        "the log has one line of those that the bounce quotes; another one may show that the mail was yours, and where a limit is met nothing is refused";

    private readonly ControlDirectory _directory;
    private readonly AskedAgain _again;
    private readonly StandingRules _standing;
    private readonly HashSet<(ControlList List, RuleError Error)> _warned = new();
    private readonly TestSummary _summary = new();
    private readonly LineFronts _fronts = new((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100, TimeZoneInfo.Local);
    private bool _hasRefusedLine;

    private WhyCommand(ControlDirectory directory)
    {
        _directory = directory;
        List<LintedFile> files = NamedFiles.Read(directory);
        _standing = new StandingRules(directory, files);
        _again = new AskedAgain(directory, files, WarnOnce);
    }

    /// <summary>Answers about a line, or about each line of standard input.</summary>
    /// <returns>As <c>test</c> for what would be decided now; HardError for a line that is not ours.</returns>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public static ExitCode Run(byte[] line, ControlDirectory directory, bool writesJson, bool hasColor, Stream output)
    {
        UnreadFiles.Warn(directory);
        var buffered = new BufferedStream(output, 64 * 1024);
        using var command = new WhyCommand(directory);
        Action<WhyAnswer> write = writesJson ? new WhyJson(buffered).Write : new WhyText(buffered, directory, hasColor).Write;
        if (line.AsSpan().SequenceEqual("-"u8))
            command.AnswerInput(write, buffered.Flush, () => output is DescriptorStream { IsBroken: true });
        else
            command.Answer(line, write);
        buffered.Flush();
        return command._summary.Code == ExitCode.Accept && command._hasRefusedLine ? ExitCode.HardError : command._summary.Code;
    }

    public void Dispose() => _again.Dispose();

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
        List<StandingRule> standing = line.Rule is { } rule ? _standing.Find(line.File, rule) : [];
        if (line.IsCut)
            return new WhyAnswer(line, standing, null, null, [], false, []);
        Verdict now = _again.Decide(line, out Envelope envelope);
        Verdict? without = now.Kind is VerdictKind.Accept or VerdictKind.Trouble ? null : _again.Without(line, envelope, now.Reason);
        var exemptions = new List<Exemption>();
        bool needsRuleChange = false;
        if (now.Kind is VerdictKind.Reject or VerdictKind.Defer)
        {
            needsRuleChange = IsRefused(_again.About(Subject.HeloName, envelope).Kind);
            AddExemption(Subject.Sender, envelope, envelope.Sender, exemptions);
            AddExemption(Subject.Recipient, envelope, envelope.JudgedRecipient, exemptions);
            AddExemption(Subject.BounceRecipient, envelope, envelope.JudgedRecipient, exemptions);
            AddExemptionsOfBounce(line, exemptions);
        }

        return new WhyAnswer(line, standing, now, without, exemptions, needsRuleChange, Remarks(line, now));
    }

    private static bool IsRefused(VerdictKind kind) => kind is VerdictKind.Reject or VerdictKind.Defer;

    private void AddExemption(Subject subject, Envelope envelope, byte[]? address, List<Exemption> exemptions)
    {
        if (address is not null && IsRefused(_again.About(subject, envelope).Kind) && ListFamily.About(subject).Exceptions is { } list)
            exemptions.Add(Exemption.OfAddress(list, address, _directory));
    }

    private void AddExemptionsOfBounce(AskedLine line, List<Exemption> exemptions)
    {
        if (_again.Tag(line) is { Bounce: { } entry } tag && IsRefused(tag.CallsFor))
            exemptions.Add(Exemption.OfTag(entry));
        if (_again.Look(line) is { } finding && IsRefused(finding.Kind))
            exemptions.Add(Exemption.OfQuotedLine(line.QuotedLine!, _directory));
    }

    private static List<string> Remarks(AskedLine line, Verdict now)
    {
        var remarks = new List<string>();
        if (line.Recipients > 1 && !line.IsOfSecondRecipient)
            remarks.Add($"the message has {line.Recipients} recipients, and is refused only if each of them is; the answer is about the one in the line");
        if (line.Variable is { } variable && now.Kind != VerdictKind.Accept && now.Reason is { Bounce.Line: 0 } or { Hit.Line: 0 })
            remarks.Add($"only where {variable} is set for the server, as it was then");
        if (line.QuotedLine is not null)
            remarks.Add(OneLineAlone);
        if (line.IsTooMany)
            remarks.Add("the session was ended then, since so many recipients before this one were missing; see --unknown-limit");
        return remarks;
    }

    private void WarnOnce(ControlList list, RuleError error)
    {
        if (_warned.Add((list, error)))
            StandardError.WriteLine("warning"u8, $"{_directory.DisplayName(list)}:{error.Line}:{error.Column}: {error.Message}");
    }
}
