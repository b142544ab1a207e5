using System;
using QregexCheck.Control;

namespace QregexCheck.Doctor;

/// <summary>Does qmail-smtpd read our lists by itself, too, and does that make a difference? Source: qregexcheck-wiring(8).</summary>
internal static class SharedListChecks
{
    /// <summary>
    /// Looks at the lists that its program names. Every qmail-smtpd reads badmailfrom, as plain addresses; as rules it is read by one that reads a norelay
    /// list or badmailto, too.
    /// </summary>
    public static void Run(ExaminedHost host, Wiring wiring, Diagnoses found)
    {
        SmtpProgram program = wiring.Program;
        if (!program.IsKnown || wiring.Callers.Count == 0 || IsLedElsewhere(host, wiring))
            return;
        if (!WiringProof.IsSame(host, host.Places.Rules, host.Control([])[..^1]))
            return;
        bool hasRules = program.Reads("badmailfromnorelay"u8) || program.Reads("badmailto"u8);
        foreach (ControlList list in ControlLists.All)
        {
            ReadOnlySpan<byte> name = ControlLists.FileName(list);
            if (ControlLists.IsExceptions(list) || !program.Reads(name) || (list == ControlList.BadMailFrom && !hasRules))
                continue;
            Check(host, program, host.Rules(name), name, found);
        }
    }

    private static void Check(ExaminedHost host, SmtpProgram program, byte[] path, ReadOnlySpan<byte> name, Diagnoses found)
    {
        if (host.Read(path) is not { } bytes || ExaminedHost.LinesOf(bytes).Count == 0)
            return;
        string reader = ExaminedHost.Shown(program.Path);
        int line = AnnotatedLine(bytes);
        if (line > 0)
        {
            found.Add(
                Ailment.ReadByBoth, path, $"has an annotation, and {reader} reads this file by itself, too, and knows none: it refuses all that the rule hits",
                null, line);
        }

        byte[] good = host.Rules(ExceptionsOf(name));
        if (line == 0 && !program.Reads(ExceptionsOf(name)) && host.Lines(good).Count > 0)
        {
            found.Add(
                Ailment.ReadByBoth, path,
                $"{reader} reads this file by itself, too, and does not know {ExaminedHost.Shown(good)}: it refuses what that lets through");
        }
    }

    private static ReadOnlySpan<byte> ExceptionsOf(ReadOnlySpan<byte> name) =>
        name.StartsWith("badhelo"u8) ? "goodhelo"u8 : name.StartsWith("badmailfrom"u8) ? "goodmailfrom"u8 : "goodmailto"u8;

    /// <summary>The first line that says something else of a rule than what lint or an example is told; 0 when there is none.</summary>
    private static int AnnotatedLine(byte[] bytes)
    {
        int number = 1;
        foreach (Range part in bytes.AsSpan().Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = bytes.AsSpan(part);
            if (line.StartsWith("#:"u8) && (line.IndexOf("action="u8) >= 0 || line.IndexOf("until="u8) >= 0 || line.IndexOf("only-"u8) >= 0))
                return number;
            number++;
        }

        return 0;
    }

    /// <summary>True where a server leads the check to another directory than the one that is looked at.</summary>
    private static bool IsLedElsewhere(ExaminedHost host, Wiring wiring)
    {
        foreach (ServerProcess server in wiring.Servers)
        {
            if (IsElsewhere(host, WiringProof.Value(wiring, server, "QREGEXCHECK_CONTROL"u8)))
                return true;
        }

        foreach (RunScript script in wiring.Scripts)
        {
            if (script.Sets(host, "QREGEXCHECK_CONTROL"u8, out byte[] path) && IsElsewhere(host, path))
                return true;
        }

        return false;
    }

    private static bool IsElsewhere(ExaminedHost host, byte[]? path) => path is { Length: > 0 } && !WiringProof.IsSame(host, path, host.Places.Rules);
}
