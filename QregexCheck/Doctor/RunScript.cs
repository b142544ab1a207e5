using System;
using System.Collections.Generic;

namespace QregexCheck.Doctor;

/// <summary>
/// What starts a qmail-smtpd or its server: the run file of a service, a unit (<see cref="ServiceUnits"/>), an entry of a super-server
/// (<see cref="InternetServices"/>). Source: supervise(8).
/// </summary>
/// <param name="Path">Its path.</param>
/// <param name="Lines">Its lines, without comments; of a script as its shell reads them (<see cref="ShellLines"/>), of an entry its own.</param>
/// <param name="Starter">The program that reads it.</param>
internal sealed record RunScript(byte[] Path, IReadOnlyList<HostLine> Lines, Starter Starter = Starter.Supervise)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The first line that holds a text; null when none does.</summary>
    public HostLine? LineWith(ReadOnlySpan<byte> text)
    {
        foreach (HostLine line in Lines)
        {
            if (line.Bytes.AsSpan().IndexOf(text) >= 0)
                return line;
        }

        return null;
    }

    /// <summary>
    /// True when it hands on a variable that it sets, in a line such as <c>export NAME=value</c>, or by a file of that name in a directory beside it that it
    /// names behind envdir.
    /// </summary>
    public bool Sets(ExaminedHost host, ReadOnlySpan<byte> name, out byte[] value)
    {
        if (TryFind(name, isHandedOn: true, out value))
            return true;
        return DirectoryOf("envdir"u8) is { } directory && host.Read([.. directory, (byte)'/', .. name], MostBytes) is { } bytes
            && (value = FirstWord(bytes)).Length > 0;
    }

    /// <summary>True when it sets a variable and keeps it for itself, as a shell does with one that is not exported.</summary>
    public bool Keeps(ReadOnlySpan<byte> name, out byte[] value) => TryFind(name, isHandedOn: false, out value);

    /// <summary>The words of the command that runs qmail-smtpd by a server of tcpserver's kin, from the server on; null when there is none.</summary>
    public List<byte[]>? ServerCommand()
    {
        foreach (HostLine line in Lines)
        {
            if (line.Bytes.AsSpan().IndexOf("qmail-smtpd"u8) < 0)
                continue;
            var words = new List<byte[]>();
            foreach (Range part in line.Bytes.AsSpan().SplitAny(" \t"u8))
            {
                byte[] word = line.Bytes.AsSpan()[part].ToArray();
                if (words.Count > 0 ? word.Length > 0 : ServerProcess.IsNameOfServer(ServerProcess.NameOf(word)))
                    words.Add(word);
            }

            if (words.Count > 0)
                return words;
        }

        return null;
    }

    /// <summary>The run scripts of all services that name qmail-smtpd, and the units and entries that start it.</summary>
    public static List<RunScript> All(ExaminedHost host)
    {
        var scripts = new List<RunScript>();
        Add(host, "/service"u8.ToArray(), scripts);
        Add(host, "/etc/service"u8.ToArray(), scripts);
        Add(host, "/var/service"u8.ToArray(), scripts);
        Add(host, "/run/service"u8.ToArray(), scripts);
        Add(host, host.Home("supervise"u8), scripts);
        Add(host, host.Home("service"u8), scripts);
        ServiceUnits.AddTo(host, scripts);
        InternetServices.AddTo(host, scripts);
        return scripts;
    }

    /// <summary>True for one service under two names: /service mostly has links to /etc or to qmail's supervise, and a unit may have an alias.</summary>
    public bool SaysTheSameAs(RunScript other)
    {
        if (Lines.Count != other.Lines.Count || Starter != other.Starter)
            return false;
        for (int i = 0; i < Lines.Count; i++)
        {
            if (!Lines[i].Bytes.AsSpan().SequenceEqual(other.Lines[i].Bytes))
                return false;
        }

        return true;
    }

    /// <summary>The command that makes its starter read it anew; null when it can't be pasted.</summary>
    public string? RestartCommand()
    {
        int slash = Path.AsSpan().LastIndexOf((byte)'/');
        return Starter switch
        {
            Starter.Systemd => PastedCommand.Of("systemctl daemon-reload && systemctl restart ", ServiceUnits.Instances(Path.AsSpan(slash + 1))),
            Starter.Xinetd => "pkill -HUP -x xinetd",
            Starter.Inetd => "pkill -HUP -x inetd",
            _ => PastedCommand.Of("svc -t ", Path.AsSpan(0, slash)),
        };
    }

    private static void Add(ExaminedHost host, byte[] services, List<RunScript> scripts)
    {
        foreach (byte[] name in host.Names(services))
        {
            byte[] path = [.. services, (byte)'/', .. name, .. "/run"u8];
            if (host.Beginning(path, MostBytes, out _) is not { } bytes || bytes.AsSpan().IndexOf("qmail-smtpd"u8) < 0)
                continue;
            var script = new RunScript(path, ShellLines.Of(ExaminedHost.LinesOf(bytes)));
            if (script.LineWith("qmail-smtpd"u8) is not null && !scripts.Exists(script.SaysTheSameAs))
                scripts.Add(script);
        }
    }

    private bool TryFind(ReadOnlySpan<byte> name, bool isHandedOn, out byte[] value)
    {
        foreach (HostLine line in Lines)
        {
            for (int from = 0; line.Bytes.AsSpan(from).IndexOf(name) is var at and >= 0; from += at + name.Length)
            {
                int end = from + at + name.Length;
                if (end >= line.Bytes.Length || line.Bytes[end] != '=' || (from + at > 0 && ShellLines.IsOfName(line.Bytes[from + at - 1])))
                    continue;
                value = FirstWord(line.Bytes.AsSpan(end + 1));
                if (IsHandedOn(line.Bytes, from + at, end + 1 + value.Length, name) == isHandedOn)
                    return true;
            }
        }

        value = [];
        return false;
    }

    /// <summary>False where a shell sets a variable of its own: nothing else stands in the command, and nothing exports it. Source: sh(1).</summary>
    private bool IsHandedOn(ReadOnlySpan<byte> line, int begin, int end, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> behind = line[Math.Min(end, line.Length)..].TrimStart((byte)' ');
        bool isAlone = line[..begin].Trim((byte)' ').IsEmpty && (behind.IsEmpty || behind[0] is (byte)';' or (byte)'&');
        if (Starter != Starter.Supervise || !isAlone)
            return true;
        foreach (HostLine other in Lines)
        {
            ReadOnlySpan<byte> text = other.Bytes;
            bool exports = text.IndexOf("export"u8) is var at and >= 0 && text[at..].IndexOf(name) >= 0;
            if (exports || (text.StartsWith("set -"u8) && text.Contains((byte)'a')))
                return true;
        }

        return false;
    }

    /// <summary>The directory that stands behind a program's name, from the script's own directory on; null when there is none.</summary>
    private byte[]? DirectoryOf(ReadOnlySpan<byte> program)
    {
        if (LineWith(program) is not { } line)
            return null;
        byte[] word = FirstWord(line.Bytes.AsSpan(line.Bytes.AsSpan().IndexOf(program) + program.Length));
        return word is [] ? null : word[0] == '/' ? word : [.. Path.AsSpan(0, Path.AsSpan().LastIndexOf((byte)'/') + 1), .. word];
    }

    private static byte[] FirstWord(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\"'"u8);
        int end = 0;
        while (end < text.Length && text[end] is not ((byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\'' or (byte)';' or (byte)'\n'))
            end++;
        return text[..end].ToArray();
    }
}
