using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace QregexCheck.Tests.Zoo;

/// <summary>The grammar of clients that want to get a recipient past the rules.</summary>
internal static class HostileClient
{
    /// <summary>Commands that set a stage for what follows.</summary>
    public static readonly string[] Prologues =
    [
        string.Empty,
        "EHLO me\r\n",
        "EHLO me\r\nMAIL FROM:<a@b>\r\n",
        "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n",
        "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n",
        "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nBDAT 5\r\nhello",
        "EHLO me\r\nMAIL FROM:<bad@b>\r\n",
        "EHLO me\r\nAUTH LOGIN\r\n",
    ];

    /// <summary>The words that every order of is tried.</summary>
    public static readonly string[] Words =
    [
        "EHLO me\r\n", "HELO me\r\n", "HELO bad\r\n", "MAIL FROM:<a@b>\r\n", "MAIL FROM:<bad@b>\r\n", "MAIL FROM:<refused@b>\r\n", Good, Bad,
        "RCPT TO:<refused@d>\r\n",
        "RCPT TO:<norelay@d>\r\n", "RSET\r\n", "RSET x\r\n", "DATA\r\n", ".\r\n", "hello\r\n", "NOOP\r\n", "QUIT\r\n", "AUTH LOGIN\r\n",
        ZooServer.Secret + "\r\n", "STARTTLS\r\n", "VRFY x\r\n",
        "BDAT 17 LAST\r\n" + Bad, "BDAT 17\r\n" + Bad, "BDAT 0 LAST\r\n",
    ];

    private const string Good = "RCPT TO:<c@d>\r\n";

    // 17 bytes.
    private const string Bad = "RCPT TO:<bad@d>\r\n";

    private static readonly string[] OddRecipients =
    [
        "rcpt to:bad@d\r\n", "RCPT\tTO:<bad@d>\r\n", "RCPT\vTO:<bad@d>\r\n", "RCPT\0TO:<bad@d>\r\n", "RCPT\0 TO:<bad@d>\r\n", " RCPT TO:<bad@d>\r\n",
        "\tRCPT TO:<bad@d>\r\n",
        "\vRCPT TO:<bad@d>\r\n", "\fRCPT TO:<bad@d>\r\n", "\u0001RCPT TO:<bad@d>\r\n", "\x7fRCPT TO:<bad@d>\r\n", "\rRCPT TO:<bad@d>\r\n",
        "\0RCPT TO:<bad@d>\r\n", "RC\0PT TO:<bad@d>\r\n",
        "RCPTTO:<bad@d>\r\n", "RCPT:<bad@d>\r\n", "RCPT-TO:<bad@d>\r\n", "RCPTX TO:<bad@d>\r\n", "RCPT1 TO:<bad@d>\r\n", "RCPT\r TO:<bad@d>\r\n",
        "RCPT TO:<c@d\0bad>\r\n",
        "RCPT TO:<b\0ad@d>\r\n", "RCPT TO:\n<bad@d>\r\n", "RCPT\nTO:<bad@d>\r\n", "RCPT TO:<\nbad@d>\r\n", "RCPT TO:\r<bad@d>\r\n", "RCPT TO:\0<bad@d>\r\n",
        "NOOP\nRCPT TO:<bad@d>\r\n", "NOOP\rRCPT TO:<bad@d>\r\n", "NOOP\0RCPT TO:<bad@d>\r\n", "NOOP x\r\0\nRCPT TO:<bad@d>\r\n",
        "RCPT TO:<c@d>\rRCPT TO:<bad@d>\r\n",
        "RCPT TO:<c@d>\0RCPT TO:<bad@d>\r\n", "RCPT TO:<c@d>\nRCPT TO:<bad@d>\n", "RCPT TO:<bad@d>\n", "RCPT TO:<bad@d>\r", "RCPT TO:<bad@d>\0",
        "RCPT TO:<bad@d>", "RCPT TO:<@x,@y:bad@d>\r\n",
        "RCPT TO:<\"b\"ad@d>\r\n", "RCPT TO:<b\\ad@d>\r\n", "RCPT TO:<" + new string('x', 900) + "bad@d>\r\n",
        "RCPT TO:<" + new string('x', 2000) + "@bad>\r\n",
        "rCpT tO: bad@d \r\n", "RCPT TO:<BAD@D> NOTIFY=NEVER\r\n", "RCPT bad@d\r\n", "RCPT TO:bad@d>\r\n", "RCPT TO:<bad@d\r\n",
    ];

