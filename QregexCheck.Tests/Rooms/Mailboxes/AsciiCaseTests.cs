using System.Text;
using QregexCheck.Mailboxes;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary><see cref="AsciiCase"/>: what is one address in two spellings.</summary>
public sealed class AsciiCaseTests
{
    [Theory]
    [InlineData("a@d.example", "a@D.Example", true)]
    [InlineData("a@d", "A@d", false)]
    [InlineData("a@b@d", "a@b@D", true)]
    [InlineData("a@b@d", "a@B@d", false)]
    [InlineData("a", "A", false)]
    [InlineData("a", "a", true)]
    [InlineData("a@", "a@", true)]
    [InlineData("a@d", "a@d.", false)]
    [InlineData("a@D", "aAd", false)]
    [InlineData("", "", true)]
    [InlineData("@\u00e4", "@\u00c4", false)]
    public void Two_addresses_are_one_where_only_the_case_of_the_domain_differs(string one, string other, bool isSame)
    {
        Assert.Equal(isSame, AsciiCase.SameAddress(Encoding.Latin1.GetBytes(one), Encoding.Latin1.GetBytes(other)));
        Assert.Equal(isSame, AsciiCase.SameAddress(Encoding.Latin1.GetBytes(other), Encoding.Latin1.GetBytes(one)));
    }
}
