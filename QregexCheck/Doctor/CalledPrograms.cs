using System;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>Is each program there that qmail-smtpd is told to run for us? Where one is missing all mail is deferred, or taken without a check.</summary>
internal static class CalledPrograms
{
    public static void Run(ExaminedHost host, Wiring wiring, Diagnoses found)
    {
        foreach (Caller caller in wiring.Callers)
        {
            // qmail-smtpd goes to qmail's home before it runs anything.
            if (caller.Program is { } program)
                Check(host, caller.Place, 0, program is [(byte)'/', ..] ? program : host.Home(program), found);
            else if (caller.Kind is WiringKind.Plugin or WiringKind.Recipients)
                CheckLines(host, caller, found);
        }
    }

    /// <summary>
    /// Behind us a line of control/recipients names the program that we run in turn. Of a plugin the first word alone is a program: others are a shell's.
    /// </summary>
    private static void CheckLines(ExaminedHost host, in Caller caller, Diagnoses found)
    {
        foreach (HostLine line in host.Lines(caller.Place))
        {
            ReadOnlySpan<byte> command = caller.Kind == WiringKind.Plugin ? line.Bytes.AsSpan().TrimStart((byte)':')
                : line.Bytes.AsSpan(line.Bytes.AsSpan().IndexOf((byte)'|') + 1);
            if (command.IndexOf("qregexcheck"u8) < 0)
                continue;
            foreach (Range word in command.SplitAny(" \t"u8))
            {
                Check(host, caller.Place, line.Number, command[word], found);
                if (caller.Kind == WiringKind.Plugin)
                    break;
            }
        }
    }

    private static void Check(ExaminedHost host, byte[] place, int line, ReadOnlySpan<byte> program, Diagnoses found)
    {
        if (program is [(byte)'/', ..] && host.Look(program).Kind == FileKind.Absent)
            found.Add(Ailment.NotWired, place, $"names {ExaminedHost.Shown(program)}, and no such program is there", null, line);
    }
}
