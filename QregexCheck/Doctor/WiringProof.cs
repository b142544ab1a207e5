using System;
using System.Collections.Generic;
using System.Globalization;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>Is it certain that qmail-smtpd asks us about every stranger's recipient? A change that relies on the refusal wants to know.</summary>
internal static class WiringProof
{
    // Clients of these ports log in, and are asked about as clients that may relay are. Source: RFC 6409, RFC 8314.
    private static ReadOnlySpan<byte> PortsOfUsers => " 465 587 smtps submission submissions "u8;

    /// <summary>What speaks against it, as a clause with its place; null when nothing does.</summary>
    public static string? Problem(ExaminedHost host)
    {
        List<ServerProcess> servers = ServerProcesses.Running(host);
        List<RunScript> scripts = RunScript.All(host);
        List<TcpRuleFile> rules = TcpRuleFile.All(host, servers, scripts);
        Wiring wiring = Wiring.Of(host, servers, rules, scripts);
        var found = new Diagnoses();
        WiringChecks.Run(host, wiring, found);
        foreach (Diagnosis finding in found.All())
        {
            if (finding.Ailment == Ailment.NotWired)
                return $"{ExaminedHost.Shown(finding.Place)}: {finding.Words}";
        }

        if (wiring.Callers.Count == 0)
            return "nothing was found here by which qmail-smtpd asks qregexcheck";
        if (wiring.IsOnly(WiringKind.Recipients) && !ReadsRecipients(wiring))
            return $"{ExaminedHost.Shown(wiring.Callers[0].Place)}: names qregexcheck, and {ExaminedHost.Shown(wiring.Program.Path)} does not read it";
        if (wiring.IsOnly(WiringKind.Plugin) && PluginProblem(host) is { } unasked)
            return unasked;
        foreach (ServerProcess server in servers)
        {
            if (!server.IsLocalOnly && !IsForUsers(server) && Problem(host, wiring, server) is { } problem)
                return $"{ExaminedHost.Shown(server.Directory)}: {problem}";
        }

        return ClientsProblem(wiring, host);
    }

    /// <summary>What is wrong with a server for strangers. One of which nothing is known may be any.</summary>
    private static string? Problem(ExaminedHost host, Wiring wiring, ServerProcess server)
    {
        if (server.Variables is null)
            return "the environment of this server can't be read, and so it is not known whether it asks qregexcheck; run this as root";
        if (Value(wiring, server, "RELAYCLIENT"u8) is not null)
            return "RELAYCLIENT is set for all clients of this server: they are asked about as clients that may relay, and mend open-relay, too";
        if (!Asks(host, wiring, server) || TakesAway(host, server))
            return "this server takes mail from strangers and does not ask qregexcheck";
        if (wiring.Has(WiringKind.RcptCheck) && RcptCheckOf(wiring, server) is { } path && !IsProgram(host, path))
            return $"RCPTCHECK names {ExaminedHost.Shown(path)}, which is no program that can be run";
        return Elsewhere(host, "QREGEXCHECK_QMAIL"u8, host.Places.Home, wiring, server)
            ?? Elsewhere(host, "QREGEXCHECK_CONTROL"u8, host.Places.Rules, wiring, server);
    }

    /// <summary>A server that leads the check to files other than those that were looked at.</summary>
    private static string? Elsewhere(ExaminedHost host, ReadOnlySpan<byte> name, byte[] ours, Wiring wiring, ServerProcess server)
    {
        if (Value(wiring, server, name) is not { Length: > 0 } path || IsSame(host, path, ours))
            return null;
        return $"{ExaminedHost.Shown(name)} leads the check to {ExaminedHost.Shown(path)}, and not to {ExaminedHost.Shown(ours)}; "
            + "run this with the value that the server has";
    }

    /// <summary>A rule for some clients may take the check away from them. Those that may relay, and this host, are no strangers.</summary>
    private static string? ClientsProblem(Wiring wiring, ExaminedHost host)
    {
        bool byRcptCheck = wiring.Has(WiringKind.RcptCheck) && !wiring.Has(WiringKind.Filter);
        foreach (TcpRuleFile file in wiring.Rules)
        {
            foreach (TcpRule rule in file.Rules)
            {
                if (rule.Denies || rule.Value("RELAYCLIENT"u8) is not null || rule.Address.AsSpan().StartsWith("127."u8))
                    continue;
                bool isAway = byRcptCheck && !wiring.Has(WiringKind.Plugin)
                    && (rule.Value("NORCPTCHECK"u8) is not null || (rule.Value("RCPTCHECK"u8) is { } path && !Wiring.IsUs(host, path)));
                if (isAway || (wiring.Has(WiringKind.Plugin) && !byRcptCheck && rule.Value("NOSPP"u8) is not null))
                    return $"{ExaminedHost.Shown(file.Path)}: the rule for {ExaminedHost.Shown(rule.Address)} takes the check away";
            }
        }

        return null;
    }

