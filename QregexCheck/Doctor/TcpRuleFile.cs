using System;
using System.Collections.Generic;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>A file of rules for tcpserver.</summary>
/// <param name="Path">The cdb's path.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="IsInUse">True when a running server was given this file; else it stands where such files mostly stand.</param>
internal sealed record TcpRuleFile(byte[] Path, IReadOnlyList<TcpRule> Rules, bool IsInUse)
{
    /// <summary>The rule for a client for whom there is no other one; null when everything is allowed and nothing set.</summary>
    public TcpRule? ForEverybody
    {
        get
        {
            foreach (TcpRule rule in Rules)
            {
                if (rule.IsForEverybody)
                    return rule;
            }

            return null;
        }
    }

    /// <summary>The command that makes the cdb anew of its text, which mostly stands beside it.</summary>
    public string? Remake
    {
        get
        {
            byte[] text = Path.AsSpan().EndsWith(".cdb"u8) ? Path[..^4] : Path;
            return ShellWord.Of(text) is { } shown && ShellWord.Of([.. text, .. ".tmp"u8]) is { } made
                ? PastedCommand.Of("tcprules ", Path, $" {made} < {shown}") : null;
        }
    }

    /// <summary>Reads the files of the running servers for SMTP; where none runs, those that scripts name, or else those at the usual places.</summary>
    public static List<TcpRuleFile> All(ExaminedHost host, IReadOnlyList<ServerProcess> servers, IReadOnlyList<RunScript> scripts)
    {
        var files = new List<TcpRuleFile>();
        foreach (ServerProcess server in servers)
        {
            if (server.Option('x') is { } path)
                Add(host, path is [(byte)'/', ..] ? path : [.. server.Directory, .. "/cwd/"u8, .. path], isInUse: true, files);
        }

        if (servers.Count > 0)
            return files;
        if (NamedBy(scripts) is { } named)
        {
            foreach (byte[] path in named)
                Add(host, path, isInUse: false, files);
            return files;
        }

        Add(host, "/etc/tcp.smtp.cdb"u8.ToArray(), isInUse: false, files);
        Add(host, "/etc/tcprules/tcp.smtp.cdb"u8.ToArray(), isInUse: false, files);
        Add(host, "/etc/tcprules.d/tcp.smtp.cdb"u8.ToArray(), isInUse: false, files);
        Add(host, "/etc/tcpcontrol/smtp.cdb"u8.ToArray(), isInUse: false, files);
        Add(host, "/etc/qmail/tcp.smtp.cdb"u8.ToArray(), isInUse: false, files);
        Add(host, "/home/vpopmail/etc/tcp.smtp.cdb"u8.ToArray(), isInUse: false, files);
        Add(host, host.Control("tcp.smtp.cdb"u8), isInUse: false, files);
        Add(host, host.Control("rules.smtpd.cdb"u8), isInUse: false, files);
        return files;
    }

    /// <summary>The files that scripts give their servers; null when there is no script, or one does not tell.</summary>
    private static List<byte[]>? NamedBy(IReadOnlyList<RunScript> scripts)
    {
        var paths = new List<byte[]>();
        foreach (RunScript script in scripts)
        {
            if (script.ServerCommand() is not { } command)
                return null;
            if (new ServerProcess(script.Path, command, null).Option('x') is not { } path)
                continue;
            if (path.AsSpan().IndexOfAny("$`"u8) >= 0)
                return null;
            paths.Add(path is [(byte)'/', ..] ? path : [.. script.Path.AsSpan(0, script.Path.AsSpan().LastIndexOf((byte)'/') + 1), .. path]);
        }

        return scripts.Count > 0 ? paths : null;
    }

    private static void Add(ExaminedHost host, byte[] path, bool isInUse, List<TcpRuleFile> files)
    {
        foreach (TcpRuleFile file in files)
        {
            if (file.Path.AsSpan().SequenceEqual(path))
                return;
        }

        if (TcpRules.Read(host, path) is { } rules)
            files.Add(new TcpRuleFile(path, rules, isInUse));
    }
}
