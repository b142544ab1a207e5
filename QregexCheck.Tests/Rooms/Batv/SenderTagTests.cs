using System;
using System.Text;
using QregexCheck.Batv;
using Xunit;

namespace QregexCheck.Tests.Rooms.Batv;

/// <summary>A sender's tag: how it is made, and what is found of it when a bounce brings it back.</summary>
public sealed class SenderTagTests
{
    private const string Secret = "00112233445566778899aabbccddeeff";
    private const string Other = "ffeeddccbbaa99887766554433221100";

    private static readonly int Today = new DateOnly(2026, 11, 27).DayNumber;

    [Fact]
    public void A_tag_has_the_digit_the_day_in_a_week_and_three_bytes_of_the_HMAC_over_them_and_the_small_address()
    {
        // 2026-12-04 is day 20,791 since 1970.
        byte[] hash = TagHashTests.Platform(Convert.FromHexString(Secret), "3791user@example.com"u8.ToArray());
        string wanted = $"prvs=3791{Convert.ToHexStringLower(hash)[..6]}=";
        Assert.Equal(wanted + "user@example.com", Sign("user@example.com", $"3 {Secret}"));
        Assert.Equal(wanted + "User@EXAMPLE.com", Sign("User@EXAMPLE.com", $"3 {Secret}"));
    }

    [Fact]
    public void The_same_tag_is_made_on_a_retry_the_same_day_and_another_the_next_day()
    {
        Assert.Equal(Sign("user@example.com", $"1 {Secret}"), Sign("user@example.com", $"1 {Secret}"));
        Assert.NotEqual(Sign("user@example.com", $"1 {Secret}"), Sign("user@example.com", $"1 {Secret}", Today + 1));
    }

    [Theory]
    [InlineData(-1000, "valid")]
    [InlineData(-1, "valid")]
    [InlineData(0, "valid")]
    [InlineData(7, "valid")]
    [InlineData(8, "stale")]
    [InlineData(9, "stale")]
    [InlineData(400, "stale")]
    [InlineData(-2, "bad")]
    [InlineData(-400, "bad")]
    [InlineData(1007, "valid")]
    public void A_tag_is_valid_to_the_end_of_its_day_then_stale_and_bad_more_than_8_days_ahead(int daysLater, string state) =>
        Assert.Equal(state, Look(Sign("user@example.com", $"1 {Secret}"), $"1 {Secret}", Today + daysLater));

    [Fact]
    public void From_day_999_to_day_000_nothing_is_different()
    {
        // Day 20,999 is 2027-06-30, and day 21,000 the day behind it.
        int day = new DateOnly(2027, 6, 30).DayNumber;
        Assert.Equal(999, TagDay.Of(day));
        Assert.Equal(0, TagDay.Of(day + 1));
        string keys = $"1 {Secret}";
        Assert.StartsWith("prvs=1999", Sign("user@example.com", keys, day - 7), StringComparison.Ordinal);
        Assert.StartsWith("prvs=1000", Sign("user@example.com", keys, day - 6), StringComparison.Ordinal);
        Assert.StartsWith("prvs=1006", Sign("user@example.com", keys, day), StringComparison.Ordinal);
        for (int made = day - 20; made <= day + 20; made++)
        {
            for (int later = 0; later <= 20; later++)
                Assert.Equal(later <= 7 ? "valid" : "stale", Look(Sign("user@example.com", keys, made), keys, made + later));
        }
    }

    [Theory]
    [InlineData("prvs=1791", "1 " + Other)]
    [InlineData("prvs=1791", "2 " + Secret)]
    public void Another_key_or_the_same_key_with_another_digit_makes_it_bad(string start, string keys)
    {
        string signed = Sign("user@example.com", $"1 {Secret}");
        Assert.StartsWith(start, signed, StringComparison.Ordinal);
        Assert.Equal("bad", Look(signed, keys));
    }

    [Fact]
    public void Of_two_keys_the_first_signs_and_both_verify()
    {
        string keys = $"2 {Other} 2026-11-20\n1 {Secret}\n";
        string old = Sign("user@example.com", $"1 {Secret}");
        Assert.StartsWith("prvs=2", Sign("user@example.com", keys), StringComparison.Ordinal);
        Assert.Equal("valid", Look(Sign("user@example.com", keys), keys));
        Assert.Equal("valid", Look(old, keys));
        Assert.Equal("bad", Look(old.Replace("prvs=1", "prvs=2", StringComparison.Ordinal), keys));
    }

