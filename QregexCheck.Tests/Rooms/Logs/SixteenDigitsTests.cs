using System;
using System.Globalization;
using System.Text;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

public sealed class SixteenDigitsTests
{
    [Fact]
    public void Each_byte_at_each_place_is_the_digit_that_it_is_or_none()
    {
        for (int place = 0; place < SixteenDigits.Count; place++)
        {
            for (int b = 0; b < 256; b++)
            {
                byte[] text = "f00DCafe01239abF"u8.ToArray();
                text[place] = (byte)b;
                bool isDigit = char.IsAsciiHexDigit((char)b);
                Assert.True(isDigit == SixteenDigits.TryRead(text, out ulong number), $"{b} at {place}");
                if (isDigit)
                    Assert.Equal(ulong.Parse(Encoding.ASCII.GetString(text), NumberStyles.HexNumber, CultureInfo.InvariantCulture), number);
            }
        }
    }

    [Fact]
    public void Numbers_are_read_as_they_are_written()
    {
        var random = new Random(3);
        for (int i = 0; i < 100_000; i++)
        {
            ulong number = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            string digits = number.ToString(i % 2 == 0 ? "x16" : "X16", CultureInfo.InvariantCulture);
            Assert.True(SixteenDigits.TryRead(Encoding.ASCII.GetBytes(digits), out ulong read));
            Assert.Equal(number, read);
        }
    }
}
