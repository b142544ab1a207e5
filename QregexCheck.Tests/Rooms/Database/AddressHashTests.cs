using System.Linq;
using QregexCheck.Database;
using Xunit;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>The hash of addresses stands in compiled files, and so it must not change.</summary>
public sealed class AddressHashTests
{
    /// <summary>Source: SipHash: a fast short-input PRF, appendix A: key 00 to 0f, message 00 to 0e.</summary>
    [Fact]
    public void It_is_the_one_of_the_paper()
    {
        byte[] message = [.. Enumerable.Range(0, 15).Select(i => (byte)i)];
        Assert.Equal(0xa129ca6149be45e5UL, new AddressHash(0x0706050403020100, 0x0f0e0d0c0b0a0908).Of(message));
    }

    [Fact]
    public void An_entry_and_its_opposite_have_the_same_one()
    {
        var hash = new AddressHash(1, 2);
        Assert.Equal(hash.Of("a@d"u8), hash.OfEntry("a@d"u8));
        Assert.Equal(hash.Of("a@d"u8), hash.OfEntry("-a@d"u8));
        Assert.Equal(hash.Of("-a@d"u8), hash.OfEntry("--a@d"u8));
        Assert.NotEqual(hash.Of("a@d"u8), new AddressHash(1, 3).Of("a@d"u8));
    }
}
