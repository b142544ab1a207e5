using System;
using System.Collections.Generic;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>A running server that starts a qmail-smtpd for each client: tcpserver or one of its kin.</summary>
/// <param name="Directory">Its directory in /proc.</param>
/// <param name="Arguments">Its arguments, the program's name first.</param>
/// <param name="Variables">Its environment; null when it could not be read.</param>
internal sealed record ServerProcess(byte[] Directory, IReadOnlyList<byte[]> Arguments, IReadOnlyList<byte[]>? Variables)
{
    // Options of tcpserver that take no value: others may stand behind them in one word. Source: tcpserver(1).
    private static ReadOnlySpan<byte> Flags => "1dDvqQhHrRUXpPoO46"u8;

    /// <summary>The value of a variable that it hands on; null when it is not set or not known.</summary>
    public byte[]? Value(ReadOnlySpan<byte> name) => Variables is null ? null : VariableBytes.Value(Variables, name);

    /// <summary>The value that a word <c>NAME=value</c> of its command line sets, behind env; null when there is none.</summary>
    public byte[]? Given(ReadOnlySpan<byte> name)
    {
        byte[]? value = null;
        foreach (byte[] word in Arguments)
        {
            if (word.AsSpan().StartsWith(name) && word.Length > name.Length && word[name.Length] == (byte)'=')
                value = word[(name.Length + 1)..];
        }

        return value;
    }

    /// <summary>True when a word of its command line is a program of this name.</summary>
    public bool Names(ReadOnlySpan<byte> program) => IndexOf(program) >= 0;

    /// <summary>The place of a program's name among the arguments; -1 when it is not there.</summary>
    public int IndexOf(ReadOnlySpan<byte> program)
    {
        for (int i = 0; i < Arguments.Count; i++)
        {
            if (NameOf(Arguments[i]).SequenceEqual(program))
                return i;
        }

        return -1;
    }

    /// <summary>What stands behind an option of one letter, in the same word or the next one; null when it is not there. Flags may stand before it.</summary>
    public byte[]? Option(char letter)
    {
        for (int i = 1; i < Arguments.Count; i++)
        {
            byte[] word = Arguments[i];
            int at = word is [(byte)'-', ..] ? 1 : word.Length;
            while (at < word.Length && word[at] != letter && Flags.Contains(word[at]))
                at++;
            if (at >= word.Length || word[at] != letter)
                continue;
            return at + 1 < word.Length ? word[(at + 1)..] : i + 1 < Arguments.Count ? Arguments[i + 1] : null;
        }

        return null;
    }

    /// <summary>True when it listens to this host alone, so that no stranger comes.</summary>
    public bool IsLocalOnly
    {
        get
        {
            foreach (byte[] word in Arguments)
            {
                if (word.AsSpan().StartsWith("127."u8) || word.AsSpan().SequenceEqual("localhost"u8) || word.AsSpan().SequenceEqual("::1"u8))
                    return true;
            }

            return false;
        }
    }

    /// <summary>True for the name of tcpserver or of one of its kin.</summary>
    public static bool IsNameOfServer(ReadOnlySpan<byte> name) => name.EndsWith("server"u8) || name.EndsWith("tcpsvd"u8) || name.EndsWith("tcpd"u8);

    /// <summary>A program's name without the directories before it.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> path) => path[(path.LastIndexOf((byte)'/') + 1)..];
}

/// <summary>Finds the running servers. Source: proc(5).</summary>
internal static class ServerProcesses
{
    private const int MostArgumentBytes = 64 * 1024;
    private const int MostVariableBytes = 256 * 1024;

    private static ReadOnlySpan<byte> Program => "qmail-smtpd"u8;

