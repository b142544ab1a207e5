using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Commands;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

public sealed class ChunkReaderTests
{
    private const string Stamp = "@400000006ae6810a13de4355 ";

    private const string Usual = """
        qregexcheck: reject badmailto:52 ip=192.0.2.246 helo=mail.a.example from=<user1@a.example> to=<box1@example.net> rule="^box[0-9]+@" reply="553 no (#5.1.1)"
        """;

    private static readonly string[] Lines =
    [
        Stamp + Usual,
        Stamp + Usual.Replace("52", "53", StringComparison.Ordinal),
        Stamp + Usual + " more",
        Stamp + Usual[..^1],
        Stamp + Usual.Replace("user1", new string('u', 300), StringComparison.Ordinal),
        Stamp + Usual.Replace("553", "553 " + new string('x', 950), StringComparison.Ordinal),
        Stamp + Usual.Replace("553", "553 " + new string('x', 2_100), StringComparison.Ordinal),
        Stamp + Usual.Replace("box1@example.net", "box1", StringComparison.Ordinal),
        Stamp + "qregexcheck: reject badmailto:52",
        Stamp + "qregexcheck: reject badmailto:52 ip=192.0.2.246 helo=mail.a.example from=<user1@a.example",
        Stamp[..^1],
        "@4000000000000000ffffffff " + Usual,
        Stamp + Stamp + Usual,
        "2026-11-26 09:12:01.123456789 " + Usual,
        Usual,
        "",
    ];

    [Fact]
    public void A_line_among_others_says_what_it_says_alone()
    {
        var random = new Random(14);
        var names = new NameHash(3, 4);
        var reader = new ChunkReader(NewReader(names));
        for (int round = 0; round < 400; round++)
        {
            byte[] chunk = Chunk(random, round < 10 ? 0 : 3);
            var block = new EventBlock();
            chunk.CopyTo(block.BeginText(chunk.Length));
            reader.Read(block.EndText(chunk.Length), long.MaxValue, block);
            bool hasHits = !block.HitsOf(block.Events).IsEmpty;
            var expected = new List<string>();
            byte[][] lines = Split(chunk);
            foreach (byte[] line in lines)
                expected.AddRange(Alone(line, names, hasHits));
            Assert.Equal(expected, Said(block, hasHits));
            Assert.Equal(lines.Length, block.Lines.All);
        }
    }

    private static LogReader NewReader(NameHash names) => new(new LineFronts(long.MaxValue, TimeZoneInfo.Utc), null, new HitReader(names));

    private static byte[] Chunk(Random random, int mostChanges)
    {
        var chunk = new List<byte>();
        for (int line = 0; line < 40; line++)
        {
            chunk.AddRange(Encoding.ASCII.GetBytes(Lines[random.Next(2) == 0 ? 0 : random.Next(Lines.Length)]));
            chunk.Add((byte)'\n');
        }

        for (int changes = 40 * random.Next(mostChanges + 1) / 3; changes > 0; changes--)
        {
            int at = random.Next(chunk.Count);
            switch (random.Next(3))
            {
                case 0:
                    chunk.RemoveAt(at);
                    break;
                case 1:
                    chunk.Insert(at, "<>\". -\\x=:\n"u8[random.Next(11)]);
                    break;
                default:
                    chunk[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. chunk.GetRange(0, chunk.Count - (random.Next(2) == 0 ? 0 : random.Next(200)))];
    }

    private static byte[][] Split(ReadOnlySpan<byte> chunk)
    {
        var lines = new List<byte[]>();
        while (!chunk.IsEmpty)
        {
            int end = chunk.IndexOf((byte)'\n');
            lines.Add(chunk[..(end < 0 ? chunk.Length : end)].ToArray());
            chunk = end < 0 ? default : chunk[(end + 1)..];
        }

        return [.. lines];
    }

    private static List<string> Alone(byte[] line, NameHash names, bool hasHits)
    {
        var block = new EventBlock();
        line.CopyTo(block.BeginText(line.Length));
        NewReader(names).Read(block.EndText(line.Length), block);
        return Said(block, hasHits);
    }

    private static List<string> Said(EventBlock block, bool hasHits)
    {
        var said = new List<string>();
        ReadOnlySpan<RuleHit> hits = block.HitsOf(block.Events);
        for (int i = 0; i < block.Events.Length; i++)
        {
            MailEvent mail = block.Events[i];
            var text = new StringBuilder();
            text.Append(mail.IsLine).Append(mail.Time).Append(mail.Format).Append(mail.Outcome).Append((int)mail.Known).Append('/').Append((int)mail.Altered)
                .Append(mail.IsRelayClient).Append(mail.Process).Append('/').Append(mail.RuleLine);
            foreach (ByteRange field in (ReadOnlySpan<ByteRange>)[mail.Ip, mail.Helo, mail.Sender, mail.Recipient, mail.List, mail.Rule])
                text.Append('|').Append(Convert.ToHexString(block.Bytes(field)));
            if (hasHits)
            {
                RuleHit hit = hits[i];
                text.Append($"\n{hit.Time}/{hit.Rule}/{hit.Address}/{hit.Host}/{hit.Domain}/{hit.Attempt}")
                    .Append($"{hit.Outcome}{hit.HasRule}{hit.HasAddress}{hit.HasHost}{hit.HasDomain}");
            }

            said.Add(text.ToString());
        }

        return said;
    }
}
