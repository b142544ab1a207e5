using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck test</c>: tells which rule decides about an envelope, and what each hook would do with it.</summary>
internal sealed class TestCommand : IDisposable
{
    private readonly TestOptions _options;
    private readonly Action<TestedEnvelope> _report;
    private readonly Action _show;
    private readonly Func<bool> _isUnheard;
    private readonly TestedRules _rules;
    private readonly HashSet<(ControlList List, RuleError Error)> _warned = new();
    private readonly HashSet<string> _doubts = new();
    private readonly TestSummary _summary = new();
    private bool _looksUp;
    private bool _differs;

    /// <param name="options">The options of the command line.</param>
    /// <param name="report">Is given each result.</param>
    /// <param name="show">Writes what was reported and not yet written.</param>
    /// <param name="isUnheard">True when the reader of the report has gone.</param>
    private TestCommand(TestOptions options, Action<TestedEnvelope> report, Action show, Func<bool> isUnheard)
    {
        _options = options;
        _report = report;
        _show = show;
        _isUnheard = isUnheard;
        _rules = new TestedRules(options.Directory, WarnOnce);
    }

    /// <summary>Tests each recipient. Without recipients it tests the sender and the HELO name.</summary>
    /// <param name="options">The options of the command line.</param>
    /// <param name="output">The stream for the report.</param>
    /// <returns>Accept if all would be accepted, HardError if any is refused, SoftError if one can't be decided.</returns>
    public static ExitCode Run(TestOptions options, Stream output)
    {
        if (!Readers.TryBecome(options.User, out string? user))
            return ExitCode.HardError;
        if (user is null)
            Readers.Warn(options.Directory);
        if (DecisionLog.ProblemInEnvironment is { } problem)
            StandardError.WriteLine("warning"u8, problem);
        List<UnreadFile> unread = UnreadFiles.Warn(options.Directory);
        Freshness freshness = Freshness.Of(options.Directory);
        var buffered = new BufferedStream(output, 64 * 1024);
        var recipients = new RecipientReport(options.Directory);
        Action<TestedEnvelope> report = options switch
        {
            { IsQuiet: true } => Forget,
            { WritesJson: true } => new TestJson(buffered, options.Directory, recipients, freshness, unread, user).Write,
            _ => new TestText(buffered, options.Directory, recipients, options.HasColor, options.ClientIp is not null).Write,
        };
        using var command = new TestCommand(options, report, buffered.Flush, () => output is DescriptorStream { IsBroken: true });
        bool isList = command.TestAll();
        if (options.IsQuiet || (isList && !options.WritesJson))
            buffered.Write(options.WritesJson ? command._summary.ToJson() : command._summary.ToText());
        if (!options.WritesJson && !options.IsQuiet)
            AddNotes(buffered, options.Directory, freshness, user, command._looksUp ? recipients : null);
        buffered.Flush();
        return command._summary.Code;
    }

    public void Dispose() => _rules.Dispose();

    private static void Forget(TestedEnvelope tested)
    {
    }

    private static void AddNotes(Stream output, ControlDirectory directory, Freshness freshness, string? user, RecipientReport? recipients)
    {
        if (freshness.Exists)
            output.Write(new ByteText().Add(directory.Name).Add("/"u8).Add(CompiledFile.FileName).Add($" {freshness.Describe()}\n").Bytes);
        if (user is not null)
            output.Write(new ByteText().Add($"read as user {user}\n").Bytes);
        if (recipients is not null)
            output.Write(new ByteText().Add(recipients.Note).Add("\n"u8).Bytes);
    }

    /// <returns>True when one of them was a list on standard input.</returns>
    private bool TestAll()
    {
        bool isList = false;
        byte[]? sender = _options.Sender is null ? null : Read(PastedText.Address(_options.Sender), CommandTree.NameOf(CommandOption.From));
        byte[]? helo = _options.Helo is null ? null : Read(PastedText.Host(_options.Helo), CommandTree.NameOf(CommandOption.Helo));
        if (_options.Recipients.Count == 0)
            Test(helo, sender, null, _options.ClientIp);
        foreach (byte[] recipient in _options.Recipients)
        {
            if (!recipient.AsSpan().SequenceEqual("-"u8))
            {
                Test(helo, sender, Read(PastedText.Address(recipient), "the recipient"), _options.ClientIp);
                continue;
            }

            isList = true;
            TestStandardInput(helo, sender);
        }

        return isList;
    }

