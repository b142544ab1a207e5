using System;
using System.Text;
using QregexCheck.Batv;
using Xunit;

namespace QregexCheck.Tests.Rooms.Batv;

/// <summary>What becomes of a bounce by the tag of its recipient.</summary>
public sealed class TagJudgeTests
{
    private const string Secret = "00112233445566778899aabbccddeeff";
    private const string OldKey = "1 " + Secret + " 2026-01-01\n";
    private const string Domains =
        "#: action=reject\nexample.com\nlog.example\n#: action=defer\nlater.example\n#: action=reject reply=\"550 not ours\"\nown.example\n";

    private static readonly int Today = new DateOnly(2026, 11, 27).DayNumber;

    [Theory]
    [InlineData("user@example.com", "2 Reject missing 550 this bounce is for mail we did not send (#5.7.1)")]
    [InlineData("prvs=1791000000=user@example.com", "2 Reject bad 550 this bounce is for mail we did not send (#5.7.1)")]
    [InlineData("user@LATER.example", "5 Defer missing 451 try again later (#4.7.1)")]
    [InlineData("user@own.example", "7 Reject missing 550 not ours")]
    [InlineData("user@log.example", "3 Log missing 550 this bounce is for mail we did not send (#5.7.1)")]
    [InlineData("user@example.org", "nothing")]
    [InlineData("user", "nothing")]
    [InlineData("", "nothing")]
    [InlineData("Postmaster@example.com", "nothing")]
    [InlineData("news-return-1-user=example.org@example.com", "nothing")]
    [InlineData("news-owner@example.com", "nothing")]
    [InlineData("SRS0=abcd=ef=example.net=user@example.com", "nothing")]
    [InlineData("a23456789a23456789a23456789a23456789a23456789a23@example.com", "2 Reject missing 550 this bounce is for mail we did not send (#5.7.1)")]
    [InlineData("a23456789a23456789a23456789a23456789a23456789a234@example.com", "nothing")]
    public void A_bounce_without_a_tag_has_the_policy_of_its_domain_unless_its_address_is_never_signed(string recipient, string wanted) =>
        Assert.Equal(wanted, Judge(recipient));

    [Theory]
    [InlineData(0, "nothing")]
    [InlineData(7, "nothing")]
    [InlineData(8, "2 Reject stale 550 this bounce is for mail we did not send (#5.7.1)")]
    public void A_stale_tag_has_the_policy_too_and_a_valid_one_passes(int daysAgo, string wanted)
    {
        string recipient = Encoding.ASCII.GetString(SenderTag.Sign("user@example.com"u8, Keys(OldKey), Today - daysAgo)!);
        Assert.Equal(wanted, Judge(recipient));
        Assert.Equal("user@example.com", Encoding.ASCII.GetString(Judged(recipient, OldKey, isBounce: true).Found.Mailbox));
    }

    [Fact]
    public void Mail_with_a_sender_is_not_judged_and_loses_its_tag()
    {
        string recipient = Encoding.ASCII.GetString(SenderTag.Sign("user@example.com"u8, Keys(OldKey), Today - 100)!);
        JudgedTag judged = Judged(recipient, OldKey, isBounce: false);
        Assert.Null(judged.Entry);
        Assert.Equal("user@example.com", Encoding.ASCII.GetString(judged.Found.Mailbox));
        Assert.Null(Judged("user@example.com", OldKey, isBounce: false).Entry);
    }

    [Theory]
    [InlineData("1 " + Secret + " 2026-11-20\n")]
    [InlineData("1 " + Secret + "\n")]
    [InlineData("1 " + Secret + " 2026-01-01\n2 abc\n")]
    [InlineData("")]
    public void Nothing_is_refused_by_a_young_or_a_broken_key(string keys)
    {
        JudgedTag judged = Judged("user@example.com", keys, isBounce: true);
        Assert.Equal("Log", judged.Action.ToString());
        Assert.NotNull(judged.Waits);
    }

    private static string Judge(string recipient)
    {
        JudgedTag judged = Judged(recipient, OldKey, isBounce: true);
        return judged.Entry is { } entry
            ? $"{entry.Line} {judged.Action} {Encoding.ASCII.GetString(judged.Found.State.Word())} {Encoding.ASCII.GetString(judged.Reply)}"
            : "nothing";
    }

    private static JudgedTag Judged(string recipient, string keys, bool isBounce) =>
        new TagJudge(Keys(keys), BatvDomains.Read(Encoding.ASCII.GetBytes(Domains)), Today).Decide(Encoding.ASCII.GetBytes(recipient), isBounce);

    private static BatvKeys Keys(string text) => BatvKeys.Read(Encoding.ASCII.GetBytes(text));
}
