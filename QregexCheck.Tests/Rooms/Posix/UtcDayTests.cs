using System;
using QregexCheck.Posix;
using Xunit;

namespace QregexCheck.Tests.Rooms.Posix;

public sealed class UtcDayTests
{
    [Fact]
    public void Today_is_the_day_in_UTC_whatever_the_clock_on_the_wall_says()
    {
        int before = DateOnly.FromDateTime(DateTime.UtcNow).DayNumber;
        int today = UtcDay.Today();
        Assert.InRange(today, before, DateOnly.FromDateTime(DateTime.UtcNow).DayNumber);
    }
}
