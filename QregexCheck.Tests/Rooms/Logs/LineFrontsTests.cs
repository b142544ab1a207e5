using System;
using System.Text;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

/// <summary>What <see cref="LineFronts"/> takes for a stamp, and what it leaves as text.</summary>
public sealed class LineFrontsTests
{
    [Theory]
    [InlineData("@400000006926c46b1dcd6500 text", "2025-11-26T09:12:01.5 0 text")]
    [InlineData("@400000006926c46b1DCD6500 text", "2025-11-26T09:12:01.5 0 text")]
    [InlineData("@400000006926c46b1dcd6500", "2025-11-26T09:12:01.5 0 ")]
    [InlineData("@400000006926c46bffffffff text", "- 0 text")]
    [InlineData("@0000000000000000000000ff text", "- 0 text")]
    [InlineData("@400000006926c46b1dcd6500text", "- 0 @400000006926c46b1dcd6500text")]
    [InlineData("@400000006926c46b1dcd650 text", "- 0 @400000006926c46b1dcd650 text")]
    [InlineData("2026-11-26 09:12:01.123456789 text", "2026-11-26T08:12:01.123456789 0 text")]
    [InlineData("2026-07-26 09:12:01 text", "2026-07-26T07:12:01 0 text")]
    [InlineData("2026-11-26_09:12:01.12345 text", "2026-11-26T09:12:01.12345 0 text")]
    [InlineData("2026-11-26T09:12:01.12345 text", "2026-11-26T09:12:01.12345 0 text")]
    [InlineData("2026-11-26T09:12:01Z text more", "2026-11-26T09:12:01 0 text more")]
    [InlineData("2026-11-26T09:12:01.5+02:00 mx qmail-smtpd[12]: text", "2026-11-26T07:12:01.5 12 text")]
    [InlineData("2026-11-26T09:12:01-0030 mx qmail: text", "2026-11-26T09:42:01 0 text")]
    [InlineData("2026-11-26T09:12:01+00:00 delivery 5: success", "2026-11-26T09:12:01 0 delivery 5: success")]
    [InlineData("2026-11-26T09:12:01+00:00 mx qregexcheck: accept", "2026-11-26T09:12:01 0 qregexcheck: accept")]
    [InlineData("2026-11-26T09:12:01Z qregexcheck: accept", "2026-11-26T09:12:01 0 qregexcheck: accept")]
    [InlineData("2026-13-26 09:12:01 text", "- 0 text")]
    [InlineData("2026-02-29 09:12:01 text", "- 0 text")]
    [InlineData("2026-11-26 24:12:01 text", "- 0 2026-11-26 24:12:01 text")]
    [InlineData("Nov 26 09:12:01 mx qmail-smtpd[123]: text", "2026-11-26T08:12:01 123 text")]
    [InlineData("Nov  6 09:12:01 mx qmail: text", "2026-11-06T08:12:01 0 text")]
    [InlineData("Nov 26 09:12:01.25 mx qmail: text", "2026-11-26T08:12:01.25 0 text")]
    [InlineData("Nov 26 09:12:01 qmail: text", "2026-11-26T08:12:01 0 text")]
    [InlineData("Nov 26 09:12:01 mx qregexcheck: reject", "2026-11-26T08:12:01 0 qregexcheck: reject")]
    [InlineData("Nov 26 09:12:01 CHKUSER accepted rcpt: x", "2026-11-26T08:12:01 0 CHKUSER accepted rcpt: x")]
    [InlineData("Nov 26 09:12:01 mx last message repeated", "2026-11-26T08:12:01 0 last message repeated")]
    [InlineData("Nov 31 09:12:01 mx qmail: text", "- 0 text")]
    [InlineData("Now 26 09:12:01 mx qmail: text", "- 0 Now 26 09:12:01 mx qmail: text")]
    [InlineData("Nov 26 09:12:01 mx qmail: 1764148321.500000 text", "2025-11-26T09:12:01.5 0 text folded")]
    [InlineData("Nov 26 09:12:01 mx qmail: 1764148321.500000+text", "2025-11-26T09:12:01.5 0 +text folded")]
    [InlineData("qmail: 1764148321.500000 text", "2025-11-26T09:12:01.5 0 text folded")]
    [InlineData("1764148321.5 text", "2025-11-26T09:12:01.5 0 text")]
    [InlineData("1764148321.500000 1764148999.500000 text", "2025-11-26T09:12:01.5 0 1764148999.500000 text folded")]
    [InlineData("12345 < HELO mx", "- 0 12345 < HELO mx")]
    [InlineData("<22>Nov 26 09:12:01 mx qmail[7]: text", "2026-11-26T08:12:01 7 text")]
    [InlineData("<22>1 2026-11-26T09:12:01.5Z mx qmail-smtpd 123 - - text", "2026-11-26T09:12:01.5 123 text")]
    [InlineData("<22>1 2026-11-26T09:12:01.5Z mx qmail - ID47 [a@1 b=\"c\\\"] \"][d] \u00ef\u00bb\u00bftext", "2026-11-26T09:12:01.5 0 text")]
    [InlineData("<22>1 2026-11-26T09:12:01.5Z mx qmail - - [a text", "- 0 <22>1 2026-11-26T09:12:01.5Z mx qmail - - [a text")]
    [InlineData("<22x>text", "- 0 <22x>text")]
    [InlineData("@400000006926c46b1dcd6500 2025-11-26 10:12:02.000000000 text", "2025-11-26T09:12:02 0 text")]
    [InlineData("2026-11-26T09:12:01.123456789Z @400000006926c46b1dcd6500 text", "2025-11-26T09:12:01.5 0 text")]
    [InlineData("@400000006926c46b1dcd6500 CHKUSER accepted rcpt: Nov 26 09:12:01 x", "2025-11-26T09:12:01.5 0 CHKUSER accepted rcpt: Nov 26 09:12:01 x")]
    [InlineData("", "- 0 ")]
    [InlineData("@", "- 0 @")]
    [InlineData("<", "- 0 <")]
    [InlineData("<22>", "- 0 <22>")]
    [InlineData("Nov", "- 0 Nov")]
    [InlineData("2026", "- 0 2026")]
    public void A_stamp_is_read_in_every_form_and_the_rest_is_text(string line, string told)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(line);
        LineFront front = new LineFronts(ReadLine.Now, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).Of(bytes);
        Assert.Equal(
            told, $"{ReadLine.Time(front.Time)} {front.Process} {Encoding.Latin1.GetString(bytes.AsSpan(front.TextOffset))}{(front.IsFolded ? " folded" : "")}");
    }

    [Theory]
    [InlineData("Dec 31 23:59:59", 2027, 1, 1, "2026-12-31T23:59:59")]
    [InlineData("Jan  1 00:00:01", 2027, 1, 1, "2027-01-01T00:00:01")]
    [InlineData("Jan  1 00:00:01", 2026, 12, 31, "2027-01-01T00:00:01")]
    [InlineData("Jan  1 12:00:00", 2026, 12, 30, "2026-01-01T12:00:00")]
    [InlineData("Nov 27 11:00:00", 2026, 11, 26, "2025-11-27T11:00:00")]
    [InlineData("Nov 26 23:00:00", 2026, 11, 26, "2026-11-26T23:00:00")]
    [InlineData("Feb 29 12:00:00", 2026, 11, 26, "2024-02-29T12:00:00")]
    [InlineData("Feb 29 12:00:00", 2103, 11, 26, "2096-02-29T12:00:00")]
    public void A_stamp_without_a_year_is_of_the_latest_one_that_is_no_later_than_a_day_from_now(string stamp, int year, int month, int day, string told)
    {
        long now = new DateTimeOffset(year, month, day, 0, 0, 30, TimeSpan.Zero).ToUnixTimeSeconds() * 1_000_000_000;
        LineFront front = new LineFronts(now, TimeZoneInfo.Utc).Of(Encoding.ASCII.GetBytes(stamp + " mx qmail: text"));
        Assert.Equal(told, ReadLine.Time(front.Time));
    }

    [Fact]
    public void A_zone_that_changes_its_clock_is_asked_anew()
    {
        var fronts = new LineFronts(ReadLine.Now, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        string[] local = ["2026-03-29 01:59:59", "2026-03-29 03:00:00", "2026-10-25 01:59:59", "2026-10-25 03:00:00", "2026-03-29 01:59:59"];
        string[] utc = ["2026-03-29T00:59:59", "2026-03-29T01:00:00", "2026-10-24T23:59:59", "2026-10-25T02:00:00", "2026-03-29T00:59:59"];
        for (int i = 0; i < local.Length; i++)
            Assert.Equal(utc[i], ReadLine.Time(fronts.Of(Encoding.ASCII.GetBytes(local[i] + " text")).Time));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void Whatever_the_clock_says_a_stamp_without_a_year_does_no_harm(long now) =>
        Assert.Equal(27 - 8, new LineFronts(now, TimeZoneInfo.Utc).Of("Nov 26 09:12:01 mx text"u8).TextOffset);
}
