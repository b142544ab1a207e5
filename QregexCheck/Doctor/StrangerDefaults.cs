using System;
using System.Collections.Generic;
using System.Globalization;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>A <c>.qmail</c> file that decides about names that nobody has.</summary>
/// <param name="Path">Its path.</param>
/// <param name="User">Whose file it is.</param>
/// <param name="Domains">The domains for which it decides. vpopmail's alias domains have one file.</param>
internal sealed record StrangerDefault(byte[] Path, LocalUser User, List<AcceptedDomain> Domains)
{
    /// <summary>True when it is vdelivermail alone that it runs.</summary>
    public bool IsVpopmail { get; init; }

    /// <summary>True when that bounces what has no mailbox.</summary>
    public bool Bounces { get; init; }

    /// <summary>The file's state, which tells what file it is.</summary>
    public SourceStamp Stamp { get; init; }
}

/// <summary>Finds these files, and tells whether the check refuses before they are asked.</summary>
internal sealed class StrangerDefaults
{
    private readonly ExaminedHost _host;
    private readonly DomainChecks _checks;
    private readonly Func<byte[]> _randomName;
    private readonly List<StrangerDefault> _all = [];
    private readonly List<Evidence> _denied = [];

    private StrangerDefaults(ExaminedHost host, DomainChecks checks, Func<byte[]> randomName) => (_host, _checks, _randomName) = (host, checks, randomName);

    /// <summary>All of them, in the order of their first domains.</summary>
    public IReadOnlyList<StrangerDefault> All => _all;

    /// <summary>What may not be looked at, so that domains may be missing.</summary>
    public IReadOnlyList<Evidence> Denied => _denied;

    /// <summary>Looks a name up at each domain.</summary>
    /// <param name="host">The host.</param>
    /// <param name="checks">Asks the check as it is today.</param>
    /// <param name="domains">The domains.</param>
    /// <param name="randomName">Makes a local part that nobody can have, another one each time.</param>
    public static StrangerDefaults Find(ExaminedHost host, DomainChecks checks, IReadOnlyList<AcceptedDomain> domains, Func<byte[]> randomName)
    {
        var defaults = new StrangerDefaults(host, checks, randomName);
        foreach (AcceptedDomain domain in domains)
            defaults.Add(domain);
        return defaults;
    }

    /// <summary>The file of a domain; null when it has none that is found.</summary>
    public StrangerDefault? Of(AcceptedDomain domain)
    {
        foreach (StrangerDefault file in _all)
        {
            foreach (AcceptedDomain other in file.Domains)
            {
                if (AsciiCase.Same(other.Name, domain.Name))
                    return file;
            }
        }

        // One that stands below an entry, such as sub.example.com.
        return Add(domain);
    }

    /// <summary>Why the check can't be relied on at some domain of a file, and what to do, as one clause; null when it refuses at each of them.</summary>
    public string? Problem(StrangerDefault file)
    {
        foreach (AcceptedDomain domain in file.Domains)
        {
            byte[] address = [.. _randomName(), (byte)'@', .. domain.Name];
            if (Problem(domain, _checks.Said(address)) is { } problem)
                return problem;
        }

        return null;
    }

    private static string? Problem(AcceptedDomain domain, RecipientAnswer? said)
    {
        string name = ExaminedHost.Shown(domain.Name);
        string entry = ExaminedHost.Shown(domain.Entry);
        string cover = $"run qregexcheck doctor --fix no-check:{entry} --yes, and go by the log before it refuses";
        if (said is null)
            return $"the check is off: there is no control/checkrcpthosts; {cover}";
        string why = Escape.Text(said.Why, Plain.Message);
        if (said.Entry is not { } covering)
            return $"the check says nothing of {name}: {why}; {cover}";
        string line = string.Create(CultureInfo.InvariantCulture, $"control/checkrcpthosts:{covering.Line}");
        if (said.State == RecipientState.Exists)
            return $"the check says of a random name at {name} that it exists: {why}; nothing is bounced there";
        if (said.State == RecipientState.Unknown)
            return $"the check can't tell of a random name at {name}: {why}; {said.Advice ?? "mend that first"}";
        if (DomainChecks.OnlyLogs(said))
            return $"{line} only logs what is missing at {name}; take action=log away when the log shows nobody who is there";
        return covering.Annotation.UntilDay != int.MaxValue
            ? $"{line} refuses for {name} until a day only, and what comes later would be lost; take until away" : null;
    }

    private StrangerDefault? Add(AcceptedDomain domain)
    {
        if (StrangerDelivery.Of(_host, [.. _randomName(), (byte)'@', .. domain.Name], _denied) is not { } delivery)
            return null;
        SourceStamp stamp = _host.Look(delivery.Path).Stamp;
        for (int i = 0; i < _all.Count; i++)
        {
            if (!IsSame(_all[i], delivery.Path, stamp))
                continue;

            // The path that leads over no link is the one by which the file can be changed.
            if (IsLink(_all[i].Path) && !IsLink(delivery.Path))
                _all[i] = _all[i] with { Path = delivery.Path, User = delivery.User };
            _all[i].Domains.Add(domain);
            return _all[i];
        }

        var found = new StrangerDefault(delivery.Path, delivery.User, [domain])
        {
            IsVpopmail = delivery.Content.Kind == DotQmailKind.Vpopmail,
            Bounces = delivery.IsBouncingVpopmail,
            Stamp = stamp,
        };
        _all.Add(found);
        return found;
    }

    /// <summary>True for one file. An alias of a domain may be a link to its directory, and so another path.</summary>
    private static bool IsSame(StrangerDefault file, byte[] path, in SourceStamp stamp) =>
        file.Path.AsSpan().SequenceEqual(path) || file.Stamp.IsSameFile(stamp);

    /// <summary>True when a file's directory is a link.</summary>
    private bool IsLink(byte[] path)
    {
        try
        {
            return _host.Files.ReadLink(path.AsSpan(0, path.AsSpan().LastIndexOf((byte)'/'))) is not null;
        }
        catch (HostFileException)
        {
            return true;
        }
    }
}
