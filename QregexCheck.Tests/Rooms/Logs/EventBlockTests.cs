using System.Text;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

public sealed class EventBlockTests
{
    [Fact]
    public void An_event_that_was_copied_has_its_bytes_wherever_they_stood()
    {
        var from = new EventBlock();
        var mail = new LoggedMail { Sender = "a@x.example"u8, Recipient = "r@own.example"u8, List = "badmailto"u8, Rule = "^r@"u8 };
        from.Add(in mail, 7);
        MailEvent whole = from.Events[0];
        from.Keep("between"u8);

        // As an event that was found a client, and one that was merged with another: with a gap, in another order, and one place for two fields.
        MailEvent apart = whole;
        apart.Ip = from.Keep("192.0.2.7"u8);
        MailEvent twice = whole;
        twice.Helo = whole.Rule;
        twice.Ip = whole.Sender;
        foreach (MailEvent each in (MailEvent[])[whole, apart, twice, default])
        {
            var to = new EventBlock();
            to.Keep("something before"u8);
            int before = to.Length;
            MailEvent copy = to.Copy(from, in each);
            from.Keep("later"u8);
            Assert.Equal(Texts(from, in each), Texts(to, in copy));
            Assert.InRange(to.Length - before, 0, Texts(from, in each).Length);
        }
    }

    private static string Texts(EventBlock block, in MailEvent mail)
    {
        var text = new StringBuilder();
        foreach (ByteRange range in (ByteRange[])[mail.Ip, mail.Helo, mail.Sender, mail.Recipient, mail.List, mail.Rule])
            text.Append(Encoding.ASCII.GetString(block.Bytes(range))).Append('|');
        return text.ToString();
    }
}
