using System;
using System.Collections.Generic;

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
        List<TcpRuleFile> rules = TcpRuleFile.All(host, servers);
        Wiring wiring = Wiring.Of(host, servers, rules);
        var found = new Diagnoses();
        WiringChecks.Run(host, wiring, found);
        foreach (Diagnosis finding in found.All())
        {
            if (finding.Ailment == Ailment.NotWired)
                return $"{ExaminedHost.Shown(finding.Place)}: {finding.Words}";
        }

        if (wiring.Callers.Count == 0)
            return "nothing was found here by which qmail-smtpd asks qregexcheck";
        foreach (ServerProcess server in servers)
        {
            if (!server.IsLocalOnly && !IsForUsers(server) && !Asks(host, wiring, server))
                return $"{ExaminedHost.Shown(server.Directory)}: this server takes mail from strangers and does not ask qregexcheck";
        }

        return null;
    }

    private static bool IsForUsers(ServerProcess server)
    {
        foreach (byte[] word in server.Arguments)
        {
            if (word.Length > 2 && !word.AsSpan().Contains((byte)' ') && PortsOfUsers.IndexOf([(byte)' ', .. word, (byte)' ']) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>True when a server asks us, by any way. One whose environment can't be read is not judged.</summary>
    private static bool Asks(ExaminedHost host, Wiring wiring, ServerProcess server)
    {
        if (server.Variables is null || wiring.Has(WiringKind.Recipients) || (server.IndexOf("qregexcheck"u8) >= 0))
            return true;
        if (wiring.Has(WiringKind.Plugin) && (!wiring.Program.WantsEnableSpp || Value(wiring, server, "ENABLE_SPP"u8) is not null))
            return true;
        return Value(wiring, server, "RCPTCHECK"u8) is { } path && Wiring.IsUs(host, path);
    }

    /// <summary>What a server sets for every client, by its rules or for all.</summary>
    private static byte[]? Value(Wiring wiring, ServerProcess server, ReadOnlySpan<byte> name)
    {
        foreach (TcpRuleFile file in wiring.Rules)
        {
            if (server.Option('x') is { } path && file.Path.AsSpan().EndsWith(path) && file.ForEverybody?.Value(name) is { } value)
                return value;
        }

        return server.Value(name);
    }
}
