using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Classes of bytes. Bytes that no state tells apart share a class, and so a column of a table. Only bytes that subjects can hold have a class.
/// </summary>
internal sealed class ByteClasses
{
    /// <summary>The class of a byte that stands in no subject.</summary>
    public const byte None = 255;

    private readonly byte[] _classOf = new byte[256];
    private readonly byte[] _examples;

    /// <param name="universe">The bytes that the upper-cased subjects can hold.</param>
    /// <param name="sets">Every set that a state takes a byte from.</param>
    /// <param name="literals">The bytes that states take one at a time.</param>
    /// <param name="seesWords">True when anchors ask for word bytes. Word bytes then need classes of their own.</param>
    public ByteClasses(ByteSet universe, ReadOnlySpan<ByteSet> sets, ByteSet literals, bool seesWords)
    {
        Span<int> classOf = stackalloc int[256];
        int count = 1;
        if (seesWords)
            Split(classOf, CharacterClass.Word, ref count);
        for (int i = 0; i < sets.Length; i++)
        {
            // A rule's dots are one set many times.
            if (i == 0 || sets[i] != sets[i - 1])
                Split(classOf, sets[i], ref count);
        }

        for (int b = 0; b < 256; b++)
        {
            // A number that is left without a byte does no harm.
            if (literals.Contains((byte)b))
                classOf[b] = count++;
        }

        // Classes are numbered afresh, so that each holds a byte. Some were split for bytes that no subject holds.
        Span<int> numbers = stackalloc int[count];
        numbers.Fill(-1);
        Span<byte> examples = stackalloc byte[256];
        for (int b = 0; b < 256; b++)
        {
            _classOf[b] = None;
            if (!universe.Contains((byte)b))
                continue;
            ref int number = ref numbers[classOf[b]];
            if (number < 0)
            {
                number = Count;
                examples[Count++] = (byte)b;
            }

            _classOf[b] = (byte)number;
        }

        _examples = examples[..Count].ToArray();
    }

    /// <summary>Number of classes: at most 230.</summary>
    public int Count { get; }

    /// <summary>The class of a byte, or <see cref="None"/>.</summary>
    public byte this[byte b] => _classOf[b];

    /// <summary>The class of each of the 256 bytes.</summary>
    public ReadOnlySpan<byte> OfBytes => _classOf;

    /// <summary>One of the bytes of a class.</summary>
    public byte Example(int byteClass) => _examples[byteClass];

    private static void Split(Span<int> classOf, ByteSet set, ref int count)
    {
        // A class that lies wholly inside or outside the set keeps its number.
        Span<int> inside = stackalloc int[count];
        Span<bool> isSplit = stackalloc bool[count];
        inside.Fill(-1);
        for (int b = 0; b < 256; b++)
        {
            if (!set.Contains((byte)b))
                isSplit[classOf[b]] = true;
        }

        for (int b = 0; b < 256; b++)
        {
            int old = classOf[b];
            if (!set.Contains((byte)b) || !isSplit[old])
                continue;
            if (inside[old] < 0)
                inside[old] = count++;
            classOf[b] = inside[old];
        }
    }
}
