using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Bounces;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Bounces;

/// <summary>Compares <see cref="BounceLook"/> with MimeKit, which knows all of MIME: on made messages both see the same quoted header lines.</summary>
public sealed class MimeKitTests(ITestOutputHelper output)
{
    [Fact]
    public void What_is_collected_is_what_MimeKit_sees()
    {
        int seed = Seed.Choose(16, output);
        int rounds = int.Parse(Environment.GetEnvironmentVariable("QREGEXCHECK_FUZZ") ?? "3000", CultureInfo.InvariantCulture);
        var random = new Random(seed);
        int whole = 0;
        int withLines = 0;
        int lines = 0;
        var wrong = new StringBuilder();
        int wrongs = 0;
        for (int round = 0; round < rounds; round++)
        {
            byte[] message = new MadeBounce(random).Make();
            QuotedMail mail = InPieces(message, random);
            List<string> expected = MimeOracle.Lines(message);
            List<string> found = mail.Lines.Select(line => Encoding.Latin1.GetString(line.Text)).ToList();
            lines += found.Count;
            withLines += found.Count > 0 ? 1 : 0;
            whole += mail.Limits == LookLimit.None ? 1 : 0;
            if (Agree(mail.Limits, expected, found))
                continue;
            if (wrongs++ < 5)
            {
                wrong.Append(CultureInfo.InvariantCulture, $"seed {seed}, round {round}, limits {mail.Limits}\n");
                wrong.Append(CultureInfo.InvariantCulture, $"--- message\n{Encoding.Latin1.GetString(message)}\n");
                wrong.Append(CultureInfo.InvariantCulture, $"--- expected\n{string.Join("\n", expected)}\n--- found\n{string.Join("\n", found)}\n");
            }
        }

        output.WriteLine($"{rounds} messages, {whole} without a limit, {withLines} with lines, {lines} lines, {wrongs} different");
        Assert.True(wrongs == 0, $"{wrongs} of {rounds} different\n{wrong}");
        Assert.InRange(whole, rounds / 2, rounds);
        Assert.InRange(withLines, rounds / 3, rounds);
    }

    /// <summary>With no limit both lists are the same. With one, what is found stands among what is to be found, in that order; a line may be cut.</summary>
    private static bool Agree(LookLimit limits, List<string> expected, List<string> found)
    {
        if (limits == LookLimit.None || limits == LookLimit.Unreadable)
            return expected.SequenceEqual(found);
        int at = 0;
        foreach (string line in found)
        {
            bool isCut = line.Length == LookLimits.LineLength;
            while (at < expected.Count && expected[at] != line && !(isCut && expected[at].StartsWith(line, StringComparison.Ordinal)))
                at++;
            if (at++ >= expected.Count)
                return false;
        }

        return true;
    }

    private static QuotedMail InPieces(byte[] message, Random random)
    {
        var look = new BounceLook();
        int longest = 1 << random.Next(14);
        for (int at = 0; at < message.Length;)
        {
            int length = Math.Min(random.Next(longest + 1), message.Length - at);
            look.Read(message.AsSpan(at, length));
            at += length;
        }

        return look.End();
    }
}
