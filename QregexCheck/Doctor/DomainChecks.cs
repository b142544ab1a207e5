using System;
using System.Collections.Generic;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>What becomes of mail to a name that nobody has, at each domain whose mail is taken from strangers, and does the check prevent a bounce?</summary>
internal sealed class DomainChecks
{
    // Nobody has this name. It has no dash, so that it is no extension of a user's name.
    private static ReadOnlySpan<byte> Stranger => "qxv83417zz@"u8;

    // The number that DateOnly gives to 1970-01-01.
    private const int FirstDay = 719162;
    private const int SecondsOfDay = 86400;

    private readonly ExaminedHost _host;
    private readonly SmtpUser? _user;
    private readonly Diagnoses _found;
    private readonly byte[] _covered;

    private DomainChecks(ExaminedHost host, SmtpUser? user, Diagnoses found)
    {
        _host = host;
        _user = user;
        _found = found;
        _covered = host.Rules(CoveringEntry.FileName);
    }

    /// <summary>Looks at each domain.</summary>
    /// <returns>Itself, for questions about single addresses.</returns>
    public static DomainChecks Run(ExaminedHost host, SmtpUser? user, IReadOnlyList<AcceptedDomain> domains, Diagnoses found)
    {
        DomainChecks checks = Of(host, user, found);
        foreach (AcceptedDomain domain in domains)
            checks.Run(domain);
        return checks;
    }

    /// <summary>Asks about single addresses and domains only.</summary>
    public static DomainChecks Of(ExaminedHost host, SmtpUser? user, Diagnoses found) => new(host, user, found);

    /// <summary>True when mail to an address is bounced for certain, and the check does not refuse it.</summary>
    public bool Bounces(byte[] address) =>
        Ask(new CoveredHost(_host.Files, _covered, address.AsSpan(address.AsSpan().LastIndexOf((byte)'@') + 1)), address)?.State == RecipientState.Missing
        && !IsRefused(Said(address));

    private void Run(AcceptedDomain domain)
    {
        byte[] address = [.. Stranger, .. domain.Name];
        RecipientAnswer truth = Ask(new CoveredHost(_host.Files, _covered, domain.Name), address)!;
        RecipientAnswer? said = Said(address, out bool isBlocked);
        if (IsLocal(address) is not { } isLocal)
            return;
        if (truth.State == RecipientState.Unknown && IsOurBlindness(domain, address, truth))
            return;
        if (isBlocked && truth.State != RecipientState.Unknown && said is { State: RecipientState.Unknown, Evidence: [.., var unseen] })
            _host.Miss(unseen.File, unseen.Words);
        else if (!isLocal)
            RunRelayed(domain, truth, said);
        else
            RunDelivered(domain, StrangerDelivery.Of(_host, address), truth, said);
    }

    /// <summary>True when it is we who may not see what the check may see. It is noted.</summary>
    private bool IsOurBlindness(AcceptedDomain domain, byte[] address, RecipientAnswer truth)
    {
        if (truth.Evidence.Count == 0 || !truth.Evidence[^1].Words.Contains("permission denied", StringComparison.Ordinal))
            return false;
        if (_user is not null)
        {
            var view = new UserView(_host.Files, _user);
            Ask(new CoveredHost(view, _covered, domain.Name), address);
            if (!view.IsBlocked)
                return false;
        }

        _host.Miss(truth.Evidence[^1].File, truth.Evidence[^1].Words);
        return true;
    }

    private void RunRelayed(AcceptedDomain domain, RecipientAnswer truth, RecipientAnswer? said)
    {
        if (truth.State == RecipientState.Unknown)
        {
            _found.Add(
                Ailment.RelayDomain, domain.Place, $"{Shown(domain)} is delivered by another host: what that one refuses is bounced from here, since "
                    + "control/validrcptto does not list its addresses", null, domain.Line, domain.Name);
        }
        else if (truth.State == RecipientState.Missing && !IsRefused(said))
        {
            RunMissing(domain, null, said);
        }
    }

