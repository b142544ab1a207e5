using System;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads lists of HELO names with <see cref="HeloNames"/>.</summary>
public sealed class HeloNamesTests(ITestOutputHelper output)
{
    [Fact]
    public void A_name_is_meant_as_a_whole()
    {
        var rules = new ConvertedRules(ConversionFormat.HeloNames, "mail.example\r\n# x\n  [192.0.2.1]\n#\n#y\nlocal host\n");
        Assert.Equal(["^mail\\.example$", "^\\[192\\.0\\.2\\.1]$", "^local host$"], rules.Bad);
        Assert.True(rules.IsSame);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_name()
    {
        var rules = new ConvertedRules(ConversionFormat.HeloNames, "\u00EF\u00BB\u00BFmail.example\nlocalhost\n");
        Assert.Equal(["^mail\\.example$", "^localhost$"], rules.Bad);
        Assert.True(rules.IsSame);
    }

    [Fact]
    public void Random_tables_refuse_their_names_and_no_others() =>
        new TableOracle(ConversionFormat.HeloNames, ConversionTarget.BadHelo, 2413)
        {
            Line = static random => (random.Next(3) switch { 0 => "# ", 1 => " ", _ => string.Empty }) + RandomText.Of(random, "aB.[]*\\ ") + "x",
            Subject = static random => RandomText.Of(random, "Ab.[]*\\ ") + "X",
            Refuses = static (lines, subject) => Array.Exists(lines, line => line[0] != '#' && line.Trim().Equals(subject, StringComparison.OrdinalIgnoreCase)),
        }.Compare(output);
}
