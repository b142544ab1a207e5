using System;
using System.Text;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

public sealed class KnownLinesTests
{
    private const string Usual = """
        qregexcheck: reject badmailto:52 ip=192.0.2.246 helo=mail.a.example from=<user1@a.example> to=<box1@example.net> rule="^box[0-9]+@" reply="553 no (#5.1.1)"
        """;

    private static readonly string[] Lines =
    [
        Usual,
        Usual.Replace("badmailto:52", "badmailto:53", StringComparison.Ordinal),
        Usual.Replace("badmailto:52", "goodmailto:52", StringComparison.Ordinal),
        Usual.Replace("reject", "defer", StringComparison.Ordinal),
        Usual.Replace("reject", "log", StringComparison.Ordinal),
        Usual.Replace("reject badmailto", "accept goodmailfrom", StringComparison.Ordinal),
        Usual.Replace("badmailto", "badhelo", StringComparison.Ordinal),
        Usual.Replace("badmailto", "badmailfrom", StringComparison.Ordinal),
        Usual.Replace(" helo", " relay=1 helo", StringComparison.Ordinal),
        Usual.Replace("mail.a.example", "-", StringComparison.Ordinal),
        Usual.Replace("mail.a.example", "mail...", StringComparison.Ordinal),
        Usual.Replace("192.0.2.246", "", StringComparison.Ordinal),
        Usual.Replace("<user1@a.example>", "-", StringComparison.Ordinal),
        Usual.Replace("<user1@a.example>", "<>", StringComparison.Ordinal),
        Usual.Replace("<user1@a.example>", "<user1>...", StringComparison.Ordinal),
        Usual.Replace("user1", "us\\x5Cer", StringComparison.Ordinal),
        Usual.Replace("user1", new string('u', 371), StringComparison.Ordinal),
        Usual.Replace("box1", new string('b', 400), StringComparison.Ordinal),
        Usual.Replace("user1@a.example", new string('u', 378) + "...", StringComparison.Ordinal),
        Usual.Replace(" rule", " rcpts=3 rule", StringComparison.Ordinal),
        Usual.Replace("@\"", "@\"...", StringComparison.Ordinal),
        Usual.Replace("@\" reply", "@ reply", StringComparison.Ordinal),
        Usual.Replace("rule=\"^box[0-9]+@\" ", "", StringComparison.Ordinal),
        Usual + " why=\"users/cdb\"",
        Usual + " more",
        Usual.Replace(" badmailto:52", "", StringComparison.Ordinal),
    ];

    [Fact]
    public void A_line_that_differs_from_known_ones_in_any_byte_says_what_it_says_alone()
    {
        var random = new Random(11);
        var names = new NameHash(3, 4);
        var knowing = new LogReader(new LineFronts(long.MaxValue, TimeZoneInfo.Utc), null, new HitReader(names));
        for (int round = 0; round < 20_000; round++)
        {
            byte[] line = Encoding.ASCII.GetBytes(Lines[round % 3 == 0 ? 0 : random.Next(Lines.Length)]);
            if (round > 2_000 && random.Next(3) > 0)
                line = Changed(line, random);
            var alone = new LogReader(new LineFronts(long.MaxValue, TimeZoneInfo.Utc), null, new HitReader(names));
            Assert.Equal(Read(alone, line), Read(knowing, line));
        }
    }

    [Fact]
    public void A_line_is_known_behind_some_that_differ_in_the_envelope_alone()
    {
        var lines = new KnownLines();
        byte[] other = Encoding.ASCII.GetBytes(Usual.Replace("box1@", "box22@", StringComparison.Ordinal));
        for (int i = 0; i < 8; i++)
        {
            Assert.Null(lines.Of(other, out _));
            byte[] line = Encoding.ASCII.GetBytes(Usual);
            var mail = default(LoggedMail);
            Assert.Equal(LineReading.Mail, OwnLine.TryRead(line, new QregexCheck.Text.ByteText(), ref mail));
            lines.Keep(line, in mail);
        }

        KnownLine? known = lines.Of(other, out PlainEnvelope envelope);
        Assert.NotNull(known);
        Assert.Equal("box22@example.net", Encoding.ASCII.GetString(other, envelope.Recipient.Offset, envelope.Recipient.Length));
        Assert.Equal("^box[0-9]+@", Encoding.ASCII.GetString(other, envelope.End + known.Rule.Offset, known.Rule.Length));
        Assert.Equal(52, known.RuleLine);
    }

    private static byte[] Changed(byte[] line, Random random)
    {
        for (int changes = random.Next(3); changes >= 0; changes--)
        {
            int at = random.Next(line.Length);
            line = random.Next(3) switch
            {
                0 => [.. line[..at], .. line[(at + 1)..]],
                1 => [.. line[..at], "<>\". -\\x=:"u8[random.Next(10)], .. line[at..]],
                _ => [.. line[..at], (byte)random.Next(256), .. line[(at + 1)..]],
            };
        }

        return line;
    }

    private static string Read(LogReader reader, byte[] line)
    {
        var block = new EventBlock();
        line.CopyTo(block.BeginText(line.Length));
        reader.Read(block.EndText(line.Length), block);
        var said = new StringBuilder();
        said.Append(block.Lines.Understood(LogFormat.Own)).Append('/').Append(block.Lines.Recognized(LogFormat.Own))
            .Append(block.StandsAlone).Append(block.IsInOrder);
        foreach (MailEvent mail in block.Events)
        {
            if (mail.IsLine)
                continue;
            said.Append(mail.Time).Append(mail.Format).Append(mail.Outcome).Append((int)mail.Known).Append('/').Append((int)mail.Altered)
                .Append(mail.IsRelayClient).Append(mail.Process).Append('/').Append(mail.RuleLine);
            foreach (ByteRange field in (ReadOnlySpan<ByteRange>)[mail.Ip, mail.Helo, mail.Sender, mail.Recipient, mail.List, mail.Rule])
                said.Append('|').Append(Convert.ToHexString(block.Bytes(field)));
        }

        foreach (RuleHit hit in block.HitsOf(block.Events))
        {
            said.Append('\n').Append(hit.Time).Append('/').Append(hit.Rule).Append('/').Append(hit.Address).Append('/').Append(hit.Host).Append('/')
                .Append(hit.Domain).Append('/').Append(hit.Attempt).Append(hit.Outcome).Append(hit.HasRule).Append(hit.HasAddress).Append(hit.HasHost)
                .Append(hit.HasDomain);
        }

        return said.ToString();
    }
}
