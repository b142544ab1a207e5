using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>A part of a pattern of ours that is being put together. Parts are joined with no more parentheses than they need.</summary>
internal sealed class EreText
{
    /// <summary>The most bytes of a part. A rule that is longer is for no person to read.</summary>
    public const int MostBytes = 4_096;

    /// <summary>The empty string.</summary>
    public static readonly EreText Empty = new([], Binding.Sequence);

    /// <summary>What no address matches.</summary>
    public static readonly EreText Never = new([], Binding.Atom);

    /// <summary>More than <see cref="MostBytes"/>. What it becomes a part of is that, too.</summary>
    public static readonly EreText TooLong = new([], Binding.Atom);

    // A long list is made of few different sets; two in the same place take turns.
    private static readonly EreText?[] Known = new EreText?[256];

    private readonly Binding _binding;

    // For a single byte of some: which ones.
    private readonly ByteSet? _set;

    private EreText(byte[] bytes, Binding binding, ByteSet? set = null)
    {
        Bytes = bytes;
        _binding = binding;
        _set = set;
    }

    /// <summary>How firmly a part holds together.</summary>
    private enum Binding : byte
    {
        /// <summary>It can be repeated.</summary>
        Atom,

        /// <summary>It can stand in a sequence.</summary>
        Sequence,

        /// <summary>It can stand alone.</summary>
        Alternatives,
    }

    public byte[] Bytes { get; }

    public static EreText Of(ByteSet set)
    {
        set &= AddressBytes.All;
        if (set == default)
            return Never;
        ref EreText? place = ref Known[PlaceOf(set)];
        EreText? known = place;
        return known is not null && known._set == set ? known : place = new EreText(BracketText.Of(set), Binding.Atom, set);
    }

    public static EreText Of(Anchor anchor) => new(
        anchor switch
        {
            Anchor.Start => [(byte)'^'],
            Anchor.End => [(byte)'$'],
            Anchor.WordStart => [(byte)'\\', (byte)'<'],
            Anchor.WordEnd => [(byte)'\\', (byte)'>'],
            Anchor.WordEdge => [(byte)'\\', (byte)'b'],
            _ => [(byte)'\\', (byte)'B'],
        },
        Binding.Sequence);

    /// <summary>The parts, one behind the other.</summary>
    public static EreText Cat(params ReadOnlySpan<EreText> parts)
    {
        foreach (EreText part in parts)
        {
            if (part == Never)
                return Never;
        }

        EreText? only = null;
        int length = 0;
        foreach (EreText part in parts)
        {
            if (part == TooLong)
                return TooLong;
            if (part == Empty)
                continue;
            only = length == 0 ? part : null;
            length += part.LengthIn(Binding.Sequence);
            if (length > MostBytes && only is null)
                return TooLong;
        }

        if (only is not null || length == 0)
            return only ?? Empty;
        var bytes = new byte[length];
        Span<byte> rest = bytes;
        foreach (EreText part in parts)
            rest = part.Write(Binding.Sequence, rest);
        return new EreText(bytes, Binding.Sequence);
    }

    /// <summary>Either of two parts.</summary>
    public static EreText Alt(EreText left, EreText right) => Alt([left, right]);

    /// <summary>One of the parts. Single bytes become one bracket expression.</summary>
    public static EreText Alt(IReadOnlyList<EreText> parts)
    {
        ByteSet set = default;
        int setAt = 0;
        bool isOptional = false;
        var alternatives = new List<EreText>();
        foreach (EreText part in parts)
        {
            if (part == TooLong)
                return TooLong;
            if (part._set is ByteSet members)
            {
                if (set == default)
                    setAt = alternatives.Count;
                set |= members;
            }
            else if (part == Empty)
            {
                isOptional = true;
            }
            else if (part != Never)
            {
                alternatives.Add(part);
            }
        }

        if (set != default)
            alternatives.Insert(setAt, Of(set));
        if (alternatives.Count == 0)
            return isOptional ? Empty : Never;
        EreText joined = alternatives.Count == 1 ? alternatives[0] : Join(alternatives);
        return isOptional ? Repeat(joined, 0, 1) : joined;
    }

    /// <summary>The part, from <paramref name="min"/> to <paramref name="max"/> times.</summary>
    public static EreText Repeat(EreText part, int min, int max)
    {
        if (max == 0 || part == Empty)
            return Empty;
        if (part == TooLong || (min == 1 && max == 1))
            return part;
        if (part == Never)
            return min == 0 ? Empty : Never;
        string rounds = (min, max) switch
        {
            (0, Node.Unbounded) => "*",
            (1, Node.Unbounded) => "+",
            (0, 1) => "?",
            (_, Node.Unbounded) => string.Create(CultureInfo.InvariantCulture, $"{{{min},}}"),
            _ when min == max => string.Create(CultureInfo.InvariantCulture, $"{{{min}}}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{{{min},{max}}}"),
        };
        var bytes = new List<byte>(part.In(Binding.Atom));
        bytes.AddRange(Encoding.ASCII.GetBytes(rounds));
        return Bounded(bytes, Binding.Sequence);
    }

    /// <summary>True when both are written alike.</summary>
    public bool IsLike(EreText other) => this == other || (Bytes.Length > 0 && Bytes.AsSpan().SequenceEqual(other.Bytes));

    private static EreText Join(List<EreText> alternatives)
    {
        var bytes = new List<byte>();
        foreach (EreText alternative in alternatives)
        {
            if (bytes.Count > 0)
                bytes.Add((byte)'|');
            bytes.AddRange(alternative.Bytes);
            if (bytes.Count > MostBytes)
                return TooLong;
        }

        return Bounded(bytes, Binding.Alternatives);
    }

    private static EreText Bounded(List<byte> bytes, Binding binding) => bytes.Count > MostBytes ? TooLong : new EreText([.. bytes], binding);

    private byte[] In(Binding place)
    {
        if (_binding <= place)
            return Bytes;
        var bytes = new byte[LengthIn(place)];
        Write(place, bytes);
        return bytes;
    }

    private int LengthIn(Binding place) => Bytes.Length + (_binding <= place ? 0 : 2);

    /// <summary>Writes the part as it stands in a place, and tells what is left behind it.</summary>
    private Span<byte> Write(Binding place, Span<byte> to)
    {
        int length = LengthIn(place);
        if (_binding > place)
            (to[0], to[length - 1]) = ((byte)'(', (byte)')');
        Bytes.CopyTo(to[(_binding <= place ? 0 : 1)..]);
        return to[length..];
    }

    /// <summary>Where a set is kept. Source: D. E. Knuth, The Art of Computer Programming 3, 6.4, multiplicative hashing.</summary>
    private static int PlaceOf(ByteSet set)
    {
        ulong mixed = set.Bits0 ^ ulong.RotateLeft(set.Bits1, 17) ^ ulong.RotateLeft(set.Bits2, 31) ^ ulong.RotateLeft(set.Bits3, 47);
        return unchecked((int)((mixed * 0x9E37_79B9_7F4A_7C15) >> 56));
    }
}
