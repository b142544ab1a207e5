using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Automata;
using QregexCheck.Lint;
using QregexCheck.Syntax;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>
/// Thousands of lines made of what people write, right and wrong. Each rule that is offered compiles and has no findings. It hits what the line
/// was made to hit, and misses what was shown against the line.
/// </summary>
public sealed class ProposalTests
{
    private const int Rounds = 3_000;

    private static readonly string[] Locals = ["joe", "info", "spam", "news-letter", "j.doe", "bounce"];
    private static readonly string[] Domains = ["spam.example", "mail.bulk.example", "tim.ro", "yeah.net", "shop-24.click", "a.b.co.uk", "icu", "ru"];
    private static readonly string[] Typos = ["(", ")", "[", "]", "*", "\\", "|", "||", "?", "+", "{", ".", "^", "$", "@", " ", ",", "\\d", "\\w", "(?i)",
        "<", ">", "\"", "/", "!", "{2", "\xC3\xBC"];

    [Fact]
    public void What_is_offered_is_a_rule_that_does_what_was_meant()
    {
        var random = new Random(20_261_201);
        var matcher = new RuleMatcher();
        int offers = 0;
        int meantOffers = 0;
        for (int round = 0; round < Rounds; round++)
        {
            (string line, string? meant) = Line(random);
            string file = random.Next(8) == 0 ? "badhelo" : "badmailfrom";
            IReadOnlyList<Finding> all = Linting.Lint((file, line + "\n"));
            List<string?> proposals = all.Select(finding => Linting.Text(finding.Proposal))
                .Concat(all.SelectMany(finding => finding.Lines).Select(offered => Linting.Text(offered.Proposal))).Where(text => text is not null).Distinct()
                .ToList();
            Assert.True(proposals.Count <= 1, $"{line}: {string.Join("   ", proposals)}");
            if (proposals.Count == 0)
                continue;
            offers++;
            string proposal = proposals[0]!;
            IEnumerable<string> found = Linting.Lint((file, proposal + "\n")).Where(finding => finding.Kind.Severity != Severity.Note)
                .Select(finding => $"{finding.Kind.Id} ({finding.Message})");
            Assert.True(!found.Any(), $"{line}: {proposal}: {string.Join(", ", found)}");
            foreach (Finding finding in all)
            {
                if (finding.Witness is not null && LintCatalog.SaysTooWide(finding.Kind))
                    Assert.False(Hits(matcher, proposal, Linting.Text(finding.Witness)!), $"{line}: {proposal} hits {Linting.Text(finding.Witness)}");
            }

            if (meant is null || file == "badhelo")
                continue;
            meantOffers++;
            Assert.True(Hits(matcher, proposal, meant), $"{line}: {proposal} does not hit {meant}");
        }

        // The shapes are such that most lines get an offer; a linter that offers nothing would pass all of the above.
        Assert.True(offers > Rounds / 2, $"{offers} offers");
        Assert.True(meantOffers > Rounds / 3, $"{meantOffers} offers for lines with a known meaning");
    }

    private static bool Hits(RuleMatcher matcher, string rule, string address)
    {
        bool isNegated = rule.StartsWith('!');
        MatchResult result = matcher.Match(Linting.Latin(isNegated ? rule[1..] : rule), CaseFolding.Upper(Linting.Latin(address)), out _);
        Assert.NotEqual(MatchResult.Refused, result);
        return result == (isNegated ? MatchResult.NoMatch : MatchResult.Match);
    }

    /// <summary>A line, and an address that it was made for; none where a typo has made its meaning unknown.</summary>
    private static (string Line, string? Meant) Line(Random random)
    {
        string local = Locals[random.Next(Locals.Length)];
        string domain = Domains[random.Next(Domains.Length)];
        string escaped = domain.Replace(".", "\\.", StringComparison.Ordinal);
        string half = random.Next(2) == 0 ? domain : escaped;
        (string line, string meant) = random.Next(16) switch
        {
            0 => ($"*@{half}", $"a@{domain}"),
            1 => ($"@*.{half}", $"a@b.{domain}"),
            2 => ($"*.{half}", $"a@b.{domain}"),
            3 => ($"*@*.{half}", $"a@b.{domain}"),
            4 => ($"{local}*@{half}", $"{local}7@{domain}"),
            5 => ($".{half}", $"a@b.{domain}"),
            6 => ($"@.*.{half}", $"a@b.{domain}"),
            7 => ($".*@.*.{half}", $"a@b.{domain}"),
            8 => ($".({domain}|{Domains[random.Next(Domains.Length)]})", $"a@b.{domain}"),
            9 => ($"{local}@{half}", $"{local}@{domain}"),
            10 => ($"<{local}@{domain}>", $"{local}@{domain}"),
            11 => ($"{local}@{half},", $"{local}@{domain}"),
            12 => ($"/@{escaped}/ REJECT", $"a@{domain}"),
            13 => ($"@{half} no mail from there", $"a@{domain}"),
            14 => ($"^{local}\\d+@{half}", $"{local}12@{domain}"),
            _ => ($"*{local}*", $"x{local}y@a.example"),
        };
        if (random.Next(3) == 0 && line[^1] is not ('*' or ',' or '>') && !line.Contains(' ', StringComparison.Ordinal))
            line += "$";
        if (random.Next(4) == 0 && line[0] is '@' or '*' or '.')
            line = "^" + line;

        // "^@..." is said to be at the beginning, and hits nobody.
        if (line.StartsWith("^@", StringComparison.Ordinal))
            return (line, null);
        if (random.Next(4) != 0)
            return (line, meant);
        int at = random.Next(line.Length + 1);
        return (line.Insert(at, Typos[random.Next(Typos.Length)]), null);
    }
}
