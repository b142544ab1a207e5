using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>
/// Units of systemd that start qmail-smtpd, read as the run scripts whose place they take: their settings, those of their drop-ins, and those of the files of
/// variables that they name. Source: systemd.unit(5), systemd.syntax(7), systemd.exec(5).
/// </summary>
/// <remarks>Only a unit whose command has qmail-smtpd itself as a word counts: what a script that it runs does is not known.</remarks>
internal static class ServiceUnits
{
    private static ReadOnlySpan<byte> Ending => ".service"u8;

    private static ReadOnlySpan<byte> Command => "ExecStart="u8;

    private static ReadOnlySpan<byte> Variable => "Environment="u8;

    private static ReadOnlySpan<byte> VariableFile => "EnvironmentFile="u8;

    /// <summary>Adds those of this host.</summary>
    public static void AddTo(ExaminedHost host, List<RunScript> scripts)
    {
        byte[][] directories = Directories();
        foreach (byte[] path in FilesIn(host, directories, [], Ending))
        {
            List<HostLine> settings = UnitFile.Settings(host, path);
            byte[] name = path[path.AsSpan().LastIndexOf((byte)'/')..];
            foreach (byte[] dropIn in FilesIn(host, directories, [.. name, .. ".d"u8], ".conf"u8))
            {
                // Lines of another file have no number here.
                foreach (HostLine line in UnitFile.Settings(host, dropIn))
                    settings.Add(new HostLine(0, line.Bytes));
            }

            List<HostLine> commands = InForce(settings, Command);
            if (!commands.Exists(line => Names(line.Bytes.AsSpan(Command.Length), host.Home("bin/qmail-smtpd"u8))))
                continue;
            var script = new RunScript(path, [.. commands, .. InForce(settings, "LimitAS="u8), .. Variables(host, settings)], Starter.Systemd);
            if (!scripts.Exists(script.SaysTheSameAs))
                scripts.Add(script);
        }
    }

    /// <summary>True when a word of a command is a program. Signs before it say how it is run, and words may stand in quotes.</summary>
    public static bool Names(ReadOnlySpan<byte> command, ReadOnlySpan<byte> program)
    {
        foreach (Range word in command.SplitAny(" \t"u8))
        {
            if (command[word].TrimStart("-@:+!\"'"u8).TrimEnd("\"';"u8).SequenceEqual(program))
                return true;
        }

        return false;
    }

    /// <summary>What systemctl takes for a unit's name: of a template, which ends in an at sign, all that were made of it.</summary>
    public static byte[] Instances(ReadOnlySpan<byte> name) =>
        name[..^Ending.Length] is [.., (byte)'@'] ? [.. name[..^Ending.Length], .. "*"u8, .. Ending] : name.ToArray();

    /// <summary>Where units are looked for, the first before the others.</summary>
    private static byte[][] Directories() =>
    [
        "/etc/systemd/system"u8.ToArray(), "/run/systemd/system"u8.ToArray(), "/usr/local/lib/systemd/system"u8.ToArray(),
        "/usr/lib/systemd/system"u8.ToArray(), "/lib/systemd/system"u8.ToArray(),
    ];

    /// <summary>
    /// The files of an ending below directories, in the order of their names. A file hides those of its name in later directories, and so does a link to
    /// <c>/dev/null</c>, which is itself left out.
    /// </summary>
    private static List<byte[]> FilesIn(ExaminedHost host, byte[][] directories, byte[] below, ReadOnlySpan<byte> ending)
    {
        var found = new List<(byte[] Name, byte[] Path)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (byte[] root in directories)
        {
            byte[] directory = [.. root, .. below];
            foreach (byte[] name in host.Names(directory))
            {
                if (name.AsSpan().EndsWith(ending) && names.Add(Encoding.Latin1.GetString(name)))
                    found.Add((name, [.. directory, (byte)'/', .. name]));
            }
        }

        found.Sort(static (one, other) => one.Name.AsSpan().SequenceCompareTo(other.Name));
        return found.FindAll(file => !IsMasked(host, file.Path)).ConvertAll(static file => file.Path);
    }

    private static bool IsMasked(ExaminedHost host, byte[] path)
    {
        try
        {
            return host.Files.ReadLink(path) is { } target && target.AsSpan().SequenceEqual("/dev/null"u8);
        }
        catch (HostFileException exception)
        {
            host.Miss(exception.Path, exception.Message);
            return true;
        }
    }

    /// <summary>The settings of one name that are in force: an empty one takes back those before it.</summary>
    private static List<HostLine> InForce(List<HostLine> settings, ReadOnlySpan<byte> name)
    {
        var found = new List<HostLine>();
        foreach (HostLine line in settings)
        {
            if (line.Bytes.Length == name.Length && line.Bytes.AsSpan().SequenceEqual(name))
                found.Clear();
            else if (line.Bytes.AsSpan().StartsWith(name))
                found.Add(line);
        }

        return found;
    }

    /// <summary>The lines that set variables. The one that counts comes first: a file's before the unit's, and the last before those above it.</summary>
    private static List<HostLine> Variables(ExaminedHost host, List<HostLine> settings)
    {
        List<HostLine> lines = InForce(settings, Variable);
        foreach (HostLine line in InForce(settings, VariableFile))
        {
            // A path with a percent sign stands for others, and one with a minus need not be there.
            ReadOnlySpan<byte> path = line.Bytes.AsSpan(VariableFile.Length).TrimStart((byte)'-').Trim("\"'"u8);
            if (path is not [(byte)'/', ..] || path.Contains((byte)'%'))
                continue;
            foreach (HostLine variable in UnitFile.Lines(host, path))
                lines.Add(new HostLine(0, variable.Bytes));
        }

        lines.Reverse();
        return lines;
    }
}
