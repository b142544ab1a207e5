using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Rules;

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
        if (!WiringProof.IsSame(host, host.Places.Rules, host.OwnControl))
            return;
        bool hasRules = program.Reads("badmailfromnorelay"u8) || program.Reads("badmailto"u8);
        foreach (ControlList list in ControlLists.All)
        {
            ReadOnlySpan<byte> name = ControlLists.FileName(list);
            if (ControlLists.IsExceptions(list) || !program.Reads(name) || (list == ControlList.BadMailFrom && !hasRules))
                continue;
            Check(host, program, list, found);
        }
    }

    private static void Check(ExaminedHost host, SmtpProgram program, ControlList list, Diagnoses found)
    {
        byte[] path = host.Rules(ControlLists.FileName(list));
        if (host.Read(path) is not { } bytes || ExaminedHost.LinesOf(bytes).Count == 0)
            return;
        string reader = ExaminedHost.Shown(program.Path);
        int line = AnnotatedLine(bytes, list);
        if (line > 0)
        {
            found.Add(
                Ailment.ReadByBoth, path, $"has an annotation, and {reader} reads this file by itself, too, and knows none: it refuses all that the rule hits",
                null, line);
        }

        if (line > 0 || ListFamily.Of(list).Exceptions is not { } exceptions || program.Reads(ControlLists.FileName(exceptions)))
            return;
        byte[] good = host.Rules(ControlLists.FileName(exceptions));
        if (host.Lines(good).Count > 0)
        {
            found.Add(
                Ailment.ReadByBoth, path,
                $"{reader} reads this file by itself, too, and does not know {ExaminedHost.Shown(good)}: it refuses what that lets through");
        }
    }

    /// <summary>The first line that says something else of a rule than what lint or an example is told; 0 when there is none.</summary>
    private static int AnnotatedLine(byte[] bytes, ControlList list)
    {
        ControlFile file = new LintedFile(ControlLists.Name(list), bytes).Read();
        while (file.TryRead(out ControlLine line))
        {
            if (line.IsComment && AnnotationParser.IsAnnotation(line.Bytes) && IsAbsentThere(line))
                return line.Number;
        }

        return 0;
    }

    private static bool IsAbsentThere(ControlLine line)
    {
        var parser = new AnnotationParser();
        var errors = new List<RuleError>();
        parser.Add(line.Bytes, line.Number, errors);
        return !parser.TryTake(errors, out Annotation said)
            || said.Action != RuleAction.Reject || said.UntilDay != int.MaxValue || said.Condition is not null;
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
