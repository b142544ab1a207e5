using System;
using System.Collections.Generic;
using System.IO;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck test</c>: which rule decides about an address, and what each hook would do with it.</summary>
internal sealed class TestCommand
{
    private readonly TestOptions _options;
    private readonly Action<TestedEnvelope> _report;
    private readonly HashSet<(ControlList List, RuleError Error)> _warned = new();
    private ExitCode _code = ExitCode.Accept;

    private TestCommand(TestOptions options, Action<TestedEnvelope> report)
    {
        _options = options;
        _report = report;
    }

    /// <summary>Tests each recipient.</summary>
    /// <param name="options">What the command line says.</param>
    /// <param name="output">Where the report goes.</param>
    /// <returns>Accept if all would be accepted, HardError if any is refused, SoftError where one can't be told.</returns>
    public static ExitCode Run(TestOptions options, Stream output)
    {
        if (DecisionLog.ProblemInEnvironment is { } problem)
            StandardError.WriteLine("warning"u8, problem);
        Freshness freshness = Freshness.Of(options.Directory);
        Action<TestedEnvelope> report = options.WritesJson
            ? new TestJson(output, freshness).Write
            : new TestText(output, options.Directory, Terminal.WantsColor(Descriptor.Output)).Write;
        var command = new TestCommand(options, report);
        foreach (byte[] recipient in options.Recipients)
        {
            if (recipient.AsSpan().SequenceEqual("-"u8))
                command.TestStandardInput();
            else
                command.Test(options.Sender, recipient);
        }

        if (!options.WritesJson && freshness.Exists)
            output.Write(new ByteText().Add($"{options.Directory.Name}/").Add(CompiledFile.FileName).Add($" {freshness.Describe()}\n").Bytes);
        output.Flush();
        return command._code;
    }

    /// <summary>Tests a list: a recipient a line, or a sender, a TAB and a recipient. Lines that are empty are passed over.</summary>
    private void TestStandardInput()
    {
        var lines = new LineReader(static buffer =>
        {
            try
            {
                return Descriptor.Read(Descriptor.Input, buffer);
            }
            catch (PosixException exception)
            {
                throw new ControlReadException("unable to read standard input: " + exception.Message);
            }
        });
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.EndsWith("\r"u8))
                line = line[..^1];
            int tab = line.IndexOf((byte)'\t');
            if (tab >= 0)
                Test(line[..tab].ToArray(), line[(tab + 1)..].ToArray());
            else if (line.Length > 0)
                Test(_options.Sender, line.ToArray());
        }
    }

    private void Test(byte[]? sender, byte[] recipient)
    {
        var envelope = new Envelope
        {
            Helo = _options.Helo,
            Sender = sender,
            Recipient = recipient,
            IsRelayClient = _options.IsRelayClient,
        };
        using var rules = new ControlRules(_options.Directory, WarnOnce);
        var others = new List<MatchedRule>();
        Verdict verdict;
        try
        {
            verdict = new Judge(rules.Open, static _ => { }).Decide(envelope);
            foreach (ControlList list in ControlLists.All)
                AddMatches(others, rules, list, envelope, verdict);
        }
        catch (ControlReadException exception)
        {
            verdict = Verdict.Trouble(exception.Message);
        }

        _code = verdict.Kind switch
        {
            VerdictKind.Trouble => ExitCode.SoftError,
            VerdictKind.Reject or VerdictKind.Defer when _code != ExitCode.SoftError => ExitCode.HardError,
            _ => _code,
        };
        _report(new TestedEnvelope(envelope, verdict, others));
    }

    private static void AddMatches(List<MatchedRule> others, ControlRules rules, ControlList list, Envelope envelope, Verdict verdict)
    {
        byte[]? asked = list switch
        {
            ControlList.BadHelo => envelope.Helo,
            ControlList.BadMailFrom or ControlList.BadMailFromNoRelay or ControlList.GoodMailFrom => envelope.Sender is [] ? null : envelope.Sender,
            _ => envelope.Recipient,
        };
        if (asked is null || (envelope.IsRelayClient && ControlLists.SparesRelayClients(list)) || rules.OpenText(list) is not { } text)
            return;
        byte[] subject = CaseFolding.Upper(asked);
        while (text.NextHit(subject) is { } hit)
        {
            if (hit.List != verdict.Hit?.List || hit.Line != verdict.Hit.Line)
                others.Add(new MatchedRule(hit, text.IsAsleep(hit)));
        }
    }

    private void WarnOnce(ControlList list, RuleError error)
    {
        if (_warned.Add((list, error)))
            DecisionLog.Warn(list, error);
    }
}
