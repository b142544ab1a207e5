using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using QregexCheck.Tests.Zoo;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>What <see cref="PostfixAccess"/> makes of random tables is asked beside Postfix's own look-up of each key.</summary>
public sealed class PostfixAccessPeerTests(ITestOutputHelper output)
{
    private const int Together = 50;
    private const int Subjects = 50;

    private static readonly string[] Users = ["a", "B", "a+x", "a.b", "x*", "\"a b\"", "\"a@b\""];
    private static readonly string[] Labels = ["a", "b", "ab", "A-b", "ro"];
    private static readonly string[] Actions = ["REJECT ", "reject ", "550 5.7.1 ", "450 ", "OK ", "DUNNO ", "REJECT  ", "Relay "];

    [Fact]
    public void A_random_table_refuses_the_same_by_the_same_line_but_for_what_is_said()
    {
        int seed = Seed.Choose(1504, output);
        var random = new Random(seed);
        using var postmap = new Postmap();
        int tables = Math.Min(Fuzz.Rounds(200), 10_000);
        int same = 0;
        int hits = 0;
        for (int first = 0; first < tables; first += Together)
        {
            RandomTable[] asked = [.. Enumerable.Range(0, Together).Select(number => Table(random, number))];
            string[] subjects = [.. Enumerable.Range(0, Subjects).Select(_ => $"{Pick(random, Users)}@{Domain(random)}").Distinct()];
            var answers = postmap.Ask("texthash", Array.ConvertAll(asked, static table => table.ToString()), subjects.SelectMany(KeysOf));
            for (int number = 0; number < Together; number++)
            {
                RandomTable table = asked[number];
                var rules = new ConvertedRules(ConversionFormat.PostfixAccess, table.ToString());
                bool isSaid = !rules.IsSame;
                same += isSaid ? 0 : 1;
                foreach (string subject in subjects)
                {
                    int? refused = rules.Refusing(Unquoted(subject)) is { } rule ? table.Entries[rule.Source.Line] : null;
                    (string Answer, int Entry)? answer = KeysOf(subject)
                        .Select(key => answers.TryGetValue((number, key), out var found) ? found : ((string, int)?)null)
                        .FirstOrDefault(static found => found is not null);
                    int? expected = answer is { } hit && (hit.Answer[0] is '4' or '5' || hit.Answer.StartsWith("REJECT", StringComparison.OrdinalIgnoreCase))
                        ? hit.Entry
                        : null;
                    hits += expected is null ? 0 : 1;
                    Assert.True(refused == expected || isSaid, $"seed {seed}, <{subject}>: entry {refused}, there {expected}, in\n{table}\n{rules.Lines}");
                }
            }
        }

        output.WriteLine($"{same} of {tables} tables are the same; {hits} hits");
        Assert.InRange(same, tables / 4, tables);
        Assert.InRange(hits, 1_000, tables * Subjects);
    }

    private static RandomTable Table(Random random, int number)
    {
        var table = new RandomTable(random);
        for (int line = 1; line <= 12; line++)
            table.AddEntry(Key(random), Actions[random.Next(Actions.Length)], number);
        return table;
    }

    /// <summary>An address as a rule is asked about it.</summary>
    private static byte[] Unquoted(string address) => Encoding.Latin1.GetBytes(address.Replace("\"", string.Empty, StringComparison.Ordinal));

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
