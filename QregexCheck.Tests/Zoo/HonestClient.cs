using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace QregexCheck.Tests.Zoo;

/// <summary>A client that keeps to RFC 5321, 2920 and 3030: what it sends, in the groups it may send without waiting.</summary>
/// <param name="Groups">Each with the number of replies that the client waits for behind it.</param>
internal sealed record HonestClient(IReadOnlyList<(string Bytes, int Replies)> Groups)
{
    private static readonly string[] BodyLines =
    [
        "Subject: x", "", "RCPT TO:<bad@d>", "..", ".. dots", "BDAT 5 LAST", "DATA", "QUIT", "MAIL FROM:<bad@b>", "8-bit \u00e9\u00ff", " ", "\t", "354 go",
        "250-ok", "x.", "a\0b", "lone \r CR", "\r..",
    ];

    /// <summary>A client that chance wrote.</summary>
    /// <param name="random">Chance.</param>
    /// <param name="hasChunking">True when the server takes BDAT.</param>
    /// <param name="isRefused">True for a client of whose recipients some are refused.</param>
    public static HonestClient Some(Random random, bool hasChunking, bool isRefused)
    {
        var groups = new List<(string, int)> { (string.Empty, 1) };
        bool isExtended = hasChunking || random.Next(4) > 0;
        bool isPipelining = isExtended && random.Next(3) > 0;
        groups.Add((isExtended ? "EHLO [192.0.2.9]\r\n" : "HELO mx.example.net\r\n", 1));
        for (int mails = random.Next(1, 4); mails > 0; mails--)
        {
            var commands = new List<string>();
            if (random.Next(3) == 0)
                commands.Add("RSET\r\n");
            commands.Add(
                random.Next(3) switch { 0 => "MAIL FROM:<>\r\n", 1 => "mail from:<a@b.example> SIZE=100\r\n", _ => "MAIL FROM:<\"a b\"@b.example>\r\n" });
            for (int recipients = random.Next(1, 5); recipients > 0; recipients--)
                commands.Add(isRefused && random.Next(3) == 0 ? "RCPT TO:<bad@d.example>\r\n" : $"RCPT TO:<c{recipients}@d.example>\r\n");
            commands.Add("RCPT TO:<last@d.example>\r\n");
            if (random.Next(5) == 0)
                commands.Add("NOOP\r\n");
            string body = Body(random);
            if (hasChunking && random.Next(2) == 0)
                Chunks(random, groups, commands, body, isPipelining);
            else
                Data(groups, commands, body, isPipelining);
        }

        groups.Add(("QUIT\r\n", 1));
        return new HonestClient(groups);
    }

    private static void Data(List<(string Bytes, int Replies)> groups, List<string> commands, string body, bool isPipelining)
    {
        Add(groups, [.. commands, "DATA\r\n"], isPipelining);
        groups.Add((body + ".\r\n", 1));
    }

    private static void Chunks(Random random, List<(string Bytes, int Replies)> groups, List<string> commands, string body, bool isPipelining)
    {
        while (random.Next(3) > 0)
        {
            int size = random.Next(1, body.Length);
            commands.Add(string.Create(CultureInfo.InvariantCulture, $"BDAT {size}\r\n{body[..size]}"));
            body = body[size..] + "\r\n";
        }

        commands.Add(random.Next(4) == 0
            ? string.Create(CultureInfo.InvariantCulture, $"BDAT {body.Length}\r\n{body}BDAT 0 LAST\r\n")
            : string.Create(CultureInfo.InvariantCulture, $"BDAT {body.Length} LAST\r\n{body}"));
        Add(groups, commands, isPipelining);
    }

    private static void Add(List<(string Bytes, int Replies)> groups, List<string> commands, bool isPipelining)
    {
        if (isPipelining)
            groups.Add(
                (string.Concat(commands),
                commands.Count + commands.Count(static command => command.EndsWith("BDAT 0 LAST\r\n", StringComparison.Ordinal) && command.Length > 13)));
        else
            groups.AddRange(
                commands.Select(static command => (command, command.EndsWith("BDAT 0 LAST\r\n", StringComparison.Ordinal) && command.Length > 13 ? 2 : 1)));
    }

    private static string Body(Random random)
    {
        var body = new StringBuilder();
        for (int lines = random.Next(1, 12); lines > 0; lines--)
            body.Append(random.Next(20) == 0 ? new string((char)random.Next('A', 'Z'), random.Next(6000)) : BodyLines[random.Next(BodyLines.Length)])
                .Append("\r\n");
        return body.ToString();
    }
}