    /// <summary>What is wrong with the plugin; null when one is right. Source: qmail-spp's documentation.</summary>
    private static string? PluginProblem(ExaminedHost host)
    {
        byte[] path = host.Control("smtpplugins"u8);
        string? problem = null;
        bool isInRcpt = false;
        foreach (HostLine line in host.Lines(path))
        {
            ReadOnlySpan<byte> text = line.Bytes.AsSpan().TrimStart((byte)':');
            if (text is [(byte)'[', ..])
                isInRcpt = text.SequenceEqual("[rcpt]"u8);
            if (!isInRcpt || text.IndexOf("qregexcheck"u8) < 0)
                continue;
            int end = text.IndexOf((byte)' ');
            byte[] program = (end < 0 ? text : text[..end]).ToArray();
            if (IsProgram(host, program) && (text.IndexOf(" spp"u8) < 0 || text.IndexOf(" spp rcpt"u8) >= 0))
                return null;
            problem = string.Create(CultureInfo.InvariantCulture, $"{ExaminedHost.Shown(path)}:{line.Number}: is no program that can be run, or not spp rcpt");
        }

        return problem;
    }

    /// <summary>The file may be left from another qmail.</summary>
    private static bool ReadsRecipients(Wiring wiring) => wiring.Has(WiringKind.Recipients) && (!wiring.Program.IsKnown || wiring.Program.HasRecipients);

    private static bool IsProgram(ExaminedHost host, byte[] path)
    {
        const uint MayExecute = 0x49;

        // qmail-smtpd goes to qmail's home before it runs anything.
        FileLook look = host.Look(path is [(byte)'/', ..] ? path : host.Home(path));
        return look.Kind == FileKind.Denied || (look.Kind == FileKind.Regular && (look.Mode & MayExecute) != 0);
    }

    /// <summary>True for two paths of one file or directory.</summary>
    internal static bool IsSame(ExaminedHost host, byte[] one, byte[] other) =>
        one.AsSpan().SequenceEqual(other) || host.Look(one).Stamp.IsSameFile(host.Look(other).Stamp);

    /// <summary>True for a server on a port where clients log in.</summary>
    internal static bool IsForUsers(ServerProcess server)
    {
        foreach (byte[] word in server.Arguments)
        {
            if (word.Length > 2 && !word.AsSpan().Contains((byte)' ') && PortsOfUsers.IndexOf([(byte)' ', .. word, (byte)' ']) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>True for a server for strangers that does not ask us. What a wrapper does is not known, and what its rules say is told of them.</summary>
    internal static bool IsOverlooked(ExaminedHost host, Wiring wiring, ServerProcess server) =>
        server.Variables is not null && server.Names("qmail-smtpd"u8) && !server.IsLocalOnly && !IsForUsers(server) && !wiring.HasRulesAboutUs(server)
            && !Asks(host, wiring, server);

    /// <summary>True when a server asks us, by any way.</summary>
    private static bool Asks(ExaminedHost host, Wiring wiring, ServerProcess server)
    {
        if (ReadsRecipients(wiring) || (server.IndexOf("qregexcheck"u8) >= 0))
            return true;
        if (wiring.Has(WiringKind.Plugin) && (!wiring.Program.WantsEnableSpp || Value(wiring, server, "ENABLE_SPP"u8) is not null))
            return true;
        return RcptCheckOf(wiring, server) is { } path && Wiring.IsUs(host, path);
    }

    /// <summary>The program that a server asks: env in its command line has the last word.</summary>
    private static byte[]? RcptCheckOf(Wiring wiring, ServerProcess server) => server.Given("RCPTCHECK"u8) ?? Value(wiring, server, "RCPTCHECK"u8);

    /// <summary>True where env stands before qmail-smtpd, and sets RCPTCHECK to something else.</summary>
    private static bool TakesAway(ExaminedHost host, ServerProcess server)
    {
        foreach (byte[] word in server.Arguments)
        {
            if (word.AsSpan().StartsWith("RCPTCHECK="u8) && !Wiring.IsUs(host, word.AsSpan("RCPTCHECK=".Length)))
                return true;
        }

        return false;
    }

    /// <summary>What a server sets for every client, by its rules or for all.</summary>
    internal static byte[]? Value(Wiring wiring, ServerProcess server, ReadOnlySpan<byte> name)
    {
        foreach (TcpRuleFile file in wiring.Rules)
        {
            if (server.Option('x') is { } path && file.Path.AsSpan().EndsWith(path) && file.ForEverybody?.Value(name) is { } value)
                return value;
        }

        return server.Value(name);
    }
}
