using System;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>Signed senders: is the key kept, is mail signed, are tags judged and taken off, and does nobody refuse them before?</summary>
internal sealed class BatvChecks
{
    private const uint PermissionBits = 0xFFF;
    private const uint GroupMayRead = 0x20;
    private const uint OthersMayRead = 4;

    private readonly ExaminedHost _host;
    private readonly KeyReaders _readers;
    private readonly Diagnoses _found;
    private readonly byte[] _keyFile;
    private readonly byte[] _domainFile;

    private BatvChecks(ExaminedHost host, SmtpUser? user, Diagnoses found)
    {
        _host = host;
        _readers = KeyReaders.Of(host, user);
        _found = found;
        _keyFile = host.Rules(BatvKeys.FileName);
        _domainFile = host.Rules(BatvDomains.FileName);
    }

    /// <summary>Looks at all of it. Without an entry in control/batvdomains nobody is signed, and only the key counts.</summary>
    public static void Run(ExaminedHost host, SmtpUser? user, Wiring wiring, Diagnoses found)
    {
        var checks = new BatvChecks(host, user, found);
        checks.CheckKeyMode();
        if (host.Read(checks._domainFile) is not { } bytes)
            return;
        BatvDomains domains = BatvDomains.Read(bytes);
        if (domains.Entries.Count == 0)
            return;
        int today = new DateOnly(1970, 1, 1).DayNumber + (int)(host.Now.Seconds / (24 * 60 * 60));
        checks.CheckKeys(domains, today);
        checks.CheckReaders();
        TaggedMailChecks.Run(host, wiring, found);
    }

    private void CheckKeyMode()
    {
        FileLook look = _host.Look(_keyFile);
        if (look.Kind == FileKind.Regular && (look.Mode & OthersMayRead) != 0)
        {
            string mode = Convert.ToString(look.Mode & PermissionBits, 8);
            _found.Add(Ailment.OpenKey, _keyFile, $"has mode {mode}, so that each user of this host can make tags that are valid", Command(look));
        }
    }

    private void CheckKeys(BatvDomains domains, int today)
    {
        byte[]? bytes = _host.Read(_keyFile);
        if (bytes is null && _host.Look(_keyFile).Exists)
            return;
        BatvKeys keys = BatvKeys.Read(bytes ?? []);
        if (keys.Signing is null)
        {
            _found.Add(
                Ailment.UnsignedSenders, _keyFile, bytes is null ? "no such file" : "holds no key",
                PastedCommand.Of(string.Empty, _host.Home("bin/qregexcheck"u8), " batv new-key"));
            return;
        }

        if (keys.WhyNotRefuse(today) is not { } why)
            return;
        foreach (CoveringEntry entry in domains.Entries)
        {
            if (entry.Annotation.Action == RuleAction.Log || entry.Annotation.SleepsOn(today))
                continue;
            string when = keys.Mistakes.Count == 0 && keys.Since is { } since && since + BatvKeys.DaysToRefuse < DateOnly.MaxValue.DayNumber
                ? $"; it is from {Encoding.ASCII.GetString(CalendarDay.Bytes(since + BatvKeys.DaysToRefuse + 1))} on" : string.Empty;
            string action = entry.Annotation.Action == RuleAction.Defer ? "defer" : "reject";
            _found.Add(
                Ailment.YoungKey, _domainFile,
                $"action={action} for {ExaminedHost.Shown(entry.Text)} is not obeyed, and bounces without a tag are only logged: {why}{when}",
                line: entry.Line);
            return;
        }
    }

    /// <summary>Who signs and who judges must read both files.</summary>
    private void CheckReaders()
    {
        if (_readers.Sender is { } sender)
        {
            CheckReader(sender, _keyFile, "as whom mail is sent", Ailment.UnsignedSenders);
            CheckReader(sender, _domainFile, "as whom mail is sent", Ailment.UnsignedSenders);
        }

        if (_readers.Judge is not { } judge)
            return;
        CheckReader(judge, _keyFile, "as whom qmail-smtpd runs", Ailment.UnreadableToQmaild);
        CheckReader(judge, _domainFile, "as whom qmail-smtpd runs", Ailment.UnreadableToQmaild);
    }

    private void CheckReader(SmtpUser user, byte[] path, string role, Ailment ailment)
    {
        FileLook look = _host.Look(path);
        if (look.Kind == FileKind.Absent)
            return;
        var view = new UserView(_host.Files, user);
        try
        {
            view.Open(path)?.Dispose();
        }
        catch (HostFileException exception) when (view.IsBlocked)
        {
            _host.Miss(path, exception.Message);
        }
        catch (HostFileException exception)
        {
            // The usual advice opens a file to everybody, and a key is not for everybody.
            bool isKey = path == _keyFile && view.Look(path).Kind != FileKind.Denied;
            _found.Add(
                ailment, path, $"user {user.User} with group {user.Group}, {role}, can't read it: {exception.Message}",
                isKey ? Command(look) : ChmodAdvice.For(view, path));
        }
    }

    /// <summary>The command by which he who signs owns the key and he who judges reads it, and nobody else.</summary>
    private string? Command(in FileLook look)
    {
        if (ShellWord.Of(_keyFile) is not { } file)
            return null;
        string mode = $"chmod 640 {file}";
        if (_readers.Chown(_host, _keyFile) is not { } chown)
            return (look.Mode & GroupMayRead) != 0 || _readers.Judge?.User == look.Owner ? $"chmod o-r {file}" : null;
        return look.Owner == _readers.Sender?.User && look.Group == _readers.Judge?.Group ? mode : $"{chown} && {mode}";
    }
}
