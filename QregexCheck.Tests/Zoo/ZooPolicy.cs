using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Rules;
using QregexCheck.Smtp;

namespace QregexCheck.Tests.Zoo;

/// <summary>The rules of the zoo: whatever holds BAD is refused, and what holds NORELAY from all but relay clients. Writes down what it was asked.</summary>
internal sealed class ZooPolicy
{
    private static readonly Verdict Refusal = Verdict.Of(new Hit(ControlList.BadMailTo, 1, "bad"u8.ToArray(), Annotation.None));

    /// <summary>The recipients that were judged, and not refused.</summary>
    public HashSet<string> Accepted { get; } = new(StringComparer.Ordinal);

    /// <summary>The verdict about each RCPT, as it would be logged.</summary>
    public List<string> Reports { get; } = new();

    /// <summary>A session that asks these rules.</summary>
    public SmtpSession NewSession(bool hidesStartTls) => new(new SessionPolicy
    {
        Decide = Decide,
        Report = (verdict, envelope) => Reports.Add($"{verdict.Kind} {Text(envelope.Helo)} {Text(envelope.Sender)} {Text(envelope.Recipient)}"),
        ReportTls = () => Reports.Add("TLS"),
        HidesStartTls = hidesStartTls,
    });

    /// <summary>True when the rules have a no for it.</summary>
    public static bool Refuses(string part, bool isRelayClient) =>
        part.Contains("BAD", StringComparison.OrdinalIgnoreCase) || (!isRelayClient && part.Contains("NORELAY", StringComparison.OrdinalIgnoreCase));

    private Verdict Decide(Envelope envelope)
    {
        foreach (byte[]? part in (ReadOnlySpan<byte[]?>)[envelope.Helo, envelope.Sender, envelope.Recipient])
        {
            if (part is not null && Refuses(Text(part), envelope.IsRelayClient))
                return Refusal;
        }

        if (envelope.Recipient is not null)
            Accepted.Add(Text(envelope.Recipient));
        return Verdict.Accept;
    }

    private static string Text(byte[]? bytes) => bytes is null ? "-" : Encoding.Latin1.GetString(bytes);
}
