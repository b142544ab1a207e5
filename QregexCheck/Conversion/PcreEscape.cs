using System;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Conversion;

/// <summary>What a backslash and what stands behind it mean to PCRE and Perl. Source: pcre2pattern(3), perlrebackslash(1).</summary>
internal readonly ref struct PcreEscape
{
    private const string Reference = "back-references are not converted: groups have other numbers in a rule";

    private PcreEscape(PcreSet set) => Set = set;

    /// <summary>The bytes that it stands for, when <see cref="Problem"/> and <see cref="Anchor"/> are null and <see cref="IsNothing"/> is false.</summary>
    public PcreSet Set { get; }

    /// <summary>True when it is one byte, which can begin or end a range.</summary>
    public bool IsByte { get; private init; }

    /// <summary>The place that it stands for.</summary>
    public Anchor? Anchor { get; private init; }

    /// <summary>True when it says nothing about which addresses match.</summary>
    public bool IsNothing { get; private init; }

    /// <summary>Why it can't be said; null when it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>Reads from behind the backslash. Then <paramref name="at"/> stands behind all that belongs to it.</summary>
    /// <param name="pattern">The whole pattern.</param>
    /// <param name="at">Where the byte behind the backslash stands.</param>
    /// <param name="isInBrackets">True between <c>[</c> and <c>]</c>, where there are no places.</param>
    public static PcreEscape Read(ReadOnlySpan<byte> pattern, ref int at, bool isInBrackets)
    {
        if (at == pattern.Length)
            return Wrong("the pattern ends behind a backslash");
        byte b = pattern[at++];
        if (SetOf(b) is PcreSet set)
            return new PcreEscape(set);
        switch (b)
        {
            case (byte)'b' when isInBrackets:
                return Byte(0x08);
            case (byte)'a':
                return Byte(0x07);
            case (byte)'e':
                return Byte(0x1B);
            case (byte)'f':
                return Byte(0x0C);
            case (byte)'n':
                return Byte((byte)'\n');
            case (byte)'r':
                return Byte((byte)'\r');
            case (byte)'t':
                return Byte((byte)'\t');
            case (byte)'c' when at < pattern.Length && Plain.Printable.Holds(pattern[at]) && pattern[at] != (byte)'{':
                return Byte((byte)(CaseFolding.Upper(pattern[at++]) ^ 0x40));
            case (byte)'x':
                return ReadHexadecimal(pattern, ref at);
            case (byte)'o' when at < pattern.Length && pattern[at] == (byte)'{':
                return ReadBraces(pattern, ref at, 8);
            case (byte)'0':
                return Byte((byte)ReadDigits(pattern, ref at, 8, most: 2));
            case >= (byte)'1' and <= (byte)'9':
                return ReadNumber(pattern, ref at, isInBrackets);
            case (byte)'p' or (byte)'P' or (byte)'X':
                return Wrong("Unicode properties are not converted: an address is bytes");
            case (byte)'g' or (byte)'k':
                return Wrong(Reference);
        }

        if (!isInBrackets && PlaceOf(b) is Anchor anchor)
            return new PcreEscape { Anchor = anchor };
        if (!isInBrackets && b == (byte)'K')
            return new PcreEscape { IsNothing = true };
        if (!isInBrackets && b == (byte)'N' && (at == pattern.Length || pattern[at] != (byte)'{'))
            return new PcreEscape(~PcreSet.Of((byte)'\n'));

        // PCRE2 refuses a letter that means nothing, PCRE and Perl take it as written.
        return b is >= (byte)'0' and <= (byte)'9' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'a' and <= (byte)'z'
            ? Wrong("this escape is not converted: it means nothing, or not the same to all programs")
            : Byte(b);
    }

    private static PcreSet? SetOf(byte letter) => letter switch
    {
        (byte)'d' => PcreSet.OfRange((byte)'0', (byte)'9'),
        (byte)'D' => ~PcreSet.OfRange((byte)'0', (byte)'9'),
        (byte)'w' => PcreSet.Word,
        (byte)'W' => ~PcreSet.Word,
        (byte)'s' => PcreSet.Of(CharacterClass.Space),
        (byte)'S' => ~PcreSet.Of(CharacterClass.Space),
        (byte)'h' => Horizontal,
        (byte)'H' => ~Horizontal,

        // Carriage return and line feed are two bytes to \R, but no address holds a line feed.
        (byte)'v' or (byte)'R' => Vertical,
        (byte)'V' => ~Vertical,
        _ => null,
    };

    private static PcreSet Horizontal => PcreSet.Of((byte)'\t').With((byte)' ').With(0xA0);

    private static PcreSet Vertical => PcreSet.OfRange((byte)'\n', (byte)'\r').With(0x85);

    private static Anchor? PlaceOf(byte letter) => letter switch
    {
        // A search begins at the first byte, and that is where \G holds.
        (byte)'A' or (byte)'G' => QregexCheck.Syntax.Anchor.Start,
        (byte)'Z' or (byte)'z' => QregexCheck.Syntax.Anchor.End,
        (byte)'b' => QregexCheck.Syntax.Anchor.WordEdge,
        (byte)'B' => QregexCheck.Syntax.Anchor.NotWordEdge,
        _ => null,
    };

    private static PcreEscape Byte(byte b) => new(PcreSet.Of(b)) { IsByte = true };

    private static PcreEscape Wrong(string problem) => new() { Problem = problem };

    private static PcreEscape ReadHexadecimal(ReadOnlySpan<byte> pattern, ref int at) =>
        at < pattern.Length && pattern[at] == (byte)'{' ? ReadBraces(pattern, ref at, 16) : Byte((byte)ReadDigits(pattern, ref at, 16, most: 2));

    private static PcreEscape ReadBraces(ReadOnlySpan<byte> pattern, ref int at, int radix)
    {
        int begin = ++at;
        int value = ReadDigits(pattern, ref at, radix, most: 6);
        if (at == begin || at == pattern.Length || pattern[at] != (byte)'}')
            return Wrong("the number between the braces is not read by all programs alike");
        at++;
        return value <= byte.MaxValue ? Byte((byte)value) : Wrong("it is above 255, and an address is bytes");
    }

    /// <summary>Reads a number that does not begin with 0: a back-reference, or an octal number where there are not as many groups.</summary>
    private static PcreEscape ReadNumber(ReadOnlySpan<byte> pattern, ref int at, bool isInBrackets)
    {
        int digits = --at;
        int number = ReadDigits(pattern, ref digits, 10, most: 4);
        int begin = at;
        int value = ReadDigits(pattern, ref at, 8, most: 3);
        if (at > begin && isInBrackets && value <= byte.MaxValue)
            return Byte((byte)value);
        if (at == begin || number < 10 || number <= pattern.Count((byte)'(') || value > byte.MaxValue)
            return Wrong(Reference);
        return Byte((byte)value);
    }

    private static int ReadDigits(ReadOnlySpan<byte> pattern, ref int at, int radix, int most)
    {
        int value = 0;
        for (int end = Math.Min(at + most, pattern.Length); at < end; at++)
        {
            int digit = DigitOf(pattern[at]);
            if (digit >= radix)
                break;
            value = (value * radix) + digit;
        }

        return value;
    }

    private static int DigitOf(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => int.MaxValue,
    };
}
