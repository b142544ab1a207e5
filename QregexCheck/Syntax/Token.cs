using System;

namespace QregexCheck.Syntax;

/// <summary>The tokens of an extended regular expression outside of brackets. Source: XBD 9.5.2; GNU for the escapes.</summary>
internal enum TokenKind : byte
{
    End,
    BackslashEnd,
    Literal,
    Set,
    Anchor,
    BackReference,
    Star,
    Plus,
    Question,
    OpenBrace,
    CloseBrace,
    OpenGroup,
    CloseGroup,
    Bar,
    OpenBracket,
}

/// <summary>One token.</summary>
internal readonly struct Token
{
    private Token(TokenKind kind, byte value = 0)
    {
        Kind = kind;
        Value = value;
    }

    private Token(Anchor anchor)
    {
        Kind = TokenKind.Anchor;
        Anchor = anchor;
    }

    public TokenKind Kind { get; }

    /// <summary>Literal: the byte to match. Set: the letter that names the set. BackReference: the group's number.</summary>
    public byte Value { get; }

    public Anchor Anchor { get; }

    /// <summary>Reads the token at <paramref name="at"/>. Then <paramref name="at"/> stands behind the token.</summary>
    public static Token Read(ReadOnlySpan<byte> pattern, ref int at)
    {
        if (at == pattern.Length)
            return new Token(TokenKind.End);
        byte b = pattern[at++];
        switch (b)
        {
            case (byte)'\\':
                return at == pattern.Length ? new Token(TokenKind.BackslashEnd) : ReadEscape(pattern[at++]);
            case (byte)'^':
                return new Token(Anchor.Start);
            case (byte)'$':
                return new Token(Anchor.End);
            case (byte)'*':
                return new Token(TokenKind.Star);
            case (byte)'+':
                return new Token(TokenKind.Plus);
            case (byte)'?':
                return new Token(TokenKind.Question);
            case (byte)'{':
                return new Token(TokenKind.OpenBrace);
            case (byte)'}':
                return new Token(TokenKind.CloseBrace, b);
            case (byte)'(':
                return new Token(TokenKind.OpenGroup);
            case (byte)')':
                return new Token(TokenKind.CloseGroup, b);
            case (byte)'|':
                return new Token(TokenKind.Bar);
            case (byte)'[':
                return new Token(TokenKind.OpenBracket);
            case (byte)'.':
                return new Token(TokenKind.Set, b);
            default:
                return new Token(TokenKind.Literal, CaseFolding.Upper(b));
        }
    }

    /// <summary>The token of a backslash and <paramref name="b"/>.</summary>
    private static Token ReadEscape(byte b) => b switch
    {
        >= (byte)'1' and <= (byte)'9' => new Token(TokenKind.BackReference, (byte)(b - '0')),
        (byte)'<' => new Token(Anchor.WordStart),
        (byte)'>' => new Token(Anchor.WordEnd),
        (byte)'b' => new Token(Anchor.WordEdge),
        (byte)'B' => new Token(Anchor.NotWordEdge),
        (byte)'`' => new Token(Anchor.Start),
        (byte)'\'' => new Token(Anchor.End),
        (byte)'w' or (byte)'W' or (byte)'s' or (byte)'S' => new Token(TokenKind.Set, b),

        // The byte stays as written: a lower-case letter here matches no upper-cased subject.
        _ => new Token(TokenKind.Literal, b),
    };
}
