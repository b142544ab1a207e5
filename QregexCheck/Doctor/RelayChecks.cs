using System;
using System.Collections.Generic;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>May strangers relay? Source: qmail-smtpd(8), rcpthosts.c.</summary>
internal static class RelayChecks
{
    // tcprules writes a range such as 1-254. as one rule for each number. So many networks of that size are everybody.
    private const int MostNetworks = 64;

    private static ReadOnlySpan<byte> RelayClient => "RELAYCLIENT"u8;

    public static void Run(ExaminedHost host, IReadOnlyList<ServerProcess> servers, IReadOnlyList<TcpRuleFile> files, Diagnoses found)
    {
        byte[] rcptHosts = host.Control("rcpthosts"u8);
        if (host.Look(rcptHosts).Kind == FileKind.Absent)
        {
            found.Add(
                Ailment.OpenRelay, rcptHosts, "no such file: qmail-smtpd takes mail for every domain of the world",
                PastedCommand.Of("cp ", host.Control("locals"u8), PastedCommand.Of(" ", rcptHosts) ?? ""));
        }

        byte[] percentHack = host.Control("percenthack"u8);
        foreach (HostLine line in host.Lines(percentHack))
        {
            found.Add(
                Ailment.OpenRelay, percentHack, $"mail to user%elsewhere@{ExaminedHost.Shown(line.Bytes)} is sent to user@elsewhere, whoever sends it",
                PastedCommand.Of("rm ", percentHack), line.Number);
        }

        foreach (TcpRuleFile file in files)
            Run(file, found);
        foreach (ServerProcess server in servers)
        {
            if (server.Value(RelayClient) is not null && !server.IsLocalOnly)
                found.Add(Ailment.OpenRelay, server.Directory, "RELAYCLIENT is set in the environment of the server, and so for each client");
        }
    }

    private static void Run(TcpRuleFile file, Diagnoses found)
    {
        int networks = 0;
        foreach (TcpRule rule in file.Rules)
        {
            if (rule.Denies || rule.Value(RelayClient) is null)
                continue;
            if (rule.IsForEverybody)
                found.Add(Ailment.OpenRelay, file.Path, "RELAYCLIENT is set for all clients for whom there is no other rule", file.Remake);
            networks += IsLargestNetwork(rule.Address) ? 1 : 0;
        }

        if (networks > MostNetworks)
            found.Add(Ailment.OpenRelay, file.Path, $"RELAYCLIENT is set for {networks} networks of 16 million addresses", file.Remake);
    }

    /// <summary>True for the first number of an address alone: <c>192.</c></summary>
    private static bool IsLargestNetwork(ReadOnlySpan<byte> address) =>
        address.Length is > 1 and < 5 && address[^1] == '.' && !address[..^1].ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
