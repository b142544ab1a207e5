using System;
using System.Collections.Generic;
using QregexCheck.Batv;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>Do qmail-send, which has mail signed, and qmail-smtpd, which has bounces judged, read the keys of one directory?</summary>
internal static class KeyDirectoryChecks
{
    private static ReadOnlySpan<byte> Variable => "QREGEXCHECK_CONTROL"u8;

    /// <summary>Looks at what runs. A script may set a variable in ways that are not seen, and what runs was started by it.</summary>
    public static void Run(ExaminedHost host, Wiring wiring, Diagnoses found)
    {
        foreach (SendingProcess sending in SendingProcess.Running(host))
        {
            byte[] signing = Directory(host, VariableBytes.Value(sending.Variables, Variable));
            foreach (ServerProcess server in wiring.Servers)
            {
                if (server.Variables is null || server.IsLocalOnly || WiringProof.IsForUsers(server))
                    continue;
                byte[] judging = Directory(host, WiringProof.Value(wiring, server, Variable));
                if (WiringProof.IsSame(host, signing, judging) || !(IsOn(host, signing) || IsOn(host, judging)))
                    continue;
                found.Add(
                    Ailment.OtherKeys, server.Directory,
                    $"asks {ExaminedHost.Shown(judging)} about tags, and qmail-send ({ExaminedHost.Shown(sending.Directory)}) has mail signed by "
                        + $"{ExaminedHost.Shown(signing)}: set QREGEXCHECK_CONTROL alike for both");
            }
        }
    }

    private static byte[] Directory(ExaminedHost host, byte[]? named) => named is { Length: > 0 } ? named : host.OwnControl;

    private static bool IsOn(ExaminedHost host, ReadOnlySpan<byte> directory) => host.Lines([.. directory, (byte)'/', .. BatvDomains.FileName]).Count > 0;
}

/// <summary>A qmail-send that runs, and what it hands on to qmail-remote.</summary>
/// <param name="Directory">Its directory in /proc.</param>
/// <param name="Variables">Its environment.</param>
internal sealed record SendingProcess(byte[] Directory, IReadOnlyList<byte[]> Variables)
{
    private static ReadOnlySpan<byte> Deleted => " (deleted)"u8;

    /// <summary>Those of this qmail whose environment can be read; what can't be read is noted.</summary>
    public static List<SendingProcess> Running(ExaminedHost host)
    {
        var running = new List<SendingProcess>();
        foreach (byte[] name in host.Names("/proc"u8))
        {
            byte[] directory = [.. "/proc/"u8, .. name];
            if (!name.AsSpan().ContainsAnyExceptInRange((byte)'0', (byte)'9') && ServerProcesses.ArgumentsOf(host, directory) is { } arguments
                && ServerProcess.NameOf(arguments[0]).SequenceEqual("qmail-send"u8) && !IsOfAnotherQmail(host, directory)
                && ServerProcesses.VariablesOf(host, directory) is { } variables)
                running.Add(new SendingProcess(directory, variables));
        }

        return running;
    }

    /// <summary>True when its program is known, and is not the one in our home. Source: proc(5), exe.</summary>
    private static bool IsOfAnotherQmail(ExaminedHost host, byte[] directory)
    {
        byte[]? program;
        try
        {
            program = host.Files.ReadLink([.. directory, .. "/exe"u8]);
        }
        catch (HostFileException)
        {
            return false;
        }

        if (program is null)
            return false;

        // A program that was replaced while it runs is still ours.
        ReadOnlySpan<byte> path = program;
        if (path.EndsWith(Deleted))
            path = path[..^Deleted.Length];
        byte[] ours = host.Home("bin/qmail-send"u8);
        return !path.SequenceEqual(ours) && !host.Look(path).Stamp.IsSameFile(host.Look(ours).Stamp);
    }
}