    private static readonly string[] OddCommands =
    [
        "MAILFROM:<bad@b>\r\n", "MAIL\tFROM:<bad@b>\r\n", "\vMAIL FROM:<bad@b>\r\n", "MA\0IL FROM:<bad@b>\r\n", "NOOP\rMAIL FROM:<bad@b>\r\n",
        "MAIL FROM:\n<bad@b>\r\n",
        "SAML FROM:<bad@b>\r\n", "SEND FROM:<bad@b>\r\n", "MAIL FROM:<" + new string('x', 900) + "@bad>\r\n", "MAIL FROM:<a\0bad@b>\r\n", "MAIL FROM:<a@b>\n",
        "MAIL FROM:<a@b> SIZE=1\r\n",
        "HELO\tbad\r\n", "HELObad\r\n", "EHLO\0bad\r\n", " HELO bad\r\n", "HELO x\0bad\r\n", "HELO x\rHELO bad\r\n", "HE\0LO bad\r\n", "HELO \nbad\r\n",
        "EHLO me\n", "HELO me\n",
        "DATA\n", "DATA x\r\n", "DATA\0\r\n", "DATA\t\r\n", " DATA\r\n", "DATAX\r\n", "DATA\rRCPT TO:<bad@d>\r\n", "DATA\r\r\n", "\vDATA\r\n",
        "NOOP\nDATA\r\n", "NOOP\rDATA\r\n",
        "AUTH\tLOGIN\r\n", "AUTHX\r\n", "\vAUTH LOGIN\r\n", "AUTH LOGIN\n", "AUTH LOGIN\rRCPT TO:<bad@d>\r\n", "bW9yZQ==\r\n", "*\r\n", "c2Vj\0cmV0\r\n",
        ZooServer.Secret + "\n", ZooServer.Secret + "\rRCPT TO:<bad@d>\r\n", ZooServer.Secret + "\0RCPT TO:<bad@d>\r\n", "x\r" + Bad, "x\n" + Bad,
        "STARTTLSX\r\n", "STARTTLS x\r\n", "STAR\r\n", " STARTTLS\r\n", "START\0TLS\r\n", "QUIT\n", "QUIT x\r\n", " QUIT\r\n", "QUITX\r\n", "\r\n", "\n",
        "\r", "\0", " \r\n", "250 ok\r\n", "354 go\r\n",
        "RSET\n", "RSET\r", "RS\0ET\r\n", "NOOP", "RSETX\r\n",
    ];

    private static readonly string[] BodyEnds =
    [
        "\r\n.\r\n", "\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\r.\n", "\n.\r", "\r\r\n.\r\n", "\r\n.\r\r\n", "\r\n\r.\r\n", "\r\n\r.\n",
        "\r\n.\0\r\n", "\r\n\0.\r\n", "\r\0\n.\r\n",
        "\r\n.\r\0\n", "\r\n..\r\n", "\r\n. \r\n", ".", ".\n", "\n\r.\r\n",
    ];

    private static readonly string[] ChunkHeads =
    [
        "BDAT {0}", "BDAT {0} LAST", "bdat {0} last", "BDAT\t{0}", "BDAT {0}\tLAST", "BDAT  {0}", "BDAT {0}  LAST", "BDAT {0} ", "BDAT {0} LAST ",
        "BDAT\0 {0}", "BDAT \0{0}", " BDAT {0}",
        "\tBDAT {0}", "\vBDAT {0}", "BDAT {0} LASTX", "BDAT {0} X", "BDAT {0}X", "BDAT {0}\0", "BDAT {0}\0 LAST", "BDAT {0}\r", "BDAT +{0}", "BDAT -{0}",
        "BDAT 0{0}", "BDAT 000{0} LAST",
        "BDAT 0x{1}", "BDAT {2}", "BDAT {0},", "BDAT{0}", "BDATX {0}", "BDAT: {0}", "BD\0AT {0}", "BDAT", "BDAT LAST", "BDAT {0} LAST LAST", "BDAT \v{0}",
        "BDAT 1{0}", "BDAT 99999999999999999999",
        "BDAT 2147483648", "NOOP\rBDAT {0}", "BDAT {0}\rNOOP", "RCPT TO:<c@d>\rBDAT {0}",
    ];

    private static readonly string[] LineEnds = ["\r\n", "\r\n", "\r\n", "\n", "\r\r\n", "\r"];