    /// <summary>The servers whose command line names qmail-smtpd, but for those of another qmail on the same host.</summary>
    public static List<ServerProcess> Running(ExaminedHost host)
    {
        var servers = new List<ServerProcess>();
        foreach (byte[] name in host.Names("/proc"u8))
        {
            if (name.AsSpan().ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                continue;
            byte[] directory = [.. "/proc/"u8, .. name];
            if (ArgumentsOf(host, directory) is not { } arguments || !IsServer(arguments))
                continue;
            var server = new ServerProcess(directory, WithCommands(arguments), VariablesOf(host, directory));
            if (!IsOfAnotherQmail(host, server))
                servers.Add(server);
        }

        return servers;
    }

    /// <summary>The words of a command line, and in the place of a command for a shell the words of that.</summary>
    private static List<byte[]> WithCommands(List<byte[]> arguments)
    {
        var words = new List<byte[]>(arguments.Count);
        for (int i = 0; i < arguments.Count; i++)
        {
            bool isCommand = i > 1 && arguments[i - 1].AsSpan().SequenceEqual("-c"u8) && ServerProcess.NameOf(arguments[i - 2]).EndsWith("sh"u8);
            if (!isCommand)
            {
                words.Add(arguments[i]);
                continue;
            }

            foreach (HostLine line in ShellLines.Of(ExaminedHost.LinesOf(arguments[i])))
            {
                foreach (Range part in line.Bytes.AsSpan().Split((byte)' '))
                {
                    if (line.Bytes.AsSpan()[part] is { Length: > 0 } word)
                        words.Add(word.ToArray());
                }
            }
        }

        return words;
    }

    private static bool IsServer(List<byte[]> arguments)
    {
        if (!ServerProcess.IsNameOfServer(ServerProcess.NameOf(arguments[0])))
            return false;
        foreach (byte[] word in arguments)
        {
            if (ServerProcess.NameOf(word).StartsWith(Program))
                return true;
        }

        return false;
    }

    /// <summary>True when each qmail-smtpd in the command line is that of another qmail. What may lead to ours counts as ours, such as a wrapper.</summary>
    private static bool IsOfAnotherQmail(ExaminedHost host, ServerProcess server)
    {
        bool isOfAnother = false;
        foreach (byte[] word in server.Arguments)
        {
            if (!ServerProcess.NameOf(word).SequenceEqual(Program))
                continue;

            // A word with a blank is a command for a shell.
            if (word.AsSpan().Contains((byte)' ') || ProgramOf(host, server, word) is not { } path || !IsOfAnotherQmail(host, path))
                return false;
            isOfAnother = true;
        }

        return isOfAnother;
    }

    private static bool IsOfAnotherQmail(ExaminedHost host, byte[] program)
    {
        byte[] ours = host.Home("bin/qmail-smtpd"u8);
        if (program.AsSpan().SequenceEqual(ours))
            return false;

        // The home may be a link. What is not there is a program that other processes see, in a root of their own.
        FileLook look = host.Look(program);
        return !look.Exists || (!look.Stamp.IsSameFile(host.Look(ours).Stamp) && HasControls(host, program));
    }

    /// <summary>The path that a word leads to; null when it is not known. A name without a directory is looked for in the server's PATH.</summary>
    private static byte[]? ProgramOf(ExaminedHost host, ServerProcess server, byte[] word)
    {
        if (word[0] == (byte)'/')
            return word;
        if (word.Length != Program.Length || server.Value("PATH"u8) is not { Length: > 0 } directories)
            return null;
        byte[] path = [];
        foreach (Range part in directories.AsSpan().Split((byte)':'))
        {
            if (directories[part] is not [(byte)'/', ..])
                return null;
            path = [.. directories[part], (byte)'/', .. word];
            if (host.Look(path).Exists)
                break;
        }

        return path;
    }

    /// <summary>True when a program stands in the bin of a qmail's home.</summary>
    private static bool HasControls(ExaminedHost host, ReadOnlySpan<byte> program)
    {
        ReadOnlySpan<byte> end = "bin/qmail-smtpd"u8;
        return program.EndsWith(end) && host.Look([.. program[..^end.Length], .. "control"u8]).Exists;
    }

    /// <summary>The arguments of a process; null when it has ended, or is none of a program.</summary>
    internal static List<byte[]>? ArgumentsOf(ExaminedHost host, byte[] directory) =>
        host.Beginning([.. directory, .. "/cmdline"u8], MostArgumentBytes, out _) is { Length: > 0 } bytes ? VariableBytes.Split(bytes) : null;

    /// <summary>The environment of a process; null when it has ended, or can't be read.</summary>
    internal static List<byte[]>? VariablesOf(ExaminedHost host, byte[] directory)
    {
        byte[] path = [.. directory, .. "/environ"u8];
        return host.Files.Look(path).Kind == FileKind.Absent ? null
            : host.Beginning(path, MostVariableBytes, out _) is { } bytes ? VariableBytes.Split(bytes) : null;
    }
}
