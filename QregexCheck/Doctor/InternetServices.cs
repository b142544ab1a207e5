using System;
using System.Collections.Generic;

namespace QregexCheck.Doctor;

/// <summary>
/// Entries of super-servers that start a qmail-smtpd for each client, read as the run scripts whose place they take. Source: xinetd.conf(5), inetd.conf(5).
/// </summary>
internal static class InternetServices
{
    /// <summary>Adds those of this host.</summary>
    public static void AddTo(ExaminedHost host, List<RunScript> scripts)
    {
        AddBlocks(host, "/etc/xinetd.conf"u8.ToArray(), scripts);
        foreach (byte[] name in host.Names("/etc/xinetd.d"u8))
        {
            // xinetd leaves these out: they are copies of editors and packages.
            if (!name.AsSpan().Contains((byte)'.') && name is not [.., (byte)'~'])
                AddBlocks(host, [.. "/etc/xinetd.d/"u8, .. name], scripts);
        }

        byte[] path = "/etc/inetd.conf"u8.ToArray();
        foreach (HostLine line in host.Lines(path))
        {
            if (ServiceUnits.Names(line.Bytes, Program(host)))
                scripts.Add(new RunScript(path, [line], Starter.Inetd));
        }
    }

    /// <summary>Adds the services of a file of xinetd's: <c>service NAME</c>, and in braces the attributes, a line each.</summary>
    private static void AddBlocks(ExaminedHost host, byte[] path, List<RunScript> scripts)
    {
        var block = new List<HostLine>();
        foreach (HostLine line in host.Lines(path))
        {
            ReadOnlySpan<byte> text = line.Bytes.AsSpan().Trim(" \t\r"u8);
            if (text is [] or [(byte)'#', ..])
                continue;
            if (text is not [(byte)'}', ..])
            {
                block.Add(new HostLine(line.Number, text.ToArray()));
                continue;
            }

            if (block.Count > 0 && block[0].Bytes.AsSpan().StartsWith("service"u8) && Value(block, "disable"u8) is not { Bytes: [(byte)'y', ..] })
                AddBlock(host, path, block, scripts);
            block.Clear();
        }
    }

    /// <summary>Its program and the words behind it are one command here, as they are elsewhere.</summary>
    private static void AddBlock(ExaminedHost host, byte[] path, List<HostLine> block, List<RunScript> scripts)
    {
        if (Value(block, "server"u8) is not { } server)
            return;
        byte[] command = [.. server.Bytes, (byte)' ', .. Value(block, "server_args"u8)?.Bytes ?? []];
        if (ServiceUnits.Names(command, Program(host)))
            scripts.Add(new RunScript(path, [new HostLine(server.Number, command), .. block], Starter.Xinetd));
    }

    /// <summary>The last value of an attribute; null when it has none.</summary>
    private static HostLine? Value(List<HostLine> block, ReadOnlySpan<byte> name)
    {
        HostLine? found = null;
        foreach (HostLine line in block)
        {
            ReadOnlySpan<byte> text = line.Bytes;
            int sign = text.IndexOf((byte)'=');
            if (sign >= 0 && text[..sign].TrimEnd(" \t+"u8).SequenceEqual(name))
                found = new HostLine(line.Number, text[(sign + 1)..].Trim(" \t"u8).ToArray());
        }

        return found;
    }

    private static byte[] Program(ExaminedHost host) => host.Home("bin/qmail-smtpd"u8);
}
