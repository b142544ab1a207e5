using System;
using System.Linq;
using System.Text;
using QregexCheck.Batv;
using Xunit;

namespace QregexCheck.Tests.Rooms.Batv;

/// <summary>Which senders are signed, and which go as they are.</summary>
public sealed class SenderSigningTests
{
    private static readonly int Today = new DateOnly(2026, 11, 27).DayNumber;

    [Theory]
    [InlineData("user@example.com", null)]
    [InlineData("Two Words@EXAMPLE.com", null)]
    [InlineData("user-return@example.com", null)]
    [InlineData("owner-news@example.com", null)]
    [InlineData("srs0@example.com", null)]
    [InlineData("", UnsignedReason.NullSender)]
    [InlineData("#@[]", UnsignedReason.DoubleBounce)]
    [InlineData("user", UnsignedReason.NoDomain)]
    [InlineData("@example.com", UnsignedReason.NoDomain)]
    [InlineData("user@", UnsignedReason.NoDomain)]
    [InlineData("user@example.net", UnsignedReason.OtherDomain)]
    [InlineData("user@sub.example.com", UnsignedReason.OtherDomain)]
    [InlineData("prvs=1791abcdef=user@example.com", UnsignedReason.Tagged)]
    [InlineData("PRVS=x@example.com", UnsignedReason.Tagged)]
    [InlineData("SRS0=abcd=ef=example.net=user@example.com", UnsignedReason.Tagged)]
    [InlineData("srs1+abcd=other.example==ef=example.net=user@example.com", UnsignedReason.Tagged)]
    [InlineData("btv1==123=user@example.com", UnsignedReason.Tagged)]
    [InlineData("btv1=123=user@example.com", UnsignedReason.Tagged)]
    [InlineData("news-return-12-user=example.org@example.com", UnsignedReason.ListSender)]
    [InlineData("News-Owner-user=example.org@example.com", UnsignedReason.ListSender)]
    [InlineData("news-owner@example.com", UnsignedReason.ListSender)]
    [InlineData("NEWS-REQUEST@example.com", UnsignedReason.ListSender)]
    public void A_sender_is_signed_unless_there_is_a_reason(string sender, object? reason) => Assert.Equal(reason, Reason(sender));

    [Theory]
    [InlineData(48, null)]
    [InlineData(49, UnsignedReason.TooLong)]
    public void A_local_part_stays_within_64_bytes_with_its_tag(int length, object? reason)
    {
        Assert.Equal(reason, Reason(new string('a', length) + "@example.com"));
        Assert.Equal(64, length + SenderTag.Length - (length - 48));
    }

    [Theory]
    [InlineData("example.org", null)]
    [InlineData("exempt.example", UnsignedReason.Exempt)]
    [InlineData("mx.EXEMPT.example", null)]
    [InlineData("mx.below.example", UnsignedReason.Exempt)]
    [InlineData("below.example", null)]
    [InlineData("example.org one@example.org two@exempt.example", UnsignedReason.Exempt)]
    [InlineData("example.org List@Example.ORG", UnsignedReason.Exempt)]
    [InlineData("example.org list@example.org.uk other@example.org", null)]
    public void One_exempt_host_or_recipient_leaves_the_mail_unsigned(string names, object? reason) => Assert.Equal(reason, Reason("user@example.com", names));

    [Fact]
    public void Without_a_key_nothing_is_signed() => Assert.Equal(UnsignedReason.NoKey, Reason("user@example.com", keys: "1 abc\n"));

    [Fact]
    public void Lines_that_exempt_nobody_are_named()
    {
        BatvExempt exempt = BatvExempt.Read("*\n@example.org\na@.example.org\na@b c\n.ok.example\n# comment\n"u8.ToArray());
        Assert.Equal(["1:1", "2:1", "3:3", "4:4"], exempt.Mistakes.Select(one => $"{one.Line}:{one.Column}"));
        Assert.True(exempt.Holds("mx.ok.example"u8));
    }

    [Theory]
    [InlineData("joe@example.org")]
    [InlineData("example.org")]
    [InlineData("# a comment")]
    public void A_byte_order_mark_in_front_of_the_first_line_is_named(string first)
    {
        BatvExempt exempt = BatvExempt.Read([0xEF, 0xBB, 0xBF, .. Encoding.ASCII.GetBytes(first + "\nother.example\n")]);
        Assert.Equal(
            ["1:1 remove the byte order mark; the line exempts nobody"], exempt.Mistakes.Select(one => $"{one.Line}:{one.Column} {one.Message}"));
        Assert.True(exempt.Holds("other.example"u8));
    }

    private static object? Reason(string sender, string names = "example.org user@example.org", string keys = "1 00112233445566778899aabbccddeeff\n")
    {
        var signing = new SenderSigning(
            BatvKeys.Read(Encoding.ASCII.GetBytes(keys)), BatvDomains.Read("example.com\n"u8.ToArray()),
            BatvExempt.Read("# who can't take it\nexempt.example\n.below.example\nlist@example.org\n"u8.ToArray()), Today);
        byte[]? signed = signing.Sign(Encoding.ASCII.GetBytes(sender), [.. names.Split(' ').Select(Encoding.ASCII.GetBytes)], out UnsignedReason reason);
        return signed is null ? reason : null;
    }
}
