using System;
using System.Linq;
using System.Text;
using QregexCheck.Batv;
using Xunit;

namespace QregexCheck.Tests.Rooms.Batv;

/// <summary>How control/batvkey is read, and from when on its keys may refuse.</summary>
public sealed class BatvKeysTests
{
    private const string Secret = "00112233445566778899aabbccddeeff";

    private static readonly int Today = new DateOnly(2026, 11, 27).DayNumber;

    [Fact]
    public void Comments_blanks_and_long_keys_are_read_and_the_first_signs()
    {
        BatvKeys keys = Read($"# made by hand\n\n7 {Secret}\t \n2\t{Secret.ToUpperInvariant()}{Secret}  2026-11-01\n");
        Assert.Equal("7", Digits(keys)[..1]);
        Assert.Equal("72", Digits(keys));
        Assert.Empty(keys.Mistakes);
        Assert.Equal(Convert.FromHexString(Secret), keys.Signing!.Secret);
        Assert.Equal(32, keys.All[1].Secret.Length);
        Assert.Equal(4, keys.All[1].Line);
    }

    [Theory]
    [InlineData("x " + Secret, "a key begins with one digit and a blank")]
    [InlineData("11 " + Secret, "a key begins with one digit and a blank")]
    [InlineData(" 1 " + Secret, "a key begins with one digit and a blank")]
    [InlineData("1", "a key has at least 32 hexadecimal digits")]
    [InlineData("1 00112233445566778899aabbccddee", "a key has at least 32 hexadecimal digits")]
    [InlineData("1 " + Secret + "0", "a key is an even number of hexadecimal digits")]
    [InlineData("1 " + Secret + "0g", "a key is an even number of hexadecimal digits")]
    [InlineData("1 " + Secret + "\r", "a key is an even number of hexadecimal digits")]
    [InlineData("1 " + Secret + " 2026-02-30", "behind a key stands the day on which it was made, YYYY-MM-DD, or nothing")]
    [InlineData("1 " + Secret + " 2026-02-03 x", "nothing stands behind a key's date")]
    public void A_line_that_is_no_key_is_left_out_and_named_without_a_byte_of_it(string line, string problem)
    {
        BatvKeys keys = Read($"5 {Secret} 2026-01-01\n{line}\n");
        Assert.Equal("5", Digits(keys));
        Assert.Equal($"2:1 {problem}; the line is no key, and no bounce is refused while it stands there", Mistake(keys));
        Assert.Equal("a line of batvkey can't be read", keys.WhyNotRefuse(Today));
    }

    [Fact]
    public void The_second_key_of_one_digit_is_no_key()
    {
        BatvKeys keys = Read($"1 {Secret} 2026-01-01\n1 ffeeddccbbaa99887766554433221100\n");
        Assert.Equal("1", Digits(keys));
        Assert.StartsWith("2:1 another key above has the same digit", Mistake(keys), StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_line_that_is_no_key_leaves_the_second_to_sign() => Assert.Equal("2", Digits(Read($"1 abc\n2 {Secret}\n"))[..1]);

    [Theory]
    [InlineData("", "there is no key")]
    [InlineData("1 " + Secret, "no key has a date, so that its age is not known")]
    [InlineData("1 " + Secret + " 2026-11-27", "the key is not 14 full days old")]
    [InlineData("1 " + Secret + " 2026-11-13", "the key is not 14 full days old")]
    [InlineData("1 " + Secret + " 2026-11-12", null)]
    [InlineData("1 " + Secret + " 2027-11-12", "the key is not 14 full days old")]
    [InlineData("2 " + Secret + " 2026-11-26\n1 " + Secret + " 2026-11-12", null)]
    [InlineData("2 " + Secret + "\n1 " + Secret + " 2026-11-12", null)]
    [InlineData("2 " + Secret + " 2026-11-26\n1 " + Secret, "the key is not 14 full days old")]
    public void A_bounce_is_refused_only_when_the_key_that_has_signed_longest_is_14_full_days_old(string lines, string? why) =>
        Assert.Equal(why, Read(lines).WhyNotRefuse(Today));

    private static BatvKeys Read(string text) => BatvKeys.Read(Encoding.ASCII.GetBytes(text));

    private static string Digits(BatvKeys keys) => string.Concat(keys.All.Select(key => (char)key.Digit));

    private static string Mistake(BatvKeys keys) => string.Join('\n', keys.Mistakes.Select(mistake => $"{mistake.Line}:{mistake.Column} {mistake.Message}"));
}