    private void RunDelivered(AcceptedDomain domain, StrangerDelivery? delivery, RecipientAnswer truth, RecipientAnswer? said)
    {
        bool isRefused = IsRefused(said);
        if (truth.State == RecipientState.Missing)
        {
            if (delivery is { ThrowsAway: true } && !isRefused)
                Add(Ailment.DeleteTrap, domain, delivery, "throws away what has no mailbox, typing errors too, and no check refuses it first",
                    CoverIt(domain, said));
            else if (!isRefused)
                RunMissing(domain, delivery, said);
        }
        else if (delivery is { ThrowsAway: true })
        {
            Add(Ailment.DeleteTrap, domain, delivery, "takes every name and throws the mail away", null);
        }
        else if (truth.State == RecipientState.Exists)
        {
            Add(Ailment.CatchAll, domain, delivery, $"takes mail for every name: {delivery?.Content.Words ?? "somebody has each name"}", null);
        }
        else if (delivery is { Content.Kind: DotQmailKind.Runs or DotQmailKind.FastForward })
        {
            Add(Ailment.PipedDefault, domain, delivery, "runs a program for each name, and nobody knows before what it bounces", null);
        }
        else
        {
            CannotTell(domain, truth);
        }
    }

    /// <summary>qmail bounces the name, and it is not refused.</summary>
    private void RunMissing(AcceptedDomain domain, StrangerDelivery? delivery, RecipientAnswer? said)
    {
        if (said is { Entry: not null } && OnlyLogs(said))
            Add(Ailment.NoCheck, domain, delivery, $"control/checkrcpthosts:{said.Entry.Line} only logs what does not exist, and qmail bounces it", null);
        else if (said is { Entry: not null, State: RecipientState.Unknown })
            CannotTell(domain, said);
        else if (delivery is { IsBouncingVpopmail: true })
            Add(Ailment.BounceDefault, domain, delivery, "bounces what has no mailbox, and no check refuses it first", CoverIt(domain, said));
        else
            Add(Ailment.NoCheck, domain, delivery, "a name that nobody has is taken and bounced: no entry of control/checkrcpthosts covers the domain",
                CoverIt(domain, said));
    }

    private void CannotTell(AcceptedDomain domain, RecipientAnswer answer)
    {
        bool isElsewhere = false;
        foreach (Evidence evidence in answer.Evidence)
            isElsewhere |= evidence.Words.Contains("keeps its users elsewhere", StringComparison.Ordinal);
        string why = Escape.Text(answer.Why, Plain.Message);
        if (isElsewhere)
            _found.Add(Ailment.Backend, domain.Place, $"{Shown(domain)}: {why}", null, domain.Line, domain.Name);
        else
            _found.Add(Ailment.CannotTell, domain.Place, $"{Shown(domain)}: {why}", answer.Advice, domain.Line, domain.Name);
    }

    private void Add(Ailment ailment, AcceptedDomain domain, StrangerDelivery? delivery, string words, string? command) => _found.Add(
        ailment, delivery?.Path ?? domain.Place, $"{Shown(domain)}: {words}", command, delivery is null ? domain.Line : 0, domain.Name);

    /// <summary>The command that puts the domain under the check, where it is not yet.</summary>
    private string? CoverIt(AcceptedDomain domain, RecipientAnswer? said) => said is { Entry: not null } ? null
        : ShellWord.Of(_covered) is { } file ? PastedCommand.Of($"printf '{_host.LineStart(_covered)}%s\\n' ", domain.Name, " >> " + file) : null;

    private static bool IsRefused(RecipientAnswer? said) => said is { State: RecipientState.Missing } && !OnlyLogs(said);

    /// <summary>True when the answer's entry does not refuse.</summary>
    public static bool OnlyLogs(RecipientAnswer answer) => answer.Entry?.Annotation.Action == RuleAction.Log;

    private RecipientAnswer? Ask(HostFiles files, byte[] address) => RecipientCheck.Ask(
        files, _host.Places, ValidRecipients.FromText(files, _host.Places), address, isRelayClient: false, Today, _host.Snapshot);

    /// <summary>What the check says today, as it is set up and with the rights that it has; null when it is off.</summary>
    public RecipientAnswer? Said(byte[] address) => Said(address, out _);

    /// <summary>The same, and whether something was in the way that he perhaps may see, and we can't tell.</summary>
    private RecipientAnswer? Said(byte[] address, out bool isBlocked)
    {
        UserView? view = _user is null ? null : new UserView(_host.Files, _user);
        RecipientAnswer? said = Ask(view ?? _host.Files, address);
        isBlocked = view is { IsBlocked: true };
        return said;
    }

    private int Today() => (int)(_host.Now.Seconds / SecondsOfDay) + FirstDay;

    /// <summary>True when the address is delivered here; null when it can't be told.</summary>
    private bool? IsLocal(byte[] address)
    {
        try
        {
            return MailRouting.Of(_host.Files, _host.Places, address, []).IsLocal;
        }
        catch (HostFileException exception)
        {
            _host.Miss(exception.Path, exception.Message);
            return null;
        }
    }

    private static string Shown(AcceptedDomain domain) => ExaminedHost.Shown(domain.Name);
}
