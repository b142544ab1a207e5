using System;
using System.Globalization;
using System.Text;
using QregexCheck.Text;
using Xunit;

namespace QregexCheck.Tests.Rooms.Text;

/// <summary>Days as people write them.</summary>
public sealed class CalendarDayTests
{
    [Theory]
    [InlineData("2026-11-27")]
    [InlineData("2024-02-29")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void A_day_is_read_and_written_again(string text)
    {
        Assert.True(CalendarDay.TryParse(Encoding.ASCII.GetBytes(text), out int day));
        Assert.Equal(DateOnly.Parse(text, CultureInfo.InvariantCulture).DayNumber, day);
        Assert.Equal(text, Encoding.ASCII.GetString(CalendarDay.Bytes(day)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-01")]
    [InlineData("0000-01-01")]
    [InlineData("2026-1-01")]
    [InlineData("2026-11-27 ")]
    [InlineData("2026/11/27")]
    [InlineData("+026-11-27")]
    public void What_is_no_day_is_not_read(string text) => Assert.False(CalendarDay.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
