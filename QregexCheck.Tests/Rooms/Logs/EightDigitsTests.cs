using System;
using System.Globalization;
using System.Text;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

public sealed class EightDigitsTests
{
    [Fact]
    public void Each_byte_at_each_place_is_the_digit_that_it_is_or_none()
    {
        for (int place = 0; place < EightDigits.Count; place++)
        {
            for (int b = 0; b < 256; b++)
            {
                byte[] text = "f00DCafe"u8.ToArray();
                text[place] = (byte)b;
                bool isDigit = char.IsAsciiHexDigit((char)b);
                Assert.True(isDigit == EightDigits.TryRead(text, out uint number), $"{b} at {place}");
                if (isDigit)
                    Assert.Equal(uint.Parse(Encoding.ASCII.GetString(text), NumberStyles.HexNumber, CultureInfo.InvariantCulture), number);
            }
        }
    }

    [Fact]
    public void Numbers_are_read_as_they_are_written()
    {
        var random = new Random(3);
        for (int i = 0; i < 100_000; i++)
        {
            uint number = (uint)random.NextInt64(1L << 32);
            Assert.True(EightDigits.TryRead(Encoding.ASCII.GetBytes(number.ToString(i % 2 == 0 ? "x8" : "X8", CultureInfo.InvariantCulture)), out uint read));
            Assert.Equal(number, read);
        }
    }
}
