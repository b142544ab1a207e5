using System;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Posix;
using QregexCheck.Rules;

namespace QregexCheck.Qmail;

/// <summary>Writes decisions and warnings to standard error, as many as QREGEXCHECK_LOG asks for.</summary>
internal sealed class DecisionLog
{
    private readonly byte[] _clientIp;
    private readonly bool _logsAccepts;
    private readonly bool _logsDecisions;
    private string? _problem;
    private string? _lastWarning;

    private DecisionLog(byte[] clientIp, byte[]? level)
    {
        _clientIp = clientIp;
        _logsAccepts = IsWord(level, "all"u8);
        _logsDecisions = !IsWord(level, "none"u8);
        _problem = Problem(level);
    }

    /// <summary>
    /// The log that QREGEXCHECK_LOG asks for. <c>decisions</c> is the default. <c>all</c> logs accepts too. <c>none</c> logs only trouble and broken rules.
    /// </summary>
    public static DecisionLog FromEnvironment() => new(HookEnvironment.ClientIp, Level);

    /// <summary>What is wrong with QREGEXCHECK_LOG and what to do, as one clause; null when it is right.</summary>
    public static string? ProblemInEnvironment => Problem(Level);

    private static byte[]? Level => Environ.Get("QREGEXCHECK_LOG\0"u8);

    /// <summary>Logs a decision about an envelope.</summary>
    public void Write(Verdict verdict, Envelope envelope)
    {
        // The problem is told once for a hook and once for a connection. An administrator who asked for a log must not wait for it in vain.
        if (_problem is not null)
            StandardError.WriteLine("warning"u8, _problem);
        _problem = null;
        WriteRecipient(verdict.Reason, envelope);
        if (verdict.Kind == VerdictKind.Trouble)
            StandardError.Fatal(verdict.Reason!.Words!);
        else if (verdict.Kind == VerdictKind.Accept ? _logsAccepts : _logsDecisions)
            Descriptor.TryWrite(Descriptor.Error, LogLine.Format(verdict, envelope, _clientIp));
    }

    /// <summary>Logs the hit of a rule that only logs.</summary>
    public void WriteLogOnly(Hit hit, Envelope envelope) => WriteLogOnly(Reason.Of(hit), envelope);

    /// <summary>Logs a reason that has decided nothing.</summary>
    public void WriteLogOnly(Reason reason, Envelope envelope)
    {
        if (_logsDecisions)
            Descriptor.TryWrite(Descriptor.Error, LogLine.FormatLogOnly(reason, envelope, _clientIp));
    }

    /// <summary>Logs what would refuse a message if it were about all of its recipients. The message passes.</summary>
    public void WritePassed(Verdict verdict, Envelope envelope)
    {
        if (verdict.Kind == VerdictKind.Trouble)
            StandardError.Fatal(verdict.Reason!.Words!);
        else
            WriteLogOnly(verdict.Reason!, envelope);
    }

    /// <summary>Logs the end of a session in which something was refused.</summary>
    public void WriteSession(long mails, long recipients, long rejected, long unknown)
    {
        if (_logsDecisions)
            Descriptor.TryWrite(Descriptor.Error, LogLine.FormatSession(_clientIp, mails, recipients, rejected, unknown));
    }

    /// <summary>What the recipient check has to say beside the verdict: a warning, told once in a row, and the line of an entry that only logs.</summary>
    private void WriteRecipient(Reason? reason, Envelope envelope)
    {
        if (reason?.Answer is not { } answer)
            return;
        if (answer.Warning is not null && answer.Warning != _lastWarning)
            StandardError.WriteLine("warning"u8, answer.Warning);
        _lastWarning = answer.Warning ?? _lastWarning;
        if (_logsDecisions && reason.OnlyLogsRecipient)
            Descriptor.TryWrite(Descriptor.Error, LogLine.FormatLogOnly(Reason.Of(answer), envelope, _clientIp));
    }

    /// <summary>Tells that TLS has made a session unreadable to the rules.</summary>
    public void WarnOfTls() => StandardError.WriteLine(
        "warning"u8,
        $"ip={Encoding.ASCII.GetString(LogLine.ClientIp(_clientIp))} has begun TLS: no rule is asked from here on; to keep it from doing so, run: qregexcheck filter --starttls=hide");

    /// <summary>Warns of a line that can't be used.</summary>
    public static void Warn(ControlList list, RuleError error) =>
        StandardError.WriteLine("warning"u8, $"{ControlLists.Name(list)}:{error.Line}:{error.Column}: {error.Message}");

    private static string? Problem(byte[]? level) =>
        level is null or [] || IsWord(level, "all"u8) || IsWord(level, "none"u8) || IsWord(level, "decisions"u8)
            ? null
            : "QREGEXCHECK_LOG has a value that means nothing, so decisions are logged; set it to all, decisions or none";

    private static bool IsWord(byte[]? value, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(value.AsSpan(), word);
}
