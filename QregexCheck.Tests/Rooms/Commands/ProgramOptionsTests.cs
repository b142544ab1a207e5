using System.Text;
using QregexCheck.Commands;
using QregexCheck.Posix;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

/// <summary>The options in front of PROG, read word by word.</summary>
public sealed class ProgramOptionsTests
{
    [Theory]
    [InlineData("--control DIR PROG", "Control=DIR", 4)]
    [InlineData("--control=DIR PROG", "Control=DIR", 3)]
    [InlineData("--control= PROG", "Control=", 3)]
    [InlineData("--control=DIR -- --control x", "Control=DIR", 4)]
    [InlineData("-- --control x", "", 3)]
    [InlineData("PROG --control x", "", 2)]
    [InlineData("", "", 2)]
    [InlineData("--", "", 3)]
    [InlineData("--control", "Control=", 3)]
    [InlineData("--bogus PROG", "?=", 3)]
    [InlineData("--contro DIR", "?=", 3)]
    public unsafe void Options_end_where_the_program_begins(string words, string options, int program)
    {
        using var texts = new CStrings();
        string[] all = ["qregexcheck", "filter", .. words.Split(' ', System.StringSplitOptions.RemoveEmptyEntries)];
        fixed (byte** vector = texts.Vector(all))
        {
            var arguments = new Arguments(vector);
            int at = ProgramOptions.First;
            string read = string.Empty;
            while (ProgramOptions.StandAt(arguments, ref at))
            {
                CommandOption? option = ProgramOptions.Read(CommandName.Filter, arguments, ref at, out System.ReadOnlySpan<byte> value);
                read += $"{(option is null ? "?" : option.ToString())}={Encoding.Latin1.GetString(value)}";
            }

            Assert.Equal((options, program), (read, at));
        }
    }
}
