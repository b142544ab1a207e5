using System;
using System.Collections.Generic;
using QregexCheck.Batv;

namespace QregexCheck.Doctor;

/// <summary>Does a spamdyke in front of what asks us make every client one that may relay? Source: qregexcheck-wiring(8).</summary>
internal static class SpamdykeChecks
{
    private static ReadOnlySpan<byte> Name => "spamdyke"u8;

    public static void Run(ExaminedHost host, Wiring wiring, Diagnoses found)
    {
        foreach (ServerProcess server in wiring.Servers)
        {
            if (!server.IsLocalOnly && !WiringProof.IsForUsers(server))
                Check(host, server.Directory, server.Arguments, IsWrapped(WiringProof.Value(wiring, server, "QMAILQUEUE"u8)), wiring, found);
        }

        if (wiring.Servers.Count > 0)
            return;
        foreach (RunScript script in wiring.Scripts)
        {
            bool isWrapped = script.Sets(host, "QMAILQUEUE"u8, out byte[] queue) && IsWrapped(queue);
            List<byte[]> words = WordsOf(script);
            if (!WiringProof.IsForUsers(new ServerProcess(script.Path, words, null)))
                Check(host, script.Path, words, isWrapped, wiring, found);
        }
    }

    private static void Check(ExaminedHost host, byte[] place, IReadOnlyList<byte[]> words, bool isWrapped, Wiring wiring, Diagnoses found)
    {
        int spamdyke = IndexOf(words, Name);
        if (spamdyke < 0 || SpamdykeSettings.Read(host, words, spamdyke).WhyAllMayRelay is not { } why)
            return;
        int us = IndexOf(words, "qregexcheck"u8);
        if (us >= 0 && us < spamdyke)
        {
            if (isWrapped && LooksAtBounces(host, judgesTags: IndexOf(words, "--batv"u8) < 0))
            {
                found.Add(
                    Ailment.AllMayRelay, place, $"{why}: the filter in front of spamdyke sees no RELAYCLIENT, and the queue wrapper behind it sees one in each "
                        + "session, and judges no bounce");
            }

            return;
        }

        if (us > spamdyke || isWrapped || wiring.Callers.Count > 0)
            found.Add(Ailment.AllMayRelay, place, $"{why}: put qregexcheck filter in front of spamdyke, where RELAYCLIENT is not set yet");
    }

    /// <summary>True where bounces are to be looked at behind DATA.</summary>
    private static bool LooksAtBounces(ExaminedHost host, bool judgesTags) =>
        host.Lines(host.Rules("badbounce"u8)).Count > 0 || (judgesTags && host.Lines(host.Rules(BatvDomains.FileName)).Count > 0);

    private static bool IsWrapped(byte[]? queue) => queue is not null && ServerProcess.NameOf(queue).SequenceEqual("qregexcheck-queue"u8);

    /// <summary>The place of a program among the words of a command. A word such as <c>RCPTCHECK=/var/qmail/bin/qregexcheck</c> runs none.</summary>
    private static int IndexOf(IReadOnlyList<byte[]> words, ReadOnlySpan<byte> program)
    {
        for (int i = 0; i < words.Count; i++)
        {
            if (!words[i].AsSpan().Contains((byte)'=') && ServerProcess.NameOf(words[i]).SequenceEqual(program))
                return i;
        }

        return -1;
    }

    /// <summary>The words of the command that runs spamdyke, from the lines of a script that a backslash binds together; empty without.</summary>
    private static List<byte[]> WordsOf(RunScript script)
    {
        var words = new List<byte[]>();
        foreach (HostLine line in script.Lines)
        {
            ReadOnlySpan<byte> text = line.Bytes;
            bool goesOn = text is [.., (byte)'\\'];
            foreach (Range part in text.SplitAny(" \t\\"u8))
            {
                ReadOnlySpan<byte> word = text[part].Trim("'\""u8);
                if (!word.IsEmpty)
                    words.Add(word.ToArray());
            }

            if (goesOn)
                continue;
            if (IndexOf(words, Name) >= 0)
                return words;
            words.Clear();
        }

        return words;
    }
}
