using System;

namespace QregexCheck.Syntax;

/// <summary>The character classes of the C locale, as sets of an upper-cased subject's bytes. Source: XBD 7.3.1, XBD 9.3.5.</summary>
internal static class CharacterClass
{
    /// <summary><c>[A-Za-z0-9_]</c>: the bytes of <c>\w</c> and of the word anchors.</summary>
    public static readonly ByteSet Word = default(ByteSet).WithRange((byte)'A', (byte)'Z').WithRange((byte)'0', (byte)'9').With((byte)'_');

    /// <summary><c>[[:space:]]</c> and <c>\s</c>.</summary>
    public static readonly ByteSet Space = default(ByteSet).WithRange(0x09, 0x0D).With((byte)' ');

    /// <summary>Finds a class by the name between <c>[:</c> and <c>:]</c>. Names are in lower case.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out ByteSet set)
    {
        ByteSet letters = default(ByteSet).WithRange((byte)'A', (byte)'Z');
        ByteSet digits = default(ByteSet).WithRange((byte)'0', (byte)'9');
        ByteSet graph = default(ByteSet).WithRange(0x21, 0x7E).WithoutLowerCase();
        ByteSet? found = name switch
        {
            // Under REG_ICASE all three are the letters of both cases.
            _ when name.SequenceEqual("alpha"u8) || name.SequenceEqual("upper"u8) || name.SequenceEqual("lower"u8) => letters,
            _ when name.SequenceEqual("digit"u8) => digits,
            _ when name.SequenceEqual("alnum"u8) => letters | digits,
            _ when name.SequenceEqual("xdigit"u8) => digits.WithRange((byte)'A', (byte)'F'),
            _ when name.SequenceEqual("space"u8) => Space,
            _ when name.SequenceEqual("blank"u8) => default(ByteSet).With(0x09).With((byte)' '),
            _ when name.SequenceEqual("cntrl"u8) => default(ByteSet).WithRange(0x00, 0x1F).With(0x7F),
            _ when name.SequenceEqual("print"u8) => graph.With((byte)' '),
            _ when name.SequenceEqual("graph"u8) => graph,
            _ when name.SequenceEqual("punct"u8) => graph & ~(letters | digits),
            _ => null,
        };
        set = found ?? default;
        return found is not null;
    }

    /// <summary>A class that was found, without REG_ICASE: with the small letters that are members.</summary>
    public static ByteSet WithCase(ReadOnlySpan<byte> name, ByteSet found)
    {
        ByteSet set = name.SequenceEqual("lower"u8) ? default : found;
        if (name.SequenceEqual("upper"u8))
            return set;
        for (int capital = 'A'; capital <= 'Z'; capital++)
        {
            if (found.Contains((byte)capital))
                set = set.With((byte)(capital | 0x20));
        }

        return set;
    }
}
