using System;
using System.Collections.Generic;

namespace QregexCheck.Doctor;

/// <summary>
/// Units of systemd that start qmail-smtpd, read as the run scripts whose place they take: their lines, those of their drop-ins, and those of the files of
/// variables that they name. Source: systemd.unit(5), systemd.exec(5).
/// </summary>
/// <remarks>Only a unit whose command has qmail-smtpd itself as a word counts: what a script that it runs does is not known.</remarks>
internal static class ServiceUnits
{
    private static ReadOnlySpan<byte> Directory => "/etc/systemd/system"u8;

    private static ReadOnlySpan<byte> Command => "ExecStart="u8;

    private static ReadOnlySpan<byte> Ending => ".service"u8;

    /// <summary>True for the path of a unit.</summary>
    public static bool IsUnit(ReadOnlySpan<byte> path) => path.StartsWith(Directory) && path.EndsWith(Ending);

    /// <summary>Adds those of this host.</summary>
    public static void AddTo(ExaminedHost host, List<RunScript> scripts)
    {
        foreach (byte[] name in host.Names(Directory.ToArray()))
        {
            if (!name.AsSpan().EndsWith(Ending))
                continue;
            byte[] path = [.. Directory, (byte)'/', .. name];
            List<HostLine> lines = host.Lines(path);
            AddDropIns(host, path, lines);
            lines.RemoveAll(static line => line.Bytes[0] == ';');
            if (!Starts(host, lines))
                continue;
            AddVariables(host, lines);
            scripts.Add(new RunScript(path, lines));
        }
    }

    /// <summary>Lines of another file have no number here.</summary>
    private static void AddDropIns(ExaminedHost host, byte[] path, List<HostLine> lines)
    {
        byte[] directory = [.. path, .. ".d"u8];
        foreach (byte[] name in host.Names(directory))
        {
            if (name.AsSpan().EndsWith(".conf"u8))
                AddLines(host, [.. directory, (byte)'/', .. name], lines);
        }
    }

    /// <summary>A path with a percent sign stands for others, and one with a minus need not be there.</summary>
    private static void AddVariables(ExaminedHost host, List<HostLine> lines)
    {
        foreach (HostLine line in lines.ToArray())
        {
            ReadOnlySpan<byte> text = line.Bytes;
            if (!text.StartsWith("EnvironmentFile="u8))
                continue;
            text = text["EnvironmentFile="u8.Length..].TrimStart((byte)'-');
            if (text is [(byte)'/', ..] && !text.Contains((byte)'%'))
                AddLines(host, text.ToArray(), lines);
        }
    }

    private static void AddLines(ExaminedHost host, byte[] path, List<HostLine> lines)
    {
        foreach (HostLine line in host.Lines(path))
            lines.Add(new HostLine(0, line.Bytes));
    }

    /// <summary>True when a command has the qmail-smtpd of this qmail as a word. It may go on in further lines.</summary>
    private static bool Starts(ExaminedHost host, List<HostLine> lines)
    {
        byte[] server = host.Home("bin/qmail-smtpd"u8);
        bool isCommand = false;
        foreach (HostLine line in lines)
        {
            ReadOnlySpan<byte> text = line.Bytes;
            if (text.StartsWith(Command))
            {
                isCommand = true;
                text = text[Command.Length..];
            }

            foreach (Range word in text.SplitAny(" \t"u8))
            {
                // Signs before a program say how it is run, and words may stand in quotes.
                if (isCommand && text[word].TrimStart("-@:+!\"'"u8).TrimEnd("\"'"u8).SequenceEqual(server))
                    return true;
            }

            isCommand &= text.EndsWith("\\"u8);
        }

        return false;
    }
}
