using System;
using System.Globalization;
using System.Text;
using QregexCheck.Logs;
using LoggedOutcome = QregexCheck.Logs.Outcome;

namespace QregexCheck.Tests.Support;

/// <summary>Events of past mail, as if a log had been read.</summary>
internal sealed class PastEvents
{
    private readonly EventBlock _block = new();

    /// <summary>A stamp, as in an event; an empty text stands for a line without one.</summary>
    public static long Time(string when) => when.Length == 0 ? MailEvent.NoTime
        : (DateTime.Parse(when, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) - DateTime.UnixEpoch).Ticks * 100;

    /// <param name="when">When, in UTC.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="sender">The sender; <c>-</c> when the log does not say it.</param>
    /// <param name="recipient">The recipient, as well.</param>
    /// <param name="helo">The HELO name, as well.</param>
    /// <param name="ip">The client's address, as well.</param>
    /// <param name="isRelayClient">Null when the log does not say it.</param>
    /// <param name="altered">The fields with altered bytes.</param>
    /// <param name="rule">The rule that decided, as <c>badmailto:3 text</c>.</param>
    public PastEvents Add(
        string when, LoggedOutcome outcome, string sender, string recipient, string helo = "-", string ip = "192.0.2.7", bool? isRelayClient = false,
        MailField altered = MailField.None, string rule = "")
    {
        var mail = new LoggedMail { Format = LogFormat.Own, Outcome = outcome, Altered = altered, IsRelayClient = isRelayClient == true };
        if (isRelayClient is not null)
            mail.Known |= MailField.Relay;
        mail.Ip = Field(ip, MailField.Ip, ref mail.Known);
        mail.Helo = Field(helo, MailField.Helo, ref mail.Known);
        mail.Sender = Field(sender, MailField.Sender, ref mail.Known);
        mail.Recipient = Field(recipient, MailField.Recipient, ref mail.Known);
        if (rule.Length > 0)
        {
            string[] parts = rule.Split([':', ' '], 3);
            mail.List = Encoding.Latin1.GetBytes(parts[0]);
            mail.RuleLine = int.Parse(parts[1], CultureInfo.InvariantCulture);
            mail.Rule = Field(parts.Length > 2 ? parts[2] : "-", MailField.Rule, ref mail.Known);
        }

        _block.Add(mail, Time(when));
        return this;
    }

    /// <summary>Hands all events out, and forgets them.</summary>
    public void Into(EventTaker take)
    {
        take(_block, _block.Events);
        _block.Clear();
    }

    private static byte[] Field(string text, MailField field, ref MailField known)
    {
        if (text == "-")
            return [];
        known |= field;
        return Encoding.Latin1.GetBytes(text);
    }
}
