using System.Text;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

public sealed class VirtualPrefixesTests
{
    [Theory]
    [InlineData("alias-shop-order@shop.example.com", "order@shop.example.com")]
    [InlineData("alias-shop-order@SHOP.example.com", "order@SHOP.example.com")]
    [InlineData("alias-shop-a-b@shop.example.com", "a-b@shop.example.com")]
    [InlineData("alias-shop-@shop.example.com", "@shop.example.com")]
    [InlineData("alias-shop@shop.example.com", "alias-shop@shop.example.com")]
    [InlineData("Alias-shop-order@shop.example.com", "Alias-shop-order@shop.example.com")]
    [InlineData("other-order@shop.example.com", "other-order@shop.example.com")]
    [InlineData("w-me@a.b.wild.example.com", "me@a.b.wild.example.com")]
    [InlineData("w-me@wild.example.com", "w-me@wild.example.com")]
    [InlineData("near-me@b.near.wild.example.com", "me@b.near.wild.example.com")]
    [InlineData("b-o-boss@example.com", "boss@example.com")]
    [InlineData("remote-x@remote.example.com", "remote-x@remote.example.com")]
    [InlineData("noat", "noat")]
    [InlineData("", "")]
    [InlineData("@", "@")]
    public void The_prefix_of_a_virtual_domain_is_taken_off(string rewritten, string recipient)
    {
        var prefixes = new VirtualPrefixes();
        foreach (string line in (string[])["shop.example.com:alias-shop", ".wild.example.com:w", ".near.wild.example.com:near", "Boss@Example.com:b-o", "remote.example.com:", "nocolon"])
            prefixes.Add(Encoding.Latin1.GetBytes(line));
        Assert.Equal(recipient, Encoding.Latin1.GetString(prefixes.WithoutPrefix(Encoding.Latin1.GetBytes(rewritten))));
    }

    [Fact]
    public void An_entry_for_all_is_asked_last()
    {
        var prefixes = new VirtualPrefixes();
        prefixes.Add(":catch"u8);
        prefixes.Add("shop.example.com:alias-shop"u8);
        Assert.Equal("x@any.example"u8.ToArray(), prefixes.WithoutPrefix("catch-x@any.example"u8).ToArray());
        Assert.Equal("catch-x@shop.example.com"u8.ToArray(), prefixes.WithoutPrefix("catch-x@shop.example.com"u8).ToArray());
    }
}