    /// <summary>Tests a list from standard input, line by line. Results are shown before the next part of the list is waited for.</summary>
    private void TestStandardInput(byte[]? helo, byte[]? sender)
    {
        using var bar = new ProgressBar("testing");
        long size = FileStatus.SizeOfRegular(Descriptor.Input);
        long bytesRead = 0;
        var lines = new LineReader(buffer =>
        {
            _show();
            try
            {
                int count = Descriptor.Read(Descriptor.Input, buffer);
                bytesRead += count;
                return count;
            }
            catch (PosixException exception)
            {
                throw new ControlReadException("unable to read standard input: " + exception.Message);
            }
        });
        for (int number = 1; !_isUnheard() && lines.TryRead(out ReadOnlySpan<byte> line); number++)
        {
            if (number == 1)
                line = ByteOrderMark.Without(line);
            if (!ListLine.TryRead(line, out ListLine read))
                continue;
            if (read.Doubt is not null)
                Doubt(read.Doubt, $"line {number}");
            byte[]? from = read.HasSender ? Read(PastedText.Address(read.Sender), $"line {number}") : sender;
            byte[]? ip = read.Ip.IsEmpty ? _options.ClientIp : read.Ip.ToArray();
            Test(helo, from, read.HasRecipient ? Read(PastedText.Address(read.Recipient), $"line {number}") : null, ip);
            if (size > 0)
                bar.Show((int)(bytesRead * 1000 / size), 1000);
            else
                bar.ShowCount(_summary.Envelopes);
        }
    }

    private void Test(byte[]? helo, byte[]? sender, byte[]? recipient, byte[]? ip)
    {
        TestedEnvelope tested = _rules.Ask(new Envelope
        {
            Helo = helo,
            Sender = sender,
            Recipient = recipient,
            ClientIp = ip,
            IsRelayClient = _options.IsRelayClient,
            Untold = UntoldSide.Missing,
        });
        _summary.Count(tested.Verdict.Kind);
        _looksUp |= tested.Recipient is not null;
        if (tested.Recipient is { } answer)
            WarnOf(tested.Envelope, answer);
        _report(tested);
    }

    private void WarnOf(Envelope envelope, RecipientAnswer answer)
    {
        if (answer.Warning is not null && _doubts.Add(answer.Warning))
            StandardError.WriteLine("warning"u8, answer.Warning);
        foreach (RuleError slip in answer.Slips)
        {
            string warning = $"{Escape.Text(_options.Directory.Path, Plain.Message)}/checkrcpthosts:{slip.Line}:{slip.Column}: {slip.Message}";
            if (_doubts.Add(warning))
                StandardError.WriteLine("warning"u8, warning);
        }

        // One difference is enough: the warning names what shows all.
        if (_options.User is not null || _differs)
            return;
        RecipientAnswer? theirs = null;
        string? user = Readers.AsMailUser(() => theirs = new RecipientLookup(_options.Directory).Ask(envelope));
        _differs = user is not null && theirs is not null && theirs.State != answer.State;
        if (_differs)
        {
            StandardError.WriteLine(
                "warning"u8,
                $"qmail-smtpd runs as {user}, and there <{Escape.Text(envelope.Recipient, Plain.Printable)}> gets another answer: "
                    + $"{Encoding.ASCII.GetString(TestWords.Sentence(theirs!.State))}, {Escape.Text(theirs.Why, Plain.Printable)}; test --as {user} shows it");
        }
    }

    private byte[] Read(PastedText pasted, string place)
    {
        if (pasted.Doubt is not null)
            Doubt(pasted.Doubt, place);
        return pasted.Bytes;
    }

    /// <summary>Tells of something odd, the first time only.</summary>
    private void Doubt(string doubt, string place)
    {
        if (_doubts.Add(doubt))
            StandardError.WriteLine("warning"u8, $"{place}: {doubt}; look whether this is what was meant");
    }

    private void WarnOnce(ControlList list, RuleError error)
    {
        if (_warned.Add((list, error)))
            StandardError.WriteLine("warning"u8, $"{_options.Directory.DisplayName(list)}:{error.Line}:{error.Column}: {error.Message}");
    }
}
