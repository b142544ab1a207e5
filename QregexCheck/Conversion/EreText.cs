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
        return set == default ? Never : new EreText(BracketText.Of(set), Binding.Atom, set);
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
    public static EreText Cat(IReadOnlyList<EreText> parts)
    {
        var bytes = new List<byte>();
        EreText? only = null;
        foreach (EreText part in parts)
        {
            if (part == Never)
                return Never;
        }

        foreach (EreText part in parts)
        {
            if (part == TooLong)
                return TooLong;
            if (part == Empty)
                continue;
            only = bytes.Count == 0 ? part : null;
            bytes.AddRange(part.In(Binding.Sequence));
        }

        return only ?? (bytes.Count == 0 ? Empty : Bounded(bytes, Binding.Sequence));
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

    private byte[] In(Binding place) => _binding <= place ? Bytes : [(byte)'(', .. Bytes, (byte)')'];
}