    [Fact]
    public void Case_does_not_matter_and_the_mailbox_is_the_address_as_it_came()
    {
        string signed = Sign("User.Name@Example.com", $"1 {Secret}");
        Assert.Equal("valid", Look(signed.ToUpperInvariant(), $"1 {Secret}"));
        Assert.Equal("valid", Look(signed.ToLowerInvariant(), $"1 {Secret}"));
        Assert.Equal("USER.NAME@EXAMPLE.COM", Mailbox(signed.ToUpperInvariant()));
        Assert.Equal("User.Name@Example.com", Mailbox(signed));
    }

    [Theory]
    [InlineData("two words@example.com")]
    [InlineData("a@b@example.com")]
    [InlineData("a=b@example.com")]
    [InlineData("with\"quote@example.com")]
    [InlineData("\u00e9@example.com")]
    public void Local_parts_that_stand_in_quotes_on_the_wire_are_signed_without_them(string address)
    {
        Assert.Equal("valid", Look(Sign(address, $"1 {Secret}"), $"1 {Secret}"));
        Assert.Equal(address, Mailbox(Sign(address, $"1 {Secret}")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("user@example.com")]
    [InlineData("prvs@example.com")]
    [InlineData("prvs")]
    [InlineData("btv1==1234=user@example.com")]
    [InlineData("SRS0=abcd=ef=example.net=user@example.com")]
    public void An_address_of_another_form_has_no_tag(string address) => Assert.Equal("missing", Look(address, $"1 {Secret}"));

    [Theory]
    [InlineData("prvs=@example.com")]
    [InlineData("prvs=1791abcdef=@example.com")]
    [InlineData("prvs=1791abcdef=user@")]
    [InlineData("prvs=1791abcdef=user")]
    [InlineData("prvs=1791abcdefuser@example.com")]
    [InlineData("prvs=1791abcde=user@example.com")]
    [InlineData("prvs=x791abcdef=user@example.com")]
    [InlineData("prvs=1x91abcdef=user@example.com")]
    [InlineData("prvs=1791abcdeg=user@example.com")]
    [InlineData("prvs=user=1791abcdef@example.com")]
    public void A_tag_of_a_wrong_form_is_bad_and_stays_before_the_address(string address)
    {
        Assert.Equal("bad", Look(address, $"1 {Secret}"));
        Assert.Equal(address, Mailbox(address));
    }

    [Fact]
    public void Every_change_of_one_byte_in_a_tag_makes_it_bad_or_of_another_day()
    {
        string signed = Sign("user@example.com", $"1 {Secret}");
        for (int i = 5; i < signed.Length; i++)
        {
            foreach (char other in "0a@=")
            {
                string changed = signed[..i] + other + signed[(i + 1)..];
                if (!string.Equals(changed, signed, StringComparison.OrdinalIgnoreCase))
                    Assert.Equal("bad", Look(changed, $"1 {Secret}"));
            }
        }
    }

    [Fact]
    public void Without_a_key_nothing_is_signed_and_every_tag_is_bad()
    {
        Assert.Null(SenderTag.Sign("user@example.com"u8, BatvKeys.Read([]), Today));
        Assert.Equal("bad", Look(Sign("user@example.com", $"1 {Secret}"), string.Empty));
    }

    private static string Sign(string address, string keys, int? day = null) =>
        Encoding.Latin1.GetString(SenderTag.Sign(Encoding.Latin1.GetBytes(address), BatvKeys.Read(Encoding.ASCII.GetBytes(keys)), day ?? Today)!);

    private static string Look(string address, string keys, int? day = null) => Encoding.ASCII.GetString(
        SenderTag.Look(Encoding.Latin1.GetBytes(address), BatvKeys.Read(Encoding.ASCII.GetBytes(keys)), day ?? Today).State.Word());

    private static string Mailbox(string address) =>
        Encoding.Latin1.GetString(SenderTag.Look(Encoding.Latin1.GetBytes(address), BatvKeys.Read(Encoding.ASCII.GetBytes($"1 {Secret}")), Today).Mailbox);
}
