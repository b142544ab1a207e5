using QregexCheck.Syntax;
using Xunit;

namespace QregexCheck.Tests.Rooms.Syntax;

/// <summary>The shapes of trees: a change of the parser shows here as a difference that a person can read.</summary>
public sealed class NodePrinterTests
{
    [Theory]
    [InlineData("", "emp{}")]
    [InlineData("a", "lit{A}")]
    [InlineData("a.b", "cat{lit{A}dot{}lit{B}}")]
    [InlineData("a|b|c", "alt{lit{A}lit{B}lit{C}}")]
    [InlineData("ab|cd", "alt{cat{lit{A}lit{B}}cat{lit{C}lit{D}}}")]
    [InlineData("|", "alt{emp{}emp{}}")]
    [InlineData("a||b", "alt{lit{A}emp{}lit{B}}")]
    [InlineData("a|", "alt{lit{A}emp{}}")]
    [InlineData("()", "group1{emp{}}")]
    [InlineData("(a)(b)", "cat{group1{lit{A}}group2{lit{B}}}")]
    [InlineData("((a)b)", "group1{cat{group2{lit{A}}lit{B}}}")]
    [InlineData("a(bc)d", "cat{lit{A}group1{cat{lit{B}lit{C}}}lit{D}}")]
    [InlineData("(a|b)|c", "alt{group1{alt{lit{A}lit{B}}}lit{C}}")]
    [InlineData("a)", "cat{lit{A}lit{)}}")]
    [InlineData("}", "lit{\\x7D}")]
    [InlineData("\\{", "lit{\\x7B}")]
    [InlineData("]", "lit{]}")]
    public void Joining(string pattern, string tree) => Check(pattern, tree);

    [Theory]
    [InlineData("a*", "star{lit{A}}")]
    [InlineData("a+", "plus{lit{A}}")]
    [InlineData("a?", "opt{lit{A}}")]
    [InlineData("a{2}", "rep{2 lit{A}}")]
    [InlineData("a{2,}", "rep{2, lit{A}}")]
    [InlineData("a{2,4}", "rep{2,4 lit{A}}")]
    [InlineData("a{,4}", "rep{0,4 lit{A}}")]
    [InlineData("a{1\\,3}", "rep{1,3 lit{A}}")]
    [InlineData("a{,}", "star{lit{A}}")]
    [InlineData("a{1,}", "plus{lit{A}}")]
    [InlineData("a{0,1}", "opt{lit{A}}")]
    [InlineData("a{007}", "rep{7 lit{A}}")]
    [InlineData("a+?", "opt{plus{lit{A}}}")]
    [InlineData("a{2}{3}", "rep{3 rep{2 lit{A}}}")]
    [InlineData("ab*", "cat{lit{A}star{lit{B}}}")]
    [InlineData("(ab)*c", "cat{star{group1{cat{lit{A}lit{B}}}}lit{C}}")]
    [InlineData("a{0}", "emp{}")]
    [InlineData("a{0,0}b", "cat{emp{}lit{B}}")]
    [InlineData("(ab){0}c", "cat{emp{}lit{C}}")]
    [InlineData("a{0}*", "emp{}")]
    [InlineData("a{0}{3}+", "emp{}")]
    [InlineData("(a{0})*", "star{group1{emp{}}}")]
    public void Repeating(string pattern, string tree) => Check(pattern, tree);

    [Theory]
    [InlineData("^a$", "cat{start{}lit{A}end{}}")]
    [InlineData("\\`\\'", "cat{start{}end{}}")]
    [InlineData("\\<a\\>", "cat{wordstart{}lit{A}wordend{}}")]
    [InlineData("\\b\\B", "cat{wordedge{}notwordedge{}}")]
    [InlineData("a^b", "cat{lit{A}start{}lit{B}}")]
    public void Anchors(string pattern, string tree) => Check(pattern, tree);

    [Theory]
    [InlineData("[a]", "lit{A}")]
    [InlineData("[aA]", "lit{A}")]
    [InlineData("[a-c]", "set{[A-C]}")]
    [InlineData("[ab]", "set{[AB]}")]
    [InlineData("\\w", "set{[0-9A-Z_]}")]
    [InlineData("\\s", "set{[\\x09-\\x0D\\x20]}")]
    [InlineData("[[:digit:]_]", "set{[0-9_]}")]
    [InlineData("[a-~]", "set{[A-`{-~]}")]
    [InlineData("[^\u0001-\u00ff]", "lit{\\x00}")]
    [InlineData("\\d", "lit{d}")]
    [InlineData("\\.", "lit{.}")]
    [InlineData("\\\\", "lit{\\x5C}")]
    [InlineData("\u00e9", "lit{\\xE9}")]
    [InlineData(" ", "lit{\\x20}")]
    public void Bytes_and_sets(string pattern, string tree) => Check(pattern, tree);

    [Theory]
    [InlineData("(a)\\1", "cat{group1{lit{A}}ref{1}}")]
    [InlineData("(a)\\1*", "cat{group1{lit{A}}star{ref{1}}}")]
    [InlineData("(a)\\10", "cat{group1{lit{A}}ref{1}lit{0}}")]
    public void Back_references(string pattern, string tree) => Check(pattern, tree);

    private static void Check(string pattern, string tree) => Assert.Equal(tree, NodePrinter.Print(Parsed.Tree(pattern)));
}
