using System;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>A set of bytes in which upper and lower case are two things, as they are to a Perl-compatible pattern.</summary>
/// <param name="Low">A bit for each of the bytes 0 to 127.</param>
/// <param name="High">A bit for each of the bytes 128 to 255.</param>
internal readonly record struct PcreSet(UInt128 Low, UInt128 High)
{
    // How far a small letter stands behind its capital.
    private const int CaseDistance = 'a' - 'A';

    /// <summary><c>\w</c> in the C locale.</summary>
    public static PcreSet Word => Of(CharacterClass.Word);

    /// <summary>True when the set holds both cases of each letter that it holds.</summary>
    public bool HasBothCases => WithBothCases() == this;

    /// <summary>A number that is the same for the same set, and mostly another one for another.</summary>
    public uint Mixed
    {
        get
        {
            ulong low = unchecked((ulong)Low) ^ ulong.RotateLeft((ulong)(Low >> 64), 17);
            ulong high = unchecked((ulong)High) ^ ulong.RotateLeft((ulong)(High >> 64), 17);
            return (uint)(unchecked((low ^ ulong.RotateLeft(high, 31)) * 0x9E37_79B9_7F4A_7C15) >> 32);
        }
    }

    private static UInt128 Capitals => (((UInt128)1 << 26) - 1) << 'A';

    public static PcreSet operator |(PcreSet left, PcreSet right) => new(left.Low | right.Low, left.High | right.High);

    public static PcreSet operator &(PcreSet left, PcreSet right) => new(left.Low & right.Low, left.High & right.High);

    public static PcreSet operator ~(PcreSet set) => new(~set.Low, ~set.High);

    /// <summary>A set of upper-cased bytes, with both cases of its letters.</summary>
    public static PcreSet Of(ByteSet set) =>
        new PcreSet(((UInt128)set.Bits1 << 64) | set.Bits0, ((UInt128)set.Bits3 << 64) | set.Bits2).WithBothCases();

    public static PcreSet Of(byte b) => default(PcreSet).With(b);

    public static PcreSet OfRange(byte low, byte high)
    {
        PcreSet set = default;
        for (int b = low; b <= high; b++)
            set = set.With((byte)b);
        return set;
    }

    public bool Contains(byte b) => (((b < 128 ? Low : High) >> (b & 127)) & 1) != 0;

    public PcreSet With(byte b) => b < 128 ? this with { Low = Low | ((UInt128)1 << b) } : this with { High = High | ((UInt128)1 << (b - 128)) };

    /// <summary>The set as it is where case does not matter.</summary>
    public PcreSet WithBothCases() => this with { Low = Low | ((Low & Capitals) << CaseDistance) | ((Low >> CaseDistance) & Capitals) };

    /// <summary>The bytes that a member is when it was lower-cased: no capital is, and each of the two cases of a small letter.</summary>
    public PcreSet OfSmallSubject() => (this with { Low = Low & ~Capitals }).WithBothCases();

    /// <summary>The bytes of upper-cased addresses that a member is, in one case or the other.</summary>
    public ByteSet Folded()
    {
        PcreSet both = WithBothCases();
        return new ByteSet(unchecked((ulong)both.Low), (ulong)(both.Low >> 64), unchecked((ulong)both.High), (ulong)(both.High >> 64)) & AddressBytes.All;
    }
}
