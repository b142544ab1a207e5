using System;
using System.Collections.Generic;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>How a mail server comes to ask us.</summary>
internal enum WiringKind
{
    /// <summary>RCPTCHECK names us.</summary>
    RcptCheck,

    /// <summary>We are a plugin of qmail-spp.</summary>
    Plugin,

    /// <summary>We stand in front of qmail-smtpd.</summary>
    Filter,

    /// <summary>s/qmail asks us by control/recipients.</summary>
    Recipients,
}

/// <summary>A place that calls us.</summary>
/// <param name="Kind">How.</param>
/// <param name="Place">The file or process.</param>
/// <param name="Program">The path by which it calls us; null where it is not known.</param>
internal readonly record struct Caller(WiringKind Kind, byte[] Place, byte[]? Program = null);

/// <summary>Everything that calls qregexcheck on this host, and everything that decides whether it does.</summary>
/// <param name="Program">qmail-smtpd.</param>
/// <param name="Servers">The running servers.</param>
/// <param name="Scripts">The scripts that start them.</param>
/// <param name="Rules">The rules of tcpserver.</param>
/// <param name="Callers">The places that call us.</param>
internal sealed record Wiring(
    SmtpProgram Program, IReadOnlyList<ServerProcess> Servers, IReadOnlyList<RunScript> Scripts, IReadOnlyList<TcpRuleFile> Rules,
        IReadOnlyList<Caller> Callers)
{
    private const int MostScriptBytes = 64 * 1024;

    private static ReadOnlySpan<byte> Us => "qregexcheck"u8;

    private static ReadOnlySpan<byte> RcptCheck => "RCPTCHECK"u8;

    /// <summary>True when we are called in this way.</summary>
    public bool Has(WiringKind kind)
    {
        foreach (Caller caller in Callers)
        {
            if (caller.Kind == kind)
                return true;
        }

        return false;
    }

    /// <summary>True when all that asks us does so in one way.</summary>
    public bool IsOnly(WiringKind kind)
    {
        foreach (Caller caller in Callers)
        {
            if (caller.Kind != kind)
                return false;
        }

        return true;
    }

    /// <summary>True when a variable is set for all clients of some server, or in a script.</summary>
    public bool Sets(ExaminedHost host, ReadOnlySpan<byte> name)
    {
        foreach (ServerProcess server in Servers)
        {
            if (server.Value(name) is not null)
                return true;
        }

        foreach (TcpRuleFile file in Rules)
        {
            if (file.ForEverybody?.Value(name) is not null)
                return true;
        }

        foreach (RunScript script in Scripts)
        {
            if (script.Sets(host, name, out _))
                return true;
        }

        return false;
    }

    /// <summary>True when the variables of each server were seen.</summary>
    public bool KnowsAllVariables()
    {
        foreach (ServerProcess server in Servers)
        {
            if (server.Variables is null)
                return false;
        }

        return true;
    }

    /// <summary>Finds all of it. Where a server runs whose environment could be read, it counts, and not the script that starts the next one.</summary>
    public static Wiring Of(ExaminedHost host, IReadOnlyList<ServerProcess> servers, IReadOnlyList<TcpRuleFile> rules, IReadOnlyList<RunScript> scripts)
    {
        SmtpProgram program = SmtpProgram.Read(host);
        var callers = new List<Caller>();
        bool isRunning = false;
        foreach (ServerProcess server in servers)
        {
            isRunning |= server.Variables is not null;
            if (IsFilter(server))
                callers.Add(new Caller(WiringKind.Filter, server.Directory));
            if ((server.Given(RcptCheck) ?? server.Value(RcptCheck)) is { } path && IsUs(host, path))
                callers.Add(new Caller(WiringKind.RcptCheck, server.Directory, path));
        }

        foreach (RunScript script in scripts)
        {
            if (!isRunning && script.LineWith("qregexcheck filter"u8) is not null)
                callers.Add(new Caller(WiringKind.Filter, script.Path));
            if (!isRunning && script.Sets(host, RcptCheck, out byte[] path) && IsUs(host, path))
                callers.Add(new Caller(WiringKind.RcptCheck, script.Path, path));
        }

        foreach (TcpRuleFile file in rules)
        {
            foreach (TcpRule rule in file.Rules)
            {
                if (rule.Value(RcptCheck) is { } path && IsUs(host, path))
                    callers.Add(new Caller(WiringKind.RcptCheck, file.Path, path));
            }
        }

        AddIfNamed(host, host.Control("smtpplugins"u8), WiringKind.Plugin, callers);
        AddIfNamed(host, host.Control("recipients"u8), WiringKind.Recipients, callers);
        return new Wiring(program, servers, scripts, rules, callers);
    }

    /// <summary>True when a path leads to us, or to a script that runs us.</summary>
    public static bool IsUs(ExaminedHost host, ReadOnlySpan<byte> path)
    {
        if (ServerProcess.NameOf(path).SequenceEqual(Us))
            return true;
        return path is [(byte)'/', ..] && host.Look(path).Kind == FileKind.Regular && host.Beginning(path, MostScriptBytes, out _) is { } bytes
            && bytes.AsSpan().StartsWith("#!"u8) && ExaminedHost.LinesOf(bytes).Exists(static line => line.Bytes.AsSpan().IndexOf(Us) >= 0);
    }

    /// <summary>True where the rules that a server was given set RCPTCHECK, for all of its clients or some: what they say is told of them.</summary>
    public bool HasRulesAboutUs(ServerProcess server)
    {
        foreach (TcpRuleFile file in Rules)
        {
            if (server.Option('x') is not { } path || !file.Path.AsSpan().EndsWith(path))
                continue;
            foreach (TcpRule rule in file.Rules)
            {
                if (rule.Value(RcptCheck) is not null)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Where RCPTCHECK is a command with arguments; null where it is none.</summary>
    public byte[]? PlaceWithArguments()
    {
        foreach (ServerProcess server in Servers)
        {
            if (IsWithArguments(server.Value(RcptCheck)))
                return server.Directory;
        }

        foreach (TcpRuleFile file in Rules)
        {
            if (IsWithArguments(file.ForEverybody?.Value(RcptCheck)))
                return file.Path;
        }

        return null;

        static bool IsWithArguments(byte[]? value) => ServerProcess.NameOf(value).StartsWith("qregexcheck "u8);
    }

    private static bool IsFilter(ServerProcess server)
    {
        int at = server.IndexOf(Us);
        return at >= 0 && at + 1 < server.Arguments.Count && server.Arguments[at + 1].AsSpan().SequenceEqual("filter"u8);
    }

    private static void AddIfNamed(ExaminedHost host, byte[] path, WiringKind kind, List<Caller> callers)
    {
        foreach (HostLine line in host.Lines(path))
        {
            if (line.Bytes.AsSpan().IndexOf(Us) >= 0)
            {
                callers.Add(new Caller(kind, path));
                return;
            }
        }
    }
}
