using System;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads a table of OpenSMTPD with <see cref="OpensmtpdTable"/>.</summary>
public sealed class OpensmtpdTableTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("@a.example\n", "@a\\.example$")]
    [InlineData("joe@a.example\n", "^joe(\\+.*)?@a\\.example$")]
    [InlineData("joe+x@a.example\n", "^joe\\+x@a\\.example$")]
    [InlineData("joe\n", "^joe(\\+.*)?@[^@]*$")]
    [InlineData("@*.a.example\n", "@[^.]*\\.a\\.example$")]
    [InlineData("@a*\n", "@a.+$")]
    [InlineData("@\n", "^")]
    [InlineData("# @list\njoe doe@a.example\n", "^joe doe(\\+.*)?@a\\.example$")]
    [InlineData("@a.example: x\n", "@a\\.example$")]
    public void A_key_is_a_user_a_domain_or_both(string table, string rule)
    {
        var rules = new ConvertedRules(ConversionFormat.Opensmtpd, table);
        Assert.Equal((rule, true), (Assert.Single(rules.Bad), rules.IsSame));
    }

    [Fact]
    public void A_HELO_table_holds_whole_names() =>
        Assert.Equal("^[^.]*\\.a\\.example$", Assert.Single(new ConvertedRules(ConversionFormat.Opensmtpd, "*.a.example\n", ConversionTarget.BadHelo).Bad));

    [Fact]
    public void Random_keys_refuse_what_the_table_holds()
    {
        var random = new Random(Seed.Choose(155, output));
        for (int round = 0; round < 10_000; round++)
        {
            string key = RandomText.Of(random, "ab+@.*@");
            if (key.IndexOf('@', StringComparison.Ordinal) != key.LastIndexOf('@'))
                continue;
            var rules = new ConvertedRules(ConversionFormat.Opensmtpd, key + "\n");
            Assert.True(rules.IsSame, key);
            string user = RandomText.Of(random, "abA+");
            string domain = RandomText.Of(random, "ab.A");
            Assert.True(
                IsHeld(user, domain, key) == (rules.Refusing(Encoding.Latin1.GetBytes($"{user}@{domain}")) is not null),
                $"'{key}' and <{user}@{domain}>: {rules.Lines}");
        }
    }

    private static bool IsHeld(string user, string domain, string key)
    {
        int at = key.LastIndexOf('@');
        string keyUser = at < 0 ? key : key[..at];
        string keyDomain = at < 0 ? "" : key[(at + 1)..];
        if (keyDomain.Length > 0 && !HostMatches(domain.ToLowerInvariant(), keyDomain))
            return false;
        string asked = keyUser.Contains('+', StringComparison.Ordinal) ? user : user.Split('+')[0];
        return keyUser.Length == 0 || asked.Equals(keyUser, StringComparison.OrdinalIgnoreCase);
    }

    private static bool HostMatches(string host, string pattern)
    {
        int h = 0;
        int p = 0;
        while (h < host.Length && p < pattern.Length)
        {
            if (pattern[p] == '*')
            {
                while (p < pattern.Length && pattern[p] == '*')
                    p++;
                while (h < host.Length && (p == pattern.Length || host[h] != pattern[p]))
                    h++;
            }
            else if (host[h++] != pattern[p++])
            {
                return false;
            }
        }

        return h == host.Length && p == pattern.Length;
    }

    [Fact]
    public void Random_tables_refuse_what_any_of_their_keys_holds() =>
        new TableOracle(ConversionFormat.Opensmtpd, ConversionTarget.BadMailFrom, 2416)
        {
            Line = static random => random.Next(6) == 0 ? "# a" : random.Next(3) switch
            {
                0 => "@" + RandomText.Of(random, "ab.*"),
                1 => RandomText.Of(random, "abA+"),
                _ => $"{RandomText.Of(random, "abA+")}@{RandomText.Of(random, "ab.*")}",
            },
            Subject = static random => $"{RandomText.Of(random, "abA+")}@{RandomText.Of(random, "ab.A")}",
            Refuses = static (lines, subject) => Array.Exists(lines, line => line[0] != '#' && IsHeld(subject.Split('@')[0], subject.Split('@')[1], line)),
        }.Compare(output);
}
