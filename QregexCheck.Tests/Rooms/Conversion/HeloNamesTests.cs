using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads lists of HELO names with <see cref="HeloNames"/>.</summary>
public sealed class HeloNamesTests
{
    [Fact]
    public void A_name_is_meant_as_a_whole()
    {
        var rules = new ConvertedRules(ConversionFormat.HeloNames, "mail.example\r\n# x\n  [192.0.2.1]\n#\n#y\nlocal host\n");
        Assert.Equal(["^mail\\.example$", "^\\[192\\.0\\.2\\.1]$", "^local host$"], rules.Bad);
        Assert.True(rules.IsSame);
    }
}
