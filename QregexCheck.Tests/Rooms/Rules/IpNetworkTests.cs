using System;
using System.Net;
using System.Text;
using QregexCheck.Rules;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Rules;

/// <summary>Networks of clients, with .NET's own networks beside them.</summary>
public class IpNetworkTests
{
    private readonly ITestOutputHelper _output;

    public IpNetworkTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.255", true)]
    [InlineData("192.0.2.0/24", "192.0.3.0", false)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.0/24", "::ffff:c000:207", true)]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.7/32", "192.0.2.70", false)]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "192.0.2.7", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:DB8::/33", "2001:db8:7fff::", true)]
    [InlineData("2001:db8::/33", "2001:db8:8000::", false)]
    [InlineData("2001:db8::1", "2001:db8:0:0:0:0:0:1", true)]
    [InlineData("2001:db8:0:1::/64", "2001:db8:0:1:ffff::", true)]
    public void It_holds_the_addresses_that_begin_with_its_bits(string network, string address, bool holds)
    {
        Assert.Equal(string.Empty, IpNetwork.Problem(Bytes(network), out IpNetwork read));
        Assert.True(IpAddress.TryParse(Bytes(address), out IpAddress client));
        Assert.Equal(holds, read.Holds(client));
    }

    [Theory]
    [InlineData("", "it takes addresses")]
    [InlineData("192.0.2", "it takes addresses")]
    [InlineData("192.0.2.", "it takes addresses")]
    [InlineData("192.0.2.0.", "it takes addresses")]
    [InlineData("192.0.2.256", "it takes addresses")]
    [InlineData("192.0.02.0/24", "it takes addresses")]
    [InlineData("010.0.0.0/8", "it takes addresses")]
    [InlineData("example.com", "it takes addresses")]
    [InlineData("2001:db8", "it takes addresses")]
    [InlineData("2001::db8::1", "it takes addresses")]
    [InlineData("fe80::1%eth0", "it takes addresses")]
    [InlineData("/24", "it takes addresses")]
    [InlineData("192.0.2.0/", "up to 32")]
    [InlineData("192.0.2.0/33", "up to 32")]
    [InlineData("192.0.2.0/-1", "up to 32")]
    [InlineData("192.0.2.0/024", "up to 32")]
    [InlineData("192.0.2.0/255.255.255.0", "up to 32")]
    [InlineData("2001:db8::/129", "up to 128")]
    [InlineData("2001:db8::/x", "up to 128")]
    [InlineData("192.0.2.1/24", "192.0.2.1/24 has bits behind its /24")]
    [InlineData("2001:db8::1/64", "has bits behind its /64")]
    [InlineData("::ffff:192.0.2.0/64", "has bits behind its /64")]
    public void A_mistake_is_said(string network, string words) =>
        Assert.Contains(words, IpNetwork.Problem(Bytes(network), out _), StringComparison.Ordinal);

    [Fact]
    public void Random_networks_hold_what_those_of_the_platform_hold()
    {
        var random = new Random(Seed.Choose(1540, _output));
        for (int i = 0; i < 20_000; i++)
        {
            byte[] first = new byte[random.Next(2) == 0 ? 4 : 16];
            random.NextBytes(first);
            int bits = random.Next((8 * first.Length) + 1);
            byte[] other = (byte[])first.Clone();
            int flipped = random.Next(8 * first.Length);
            other[flipped / 8] ^= (byte)(0x80 >> (flipped % 8));
            for (int bit = bits; bit < 8 * first.Length; bit++)
                first[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            var expected = new IPNetwork(new IPAddress(first), bits);
            if (expected.BaseAddress.IsIPv4MappedToIPv6 || new IPAddress(other).IsIPv4MappedToIPv6)
                continue;
            Assert.Equal(string.Empty, IpNetwork.Problem(Bytes(expected.ToString()), out IpNetwork network));
            Assert.True(IpAddress.TryParse(Bytes(new IPAddress(other).ToString()), out IpAddress address));
            Assert.Equal(expected.Contains(new IPAddress(other)), network.Holds(address));
        }
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
