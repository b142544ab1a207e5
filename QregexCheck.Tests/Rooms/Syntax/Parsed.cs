using System.Text;
using QregexCheck.Syntax;
using Xunit;

namespace QregexCheck.Tests.Rooms.Syntax;

/// <summary>Patterns written as strings, one character a byte.</summary>
internal static class Parsed
{
    /// <summary>The tree of a pattern that must be well-formed.</summary>
    public static SyntaxTree Tree(string pattern)
    {
        var tree = new SyntaxTree();
        bool isParsed = new ExtendedRegexParser(tree).TryParse(Encoding.Latin1.GetBytes(pattern), out SyntaxError error);
        Assert.True(isParsed, $"{pattern}: {error}");
        return tree;
    }

    /// <summary>The tree of a pattern, or null where it is refused.</summary>
    public static SyntaxTree? TryTree(string pattern)
    {
        var tree = new SyntaxTree();
        return new ExtendedRegexParser(tree).TryParse(Encoding.Latin1.GetBytes(pattern), out _) ? tree : null;
    }

    /// <summary>What is wrong with a pattern.</summary>
    public static SyntaxError Error(string pattern)
    {
        bool isParsed = new ExtendedRegexParser(new SyntaxTree()).TryParse(Encoding.Latin1.GetBytes(pattern), out SyntaxError error);
        Assert.Equal(isParsed, error.Kind == SyntaxErrorKind.None);
        return error;
    }
}
