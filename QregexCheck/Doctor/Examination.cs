using System.Collections.Generic;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>Looks at the whole host, and changes nothing.</summary>
internal static class Examination
{
    /// <summary>Looks at everything that the catalogue names.</summary>
    /// <param name="host">The host.</param>
    /// <param name="unread">Files of the control directory that look like lists of rules and that nobody asks: path, and why.</param>
    public static DoctorReport Of(ExaminedHost host, IReadOnlyList<Evidence> unread)
    {
        RequireDirectories(host);
        if (host.IsBlind)
            return new DoctorReport([], host.Unseen, true);
        RequireFiles(host);
        var found = new Diagnoses();
        List<ServerProcess> servers = ServerProcesses.Running(host);
        SmtpUser? user = SmtpUser.Find(host, servers);
        List<RunScript> scripts = RunScript.All(host);
        IReadOnlyList<TcpRuleFile> rules = TcpRuleFile.All(host, servers, scripts);
        RelayChecks.Run(host, servers, rules, found);
        Wiring wiring = Wiring.Of(host, servers, rules, scripts);
        WiringChecks.Run(host, wiring, found);
        SpamdykeChecks.Run(host, wiring, found);
        SharedListChecks.Run(host, wiring, found);
        RuntimeChecks.Run(host, wiring, found);
        RightsChecks.Run(host, user, found);
        BatvChecks.Run(host, user, wiring, found);
        KeyDirectoryChecks.Run(host, wiring, found);
        List<AcceptedDomain> accepted = AcceptedDomains.Of(host);
        DomainChecks domains = DomainChecks.Run(host, user, accepted, found);
        RoutingChecks.Run(host, accepted, found);
        List<UserHome> homes = UserHome.All(host);
        AgeChecks.Run(host, rules, homes, found);
        DotQmailChecks.Run(host, homes, domains, found);
        QueueChecks.Run(host, found);
        foreach (Evidence file in unread)
            found.Add(Ailment.NamesNobodyReads, file.File, file.Words);
        return new DoctorReport(found.All(), host.Unseen, host.IsBlind);
    }

    /// <summary>Looks whether the directories can be entered without which nothing can be said.</summary>
    public static void RequireDirectories(ExaminedHost host)
    {
        host.RequireDirectory(host.Home("control"u8));
        host.RequireDirectory(host.Places.Rules);
    }

    /// <summary>Looks whether the files can be read without which nothing can be said.</summary>
    public static void RequireFiles(ExaminedHost host)
    {
        host.Require(host.Control("me"u8));
        host.Require(host.Control("locals"u8));
        host.Require(host.Control("virtualdomains"u8));
        host.Require(host.Control("rcpthosts"u8));
        host.Require(host.Rules(CoveringEntry.FileName));
    }
}
