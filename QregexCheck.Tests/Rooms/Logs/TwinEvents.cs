using QregexCheck.Logs;

namespace QregexCheck.Tests.Rooms.Logs;

/// <summary>Events of which some are about one recipient, as two programs log it.</summary>
internal static class TwinEvents
{
    /// <summary>What most lines tell.</summary>
    public const MailField Envelope = MailField.Ip | MailField.Sender | MailField.Recipient;

    /// <summary>Adds an event to a block; one without a second has no stamp.</summary>
    public static void Write(EventBlock block, LogFormat format, Outcome outcome, int? second, MailField known = Envelope, string ip = "192.0.2.1",
        string helo = "", string sender = "a@example.net", string recipient = "b@example.com", string list = "", string rule = "", int process = 0,
        MailField altered = MailField.None)
    {
        var mail = new LoggedMail
        {
            Format = format,
            Outcome = outcome,
            Known = rule.Length > 0 ? known | MailField.Rule : known,
            Altered = altered,
            Process = process,
            Ip = (known & MailField.Ip) == 0 ? default : SequenceRun.Bytes(ip),
            Helo = SequenceRun.Bytes(helo),
            Sender = SequenceRun.Bytes(sender),
            Recipient = SequenceRun.Bytes(recipient),
            List = SequenceRun.Bytes(list),
            Rule = SequenceRun.Bytes(rule),
        };
        block.Add(in mail, second is { } time ? time * 1_000_000_000L : MailEvent.NoTime);
    }
}
