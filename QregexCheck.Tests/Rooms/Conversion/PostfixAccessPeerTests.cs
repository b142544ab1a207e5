using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>What <see cref="PostfixAccess"/> makes of random tables is asked beside Postfix's own look-up of each key.</summary>
public sealed class PostfixAccessPeerTests(ITestOutputHelper output)
{
    private const int Tables = 200;
    private const int Subjects = 50;

    private static readonly string[] Users = ["a", "B", "a+x", "a.b", "x*"];
    private static readonly string[] Labels = ["a", "b", "ab", "A-b", "ro"];
    private static readonly string[] Actions = ["REJECT r", "reject r", "550 5.7.1 r", "450 r", "OK r", "DUNNO r", "REJECT  r"];

    [Fact]
    public void A_random_table_refuses_the_same_by_the_same_line_but_for_what_is_said()
    {
        int seed = Seed.Choose(1504, output);
        var random = new Random(seed);
        using var postmap = new Postmap();
        int same = 0;
        int hits = 0;
        for (int i = 0; i < Tables; i++)
        {
            var table = new StringBuilder();
            for (int line = 1; line <= 12; line++)
                table.Append(CultureInfo.InvariantCulture, $"{Key(random)}{(random.Next(2) == 0 ? "\t" : " ")}{Actions[random.Next(Actions.Length)]}{line}\n");
            var rules = new ConvertedRules(ConversionFormat.PostfixAccess, table.ToString());
            string[] subjects = Enumerable.Range(0, Subjects).Select(_ => $"{Pick(random, Users)}@{Domain(random)}").ToArray();
            Dictionary<string, string> answers = postmap.Ask("texthash", table.ToString(), subjects.SelectMany(KeysOf));
            bool isSaid = !rules.IsSame;
            same += isSaid ? 0 : 1;
            foreach (string subject in subjects)
            {
                int? refused = rules.Refusing(Encoding.Latin1.GetBytes(subject))?.Source.Line;
                string? answer = KeysOf(subject).Select(key => answers.GetValueOrDefault(key)).FirstOrDefault(static found => found is not null);
                int? expected = answer is not null && (answer[0] is '4' or '5' || answer.StartsWith("REJECT", StringComparison.OrdinalIgnoreCase))
                    ? int.Parse(answer[(answer.LastIndexOf('r') + 1)..], CultureInfo.InvariantCulture)
                    : null;
                hits += expected is null ? 0 : 1;
                Assert.True(refused == expected || isSaid, $"seed {seed}, <{subject}>: line {refused}, there {expected}, in\n{table}\n{rules.Lines}");
            }
        }

        output.WriteLine($"{same} tables are the same; {hits} hits");
        Assert.InRange(same, Tables / 4, Tables);
        Assert.InRange(hits, 1_000, Tables * Subjects);
    }

    /// <summary>The keys for which access(5) says that Postfix asks, in its order.</summary>
    private static IEnumerable<string> KeysOf(string address)
    {
        int at = address.LastIndexOf('@');
        yield return address;
        for (string domain = address[(at + 1)..]; ; domain = domain[(domain.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            yield return domain;
            if (!domain.Contains('.', StringComparison.Ordinal))
                break;
        }

        yield return address[..(at + 1)];
    }

    private static string Key(Random random) => random.Next(5) switch
    {
        0 => Pick(random, Users) + "@",
        1 or 2 => Domain(random),
        _ => $"{Pick(random, Users)}@{Domain(random)}",
    };

    private static string Domain(Random random) => string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, Labels)));

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
