using System;
using System.Collections.Generic;
using QregexCheck.Doctor;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>
/// <c>doctor --fix bounce-default</c>: vpopmail's default deletes in the place of bouncing. The check refuses a made-up name before; what comes past it
/// bounces no more, and so no stranger gets a bounce.
/// </summary>
internal sealed class DefaultFix
{
    // Letters and digits that no part of an address means anything by. 26 of them hold 130 random bits: nobody has made such a name.
    private const int NameLength = 26;

    private readonly ExaminedHost _host;
    private readonly FixOptions _options;
    private readonly FixReport _report;
    private readonly bool _hasSnapshot;
    private readonly List<AcceptedDomain> _accepted;
    private readonly StrangerDefaults _defaults;
    private string? _wiring;
    private bool _isWiringKnown;

    private DefaultFix(ExaminedHost host, FixOptions options, bool hasSnapshot, FixReport report)
    {
        _host = host;
        _options = options;
        _hasSnapshot = hasSnapshot;
        _report = report;
        _accepted = AcceptedDomains.Of(host, AcceptedDomains.MostToMend);

        // As whom the check runs may not be known. Then it may see what all may see.
        SmtpUser user = SmtpUser.Find(host, ServerProcesses.Running(host)) ?? new SmtpUser(Nobody, Nobody);
        _defaults = StrangerDefaults.Find(host, DomainChecks.Of(host, user, new Diagnoses()), _accepted, RandomName);
    }

    private static uint Nobody => 65534;

    private static ReadOnlySpan<byte> NameBytes => "abcdefghijklmnopqrstuvwxyz234567"u8;

    /// <summary>Looks at one domain, or at all, and changes what can be changed.</summary>
    public static void Run(ExaminedHost host, FixOptions options, bool hasSnapshot, FixReport report)
    {
        var fix = new DefaultFix(host, options, hasSnapshot, report);
        if (options.Domain is { } name)
        {
            fix.Run(name);
            return;
        }

        foreach (StrangerDefault file in fix._defaults.All)
        {
            if (options.Undoes ? file.IsVpopmail : file.Bounces)
                fix.Run(file, file.Domains[0].Name, isNamed: false);
        }

        if (fix._defaults.Denied is [var denied, ..])
        {
            report.Add(new FixStep(options.Shown([]), FixState.Failed,
                $"not every domain could be looked at: {ExaminedHost.Shown(denied.File)}: {denied.Words}; run this as root"));
        }
        else if (!report.HasSteps)
        {
            report.Add(new FixStep(options.Shown([]), FixState.Nothing, options.Undoes ? "there is nothing to undo"
                : "there is nothing to do: no domain has a default that is vdelivermail '' bounce-no-mailbox"));
        }
    }

    private void Run(byte[] name)
    {
        string shown = ExaminedHost.Shown(name);
        if (AcceptedDomains.Find(_accepted, name) is not { } domain)
            Refuse($"mail for {shown} is not taken from strangers: rcpthosts does not name it");
        else if (_defaults.Of(domain) is not { } file)
            Refuse($"no .qmail file is found that decides about a name that nobody has at {shown}; run qregexcheck doctor, and see what it says of it");
        else
            Run(file, name, isNamed: true);

        void Refuse(string problem) => _report.Add(new FixStep(_options.Shown(name), FixState.Refused, problem));
    }

    private void Run(StrangerDefault file, byte[] domain, bool isNamed)
    {
        var target = new FixedFile(_options.Shown(domain), file.Path, file.User.User, file.User.Group);
        if (file.User.User == 0)
        {
            target.Tell(_report, FixState.Refused, "its user is root, to whom qmail delivers nothing; give the domain to another user");
            return;
        }

        // All files that may be undone are looked at. Those that never were changed are not spoken of.
        if (target.Look(_host.Files, _report) is not { } found)
            return;
        if (_options.Undoes)
            Undo(target, found, isNamed);
        else
            Change(target, file, found, domain);
    }

    private void Change(FixedFile target, StrangerDefault file, FoundFile found, byte[] domain)
    {
        byte[]? changed = DefaultWord.Change(found.Content, out string? problem);
        if (found.Content is null || problem is not null)
            target.Tell(_report, FixState.Refused, $"{ExaminedHost.Shown(file.Path)}: {problem ?? "is gone"}; look at the file, and change it by hand");
        else if (changed is null)
            target.Tell(_report, FixState.Nothing, "there is nothing to do: the file says delete", found);
        else if (Wiring() is { } wiring)
            target.Tell(_report, FixState.Refused, $"mail to a made-up name is not refused by qmail-smtpd: {wiring}; mend not-wired first");
        else if (_accepted.Count == AcceptedDomains.MostToMend)
            target.Tell(_report, FixState.Refused, $"of {AcceptedDomains.MostToMend} domains or more another one may have this file; change it by hand");
        else if (_defaults.Problem(file) is { } unrefused)
            target.Tell(_report, FixState.Refused, unrefused);
        else
            target.Change(found, changed, _options.Writes, _options.Shown(domain), Notes(file), _report);
    }

    private void Undo(FixedFile target, FoundFile found, bool isNamed)
    {
        byte[]? written = found.KeptContent is null ? null : DefaultWord.Change(found.KeptContent, out _);
        if (written is not null && found.Content is not null && written.AsSpan().SequenceEqual(found.Content))
            target.Undo(found, _options.Writes, _report);
        else if (found.Kept is { } name)
            target.TellChanged(_report, name);
        else if (isNamed)
            target.Tell(_report, FixState.Nothing, "there is nothing to undo", found);
    }

    private List<string> Notes(StrangerDefault file)
    {
        List<string> notes =
        [
            "from then on, what comes in past the check is lost without a word: mail of programs on this host, of a backup MX, "
                + "of clients that may relay and are not asked about, and for recipients of whom the check can't tell",
            "qmailadmin may write the old line back; run qregexcheck doctor from time to time",
        ];
        for (int i = 1; i < file.Domains.Count; i++)
            notes.Add($"the file is that of {ExaminedHost.Shown(file.Domains[i].Name)}, too");
        if (_hasSnapshot)
            notes.Add("the snapshot of recipients will not know the new file: run qregexcheck compile --recipients afterwards, or the check may not tell");
        return notes;
    }

    private string? Wiring()
    {
        if (!_isWiringKnown)
            _wiring = WiringProof.Problem(_host);
        _isWiringKnown = true;
        return _wiring;
    }

    /// <summary>A local part that nobody can have.</summary>
    private static byte[] RandomName()
    {
        byte[] name = new byte[NameLength];
        int descriptor = Descriptor.Open("/dev/urandom\0"u8, out int error);
        if (descriptor == -1)
            throw new PosixException(error);
        int count = Descriptor.Read(descriptor, name);
        Descriptor.Close(descriptor);
        if (count != name.Length)
            throw new PosixException(Errno.TryAgain);
        for (int i = 0; i < name.Length; i++)
            name[i] = NameBytes[name[i] & 31];
        return name;
    }
}
