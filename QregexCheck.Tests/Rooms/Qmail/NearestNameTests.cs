using QregexCheck.Qmail;
using Xunit;

namespace QregexCheck.Tests.Rooms.Qmail;

/// <summary>What somebody meant who has typed another name.</summary>
public sealed class NearestNameTests
{
    private static readonly string[] Names = ["test", "compile", "compare", "checkpassword", "--json", "--relay", "--control"];

    [Theory]
    [InlineData("TEST", "test")]
    [InlineData("tset", "test")]
    [InlineData("tst", "test")]
    [InlineData("comple", "compile")]
    [InlineData("comapre", "compare")]
    [InlineData("check", "checkpassword")]
    [InlineData("chekpasword", "checkpassword")]
    [InlineData("--jsn", "--json")]
    [InlineData("-json", "--json")]
    [InlineData("--rely", "--relay")]
    [InlineData("--contrl", "--control")]
    [InlineData("frobnicate", null)]
    [InlineData("", null)]
    [InlineData("xy", null)]
    public void The_nearest_is_within_two_slips_or_begins_so(string typed, string? meant) => Assert.Equal(meant, NearestName.Of(typed, Names));
}
