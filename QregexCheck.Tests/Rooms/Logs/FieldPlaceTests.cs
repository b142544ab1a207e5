using System.Text;
using QregexCheck.Decision;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

public sealed class FieldPlaceTests
{
    // Longer than some bytes that are looked at together, with the ends of a line in each of their places.
    private const int LongestValue = 50;
    private const int LongestRest = 40;

    [Fact]
    public void A_value_of_any_length_ends_where_its_enclosing_byte_stands_however_much_comes_behind_it()
    {
        for (int length = 0; length <= LongestValue; length++)
        {
            for (int rest = 0; rest <= LongestRest; rest++)
            {
                string value = new('x', length);
                string behind = rest == 0 ? string.Empty : " " + new string('>', rest - 1);
                Assert.Equal(("<" + value + ">", value, true, false), Taken($"qq from=<{value}>{behind}", LogField.From, out string left));
                Assert.Equal(behind, left);
                Assert.Equal(("<" + value + ">", value, true, true), Taken($"qq from=<{value}>...{behind}", LogField.From, out left));
                Assert.Equal(behind, left);
                Assert.Equal((value, value, true, false), Taken($"qq helo={value}{behind}", LogField.Helo, out left));
                Assert.Equal(behind, left);
                Assert.Equal((value + "...", value, true, true), Taken($"qq helo={value}...{behind}", LogField.Helo, out left));
                Assert.Equal(behind, left);
            }
        }
    }

    [Fact]
    public void A_value_without_its_enclosing_byte_goes_to_the_end_of_the_line_and_is_not_closed()
    {
        for (int length = 0; length <= LongestValue; length++)
        {
            string value = new('"', length);
            Assert.Equal(("<" + value, value, false, false), Taken($"qq from=<{value}", LogField.From, out string left));
            Assert.Equal(string.Empty, left);
        }
    }

    [Theory]
    [InlineData("qq")]
    [InlineData("qq from")]
    [InlineData("qq  from=<a>")]
    [InlineData("qq to=<a> from=<a>")]
    public void A_field_that_does_not_come_next_is_not_there(string line)
    {
        int at = 2;
        Assert.False(FieldPlace.Take(Encoding.ASCII.GetBytes(line), ref at, LogField.From).IsThere);
        Assert.Equal(2, at);
    }

    [Theory]
    [InlineData("from=a ", "a", 0, false)]
    [InlineData("from=", "", 0, false)]
    [InlineData("from=.. ", "..", 0, false)]
    [InlineData("from=... ", "", 3, true)]
    public void What_is_not_enclosed_ends_at_a_blank(string field, string value, int mark, bool isCut)
    {
        Assert.Equal((value + new string('.', mark), value, true, isCut), Taken("qq " + field, LogField.From, out string left));
        Assert.Equal(field.EndsWith(' ') ? " " : string.Empty, left);
    }

    private static (string Written, string Value, bool IsClosed, bool IsCut) Taken(string line, LogField field, out string left)
    {
        byte[] text = Encoding.ASCII.GetBytes(line);
        int at = 2;
        var taken = new WrittenField(text, FieldPlace.Take(text, ref at, field));
        Assert.True(taken.IsThere);
        left = line[at..];
        return (Encoding.ASCII.GetString(taken.Written), Encoding.ASCII.GetString(taken.Value), taken.IsClosed, taken.IsCut);
    }
}
