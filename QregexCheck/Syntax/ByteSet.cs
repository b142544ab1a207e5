using System.Numerics;
using System.Runtime.CompilerServices;
using QregexCheck.Text;

namespace QregexCheck.Syntax;

/// <summary>
/// A set of bytes: the only kind of character set here. Members are bytes of an upper-cased subject, so <c>a-z</c> are never members.
/// </summary>
internal readonly record struct ByteSet(ulong Bits0, ulong Bits1, ulong Bits2, ulong Bits3)
{
    // Bits of 'a'..'z' within 0x40..0x7F.
    private const ulong LowerCase = 0x07FF_FFFE_0000_0000;

    /// <summary>Every byte an upper-cased subject can hold.</summary>
    public static readonly ByteSet Any = new ByteSet(~0UL, ~0UL, ~0UL, ~0UL).WithoutLowerCase();

    /// <summary>How many bytes are members.</summary>
    public int Count =>
        BitOperations.PopCount(Bits0) + BitOperations.PopCount(Bits1) + BitOperations.PopCount(Bits2) + BitOperations.PopCount(Bits3);

    /// <summary>The lowest member; meaningless for an empty set.</summary>
    public byte First => (byte)(
        Bits0 != 0 ? BitOperations.TrailingZeroCount(Bits0)
        : Bits1 != 0 ? 64 + BitOperations.TrailingZeroCount(Bits1)
        : Bits2 != 0 ? 128 + BitOperations.TrailingZeroCount(Bits2)
        : 192 + (BitOperations.TrailingZeroCount(Bits3) & 63));

    public static ByteSet operator |(ByteSet left, ByteSet right) =>
        new(left.Bits0 | right.Bits0, left.Bits1 | right.Bits1, left.Bits2 | right.Bits2, left.Bits3 | right.Bits3);

    public static ByteSet operator &(ByteSet left, ByteSet right) =>
        new(left.Bits0 & right.Bits0, left.Bits1 & right.Bits1, left.Bits2 & right.Bits2, left.Bits3 & right.Bits3);

    /// <summary>All bytes that an upper-cased subject can hold, without the members.</summary>
    public static ByteSet operator ~(ByteSet set) =>
        new ByteSet(~set.Bits0, ~set.Bits1, ~set.Bits2, ~set.Bits3).WithoutLowerCase();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(byte b) => ((b < 128 ? b < 64 ? Bits0 : Bits1 : b < 192 ? Bits2 : Bits3) >> (b & 63) & 1) != 0;

    public ByteSet With(byte b)
    {
        ulong bit = 1UL << (b & 63);
        return (b >> 6) switch
        {
            0 => this with { Bits0 = Bits0 | bit },
            1 => this with { Bits1 = Bits1 | bit },
            2 => this with { Bits2 = Bits2 | bit },
            _ => this with { Bits3 = Bits3 | bit },
        };
    }

    /// <summary>Adds every byte from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public ByteSet WithRange(byte low, byte high)
    {
        ByteSet set = this;
        for (int b = low; b <= high; b++)
            set = set.With((byte)b);
        return set;
    }

    /// <summary>Takes <c>a-z</c> out. They can't stand in an upper-cased subject. Without them, sets that mean the same are equal.</summary>
    public ByteSet WithoutLowerCase() => this with { Bits1 = Bits1 & ~LowerCase };

    public override string ToString()
    {
        var text = new System.Text.StringBuilder("[");
        for (int b = 0; b < 256; b++)
        {
            if (!Contains((byte)b))
                continue;
            int last = b;
            while (last < 255 && Contains((byte)(last + 1)))
                last++;
            text.Append(Escape.Text([(byte)b], Plain.Visible));
            if (last > b + 1)
                text.Append('-');
            if (last > b)
                text.Append(Escape.Text([(byte)last], Plain.Visible));
            b = last;
        }

        return text.Append(']').ToString();
    }

    private ulong Word(int index) => index switch { 0 => Bits0, 1 => Bits1, 2 => Bits2, _ => Bits3 };
}
