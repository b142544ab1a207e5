using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>What waits in the queue: bounces that other hosts do not take. Source: qmail's INTERNALS, qmail-qread(8).</summary>
/// <remarks>
/// info/N/ID holds <c>F</c>, the sender and a NUL; remote/N/ID holds <c>T</c> or <c>D</c>, a recipient and a NUL, for each; T is not done yet. bounce/ID is
/// there when some recipient has failed: its bounce is made when the others are done.
/// </remarks>
internal static class QueueChecks
{
    /// <summary>Most messages that are looked at.</summary>
    public const int MostMessages = 50_000;

    // Fewer bounces wait on any host.
    private const int FewBounces = 10;

    private const int MostDomainsShown = 5;
    private const int MostDomainsCounted = 10_000;
    private const int MostEnvelopeBytes = 4096;
    private const long SecondsOfHour = 3600;

    public static void Run(ExaminedHost host, Diagnoses found)
    {
        byte[] queue = host.Home("queue/info"u8);
        if (host.Look(queue).Kind == FileKind.Absent)
            return;
        int bounces = 0;
        int doubles = 0;
        int old = 0;
        int messages = 0;
        long eldest = 0;
        var domains = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (byte[] part in host.Names(queue))
        {
            byte[] directory = [.. queue, (byte)'/', .. part];
            foreach (byte[] id in host.Names(directory))
            {
                if (++messages > MostMessages)
                    continue;
                byte[] path = [.. directory, (byte)'/', .. id];
                if (Sender(host, path) is not { } sender || host.Look(path) is not { Kind: FileKind.Regular } look)
                    continue;
                long age = Math.Max(0, host.Now.Seconds - look.Stamp.Modified.Seconds);
                if (sender.AsSpan().SequenceEqual("#@[]"u8))
                    doubles++;
                else if (sender.Length > 0 || !Count(host, [.. host.Home("queue/remote/"u8), .. part, (byte)'/', .. id], domains))
                    continue;
                else
                    bounces++;
                old += age > 24 * SecondsOfHour ? 1 : 0;
                eldest = Math.Max(eldest, age);
            }
        }

        if (messages > MostMessages)
            host.Miss(queue, $"has {messages} messages: {MostMessages} were looked at");
        int coming = Coming(host);
        if (bounces + doubles + coming < FewBounces)
            return;
        string next = coming > 0 ? $"; {coming} more are made when their messages are done" : string.Empty;
        found.Add(
            Ailment.Queue, host.Home("queue"u8),
            $"{bounces} bounces to other hosts and {doubles} double bounces wait, {old} of them for more than a day, "
                + $"the oldest for {eldest / SecondsOfHour} hours{Shown(domains)}{next}");
    }

    /// <summary>The number of messages for which a bounce is to come. qmail does not divide this directory into parts.</summary>
    private static int Coming(ExaminedHost host)
    {
        int count = 0;
        foreach (byte[] name in host.Names(host.Home("queue/bounce"u8)))
            count += name.AsSpan().ContainsAnyExceptInRange((byte)'0', (byte)'9') ? 0 : 1;
        return count;
    }

    /// <summary>The sender in an info file; null when it can't be read.</summary>
    private static byte[]? Sender(ExaminedHost host, byte[] path)
    {
        byte[]? bytes = host.Beginning(path, MostEnvelopeBytes, out _);
        if (bytes is not [(byte)'F', ..])
            return null;
        int nul = bytes.AsSpan().IndexOf((byte)0);
        return nul < 0 ? null : bytes[1..nul];
    }

    /// <summary>Counts the domains of the recipients that are not done yet.</summary>
    /// <returns>False when there are none.</returns>
    private static bool Count(ExaminedHost host, byte[] path, Dictionary<string, int> domains)
    {
        bool isWaiting = false;
        foreach (byte[] recipient in VariableBytes.Split(host.Beginning(path, MostEnvelopeBytes, out _)))
        {
            if (recipient is not [(byte)'T', ..])
                continue;
            isWaiting = true;
            string domain = Encoding.Latin1.GetString(AsciiCase.Lowered(recipient.AsSpan(recipient.AsSpan().LastIndexOf((byte)'@') + 1)));
            if (domains.Count < MostDomainsCounted || domains.ContainsKey(domain))
                domains[domain] = domains.GetValueOrDefault(domain) + 1;
        }

        return isWaiting;
    }

    private static string Shown(Dictionary<string, int> domains)
    {
        var sorted = new List<KeyValuePair<string, int>>(domains);
        sorted.Sort(static (one, other) => one.Value != other.Value ? other.Value.CompareTo(one.Value) : string.CompareOrdinal(one.Key, other.Key));
        var text = new StringBuilder();
        for (int i = 0; i < Math.Min(sorted.Count, MostDomainsShown); i++)
            text.Append(i == 0 ? "; most to "
                : ", ").Append(ExaminedHost.Shown(Encoding.Latin1.GetBytes(sorted[i].Key))).Append(" (").Append(sorted[i].Value).Append(')');
        return text.ToString();
    }
}
