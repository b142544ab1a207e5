using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Proof;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Lint;

/// <summary>Says in words what a pattern matches.</summary>
internal static class RuleWords
{
    // Nobody reads more, and each step may copy the words before it.
    private const int MostNodes = 2_000;

    /// <summary>One sentence without a final stop.</summary>
    public static string Describe(SyntaxTree tree)
    {
        if (tree.Count > MostNodes)
            return $"a pattern of {tree.Count} parts, too many for words";
        ReadOnlySpan<Node> nodes = tree.Nodes;
        var described = new List<Piece>[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            ref readonly Node node = ref nodes[i];
            described[i] = node.Kind switch
            {
                NodeKind.Empty => [],
                NodeKind.Literal when node.Value is >= (byte)'a' and <= (byte)'z' =>
                    [new Piece($"\\{(char)node.Value}, which matches nothing", PieceKind.Other)],
                NodeKind.Literal => [new Piece(Printable([node.Value]), PieceKind.Literal)],
                NodeKind.Set => [new Piece(OfSet(tree.Set(i)), PieceKind.Other)],
                NodeKind.Anchor => [new Piece(OfAnchor(node.Anchor), PieceKind.Other)],
                NodeKind.BackReference => [new Piece($"what group {node.Number} matched", PieceKind.Other)],
                NodeKind.Group => described[i - 1],
                NodeKind.Cat => Join(described[tree.Left(i)], described[i - 1]),
                NodeKind.Alt => [new Piece(Choice(described[tree.Left(i)]) + " or " + Choice(described[i - 1]), PieceKind.Choice)],
                NodeKind.Repeat => [new Piece(OfRepeat(node, Sentence(described[i - 1], inner: true)), PieceKind.Other)],
                _ => throw new UnreachableException(),
            };
        }

        return described[^1].Count == 0 ? "nothing: it is found in every address" : Sentence(described[^1], inner: false);
    }

    /// <summary>The name of a set of bytes, as people write it.</summary>
    public static string OfSet(ByteSet set)
    {
        if ((set & AddressBytes.All) == AddressBytes.All)
            return "any byte";
        if (set == CharacterClass.Word)
            return "a letter, digit or _";
        if (set.Count > 128)
            return "any byte but one of " + Members(~set);
        return set.Count == 0 ? "a byte that does not exist" : "one of " + Members(set);
    }

    public static string OfAnchor(Anchor anchor) => anchor switch
    {
        Anchor.Start => "at the beginning",
        Anchor.End => "at the end",
        Anchor.WordStart => "where a word begins",
        Anchor.WordEnd => "where a word ends",
        Anchor.WordEdge => "at the edge of a word",
        _ => "not at the edge of a word",
    };

    /// <summary>The number of rounds of a repetition, in words.</summary>
    public static string OfRounds(in Node node) => (node.Min, node.Max) switch
    {
        (0, Node.Unbounded) => "any number of",
        (1, Node.Unbounded) => "one or more of",
        (0, 1) => "perhaps",
        (_, Node.Unbounded) => $"{node.Min} or more of",
        _ when node.Min == node.Max => $"{node.Min} times",
        _ => $"{node.Min} to {node.Max} of",
    };

    /// <summary>Bytes as text. Letters are small. Bytes that are not printable are written as <c>\xNN</c>.</summary>
    public static string Printable(ReadOnlySpan<byte> bytes) => Escape.Text(Witness.InSmallLetters(bytes), Plain.Printable);

    private static string OfRepeat(in Node node, string what)
    {
        string rounds = OfRounds(node);
        const string One = "one of ";
        return rounds + " " + (rounds.EndsWith("of", StringComparison.Ordinal) && what.StartsWith(One, StringComparison.Ordinal) ? what[One.Length..] : what);
    }

    private static string Members(ByteSet set)
    {
        var text = new StringBuilder();
        for (int b = 0; b < 256; b++)
        {
            if (!set.Contains((byte)b))
                continue;
            int last = b;
            while (last < 255 && set.Contains((byte)(last + 1)))
                last++;
            text.Append(text.Length > 0 ? " " : string.Empty).Append(Printable([(byte)b]));
            if (last > b + 1)
                text.Append('-');
            else if (last > b)
                text.Append(' ');
            if (last > b)
                text.Append(Printable([(byte)last]));
            b = last;
        }

        return text.ToString();
    }

    private static List<Piece> Join(List<Piece> left, List<Piece> right)
    {
        var joined = new List<Piece>(left);
        foreach (Piece piece in right)
        {
            if (piece.Kind == PieceKind.Literal && joined.Count > 0 && joined[^1].Kind == PieceKind.Literal)
                joined[^1] = new Piece(joined[^1].Text + piece.Text, PieceKind.Literal);
            else
                joined.Add(piece);
        }

        return joined;
    }

    private static string Choice(List<Piece> pieces) => pieces.Count == 0 ? "nothing" : Sentence(pieces, inner: pieces.Count > 1);

    private static string Sentence(List<Piece> pieces, bool inner)
    {
        var text = new StringBuilder();
        foreach (Piece piece in pieces)
        {
            text.Append(text.Length > 0 ? ", then " : string.Empty);
            bool isChoice = piece.Kind == PieceKind.Choice && (pieces.Count > 1 || inner);
            text.Append(piece.Kind == PieceKind.Literal ? $"\"{piece.Text}\"" : isChoice ? $"(either {piece.Text})" : piece.Text);
        }

        return inner && pieces.Count > 1 ? $"({text})" : text.ToString();
    }

    private enum PieceKind
    {
        Literal,
        Choice,
        Other,
    }

    private readonly record struct Piece(string Text, PieceKind Kind);
}