    private static readonly string[] Carriers =
        ["NOOP ", "HELP ", "EHLO ", "MAIL FROM:<a@b> ", "MAIL FROM:<", "RCPT TO:<c@d> ", "RCPT TO:<", "RSET ", "AUTH LOGIN\r\n", "DATA ", "QUIT ", "BDAT 5 ",
            "", "VRFY ", "STARTTLS ", " "];

    private static readonly string[] Tails =
    [
        Bad, "RCPT TO:<bad@d>", "\rRCPT TO:<bad@d>\r\n", "RCPT TO:<bad@d>\n", "rcpt to:bad@d\r\n", "MAIL FROM:<bad@b>\r\n" + Good,
        "HELO bad\r\nMAIL FROM:<a@b>\r\n" + Good, "DATA\r\n" + Bad, "BDAT 17\r\n" + Bad,
        " " + Bad, "RCPTX TO:<bad@d>\r\n", "rcptto:<bad@d>\r\n", "RCPT<bad@d>\r\n", "RCPT\tTO:<bad@d>\r\n", "R\0CPT TO:<bad@d>\r\n", "\vRCPT TO:<bad@d>\r\n",
        "MAILX<bad@b>\r\n" + Good, "AUTH LOGIN\r\n" + Bad,
    ];

    private static readonly int[] Sizes =
        [510, 512, 1000, 1024, 2048, 4094, 4095, 4096, 4097, 4098, 4100, 8190, 8191, 8192, 12287, 12288, 16380, 16383, 16384, 32767, 32768];

    /// <summary>All the odd words, each once.</summary>
    public static IEnumerable<string> OddWords()
    {
        IEnumerable<string> chunks = from head in ChunkHeads from end in LineEnds.Distinct() select Chunk(head, end, Bad) + Bad;

        // A chunk that hides the verb from whoever takes its bytes for a line.
        chunks = chunks.Concat(ChunkHeads.Select(static head => Chunk(head, "\r\n", "hello") + "hello" + Bad));
        return [.. OddRecipients, .. OddCommands, .. BodyEnds.Select(static end => "hello" + end + "MAIL FROM:<a@b>\r\n" + Bad), .. chunks];
    }

    /// <summary>Lines that are so long that the rest falls out of a buffer, and the rest is a command.</summary>
    public static IEnumerable<string> LongLines(int size, params IEnumerable<int> shifts) =>
        from carrier in Carriers
        from tail in Tails
        from shift in shifts
        select Long(carrier, tail, size + shift, 'x');

    /// <summary>A client that chance wrote: words in any order, half of them plain.</summary>
    public static byte[] Some(Random random)
    {
        var text = new StringBuilder(random.Next(4) > 0 ? Prologues[random.Next(Prologues.Length)] : string.Empty);
        for (int count = random.Next(1, 14); count > 0; count--)
        {
            text.Append(random.Next(14) switch
            {
                0 or 1 => OddRecipients[random.Next(OddRecipients.Length)],
                2 => OddCommands[random.Next(OddCommands.Length)],
                3 => "hello" + BodyEnds[random.Next(BodyEnds.Length)],
                4 => BodyEnds[random.Next(BodyEnds.Length)],
                5 => Chunk(ChunkHeads[random.Next(ChunkHeads.Length)], LineEnds[random.Next(LineEnds.Length)], Bad)
                + (random.Next(3) == 0 ? string.Empty : Bad),
                6 when random.Next(3) == 0 => Chunk(ChunkHeads[random.Next(ChunkHeads.Length)], "\r\n", "hello") + "hello" + Bad,
                6 when random.Next(4) == 0 => Long(
                    Carriers[random.Next(Carriers.Length)], Tails[random.Next(Tails.Length)], Sizes[random.Next(Sizes.Length)] + random.Next(-3, 3),
                    "x \0\r"[random.Next(10) == 0 ? random.Next(4) : 0]),
                _ => Words[random.Next(Words.Length)],
            });
        }

        if (random.Next(8) == 0 && text.Length > 1)
            text.Length = random.Next(1, text.Length);
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static string Long(string carrier, string tail, int size, char padding) =>
        carrier + new string(padding, Math.Max(0, size - (carrier.Length - carrier.LastIndexOf('\n') - 1))) + tail;

    private static string Chunk(string head, string end, string chunk) =>
        string.Format(CultureInfo.InvariantCulture, head, chunk.Length, chunk.Length.ToString("x", CultureInfo.InvariantCulture), (1L << 32) + chunk.Length)
            + end;
}
