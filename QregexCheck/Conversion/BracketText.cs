using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Mailboxes;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>Writes a set of bytes as a pattern of ours: a dot, a byte, or a bracket expression. Letters are written small.</summary>
internal static class BracketText
{
    /// <summary>The pattern of a set that is not empty, among the bytes that an address can hold.</summary>
    public static byte[] Of(ByteSet set)
    {
        if (set == AddressBytes.All)
            return [(byte)'.'];
        if (set.Count == 1)
            return OfByte(set.First);
        byte[] inside = Bracket(set, isNegated: false);
        byte[] outside = Bracket(AddressBytes.All & ~set, isNegated: true);
        return outside.Length < inside.Length ? outside : inside;
    }

    private static byte[] OfByte(byte b) => b switch
    {
        // A blank at the end of a line would be cut off.
        (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\v' or (byte)'\f' => [(byte)'[', b, (byte)']'],
        (byte)'\\' or (byte)'.' or (byte)'[' or (byte)'(' or (byte)')' or (byte)'{' or (byte)'}' or (byte)'*' or (byte)'+' or (byte)'?' or (byte)'|'
            or (byte)'^' or (byte)'$' => [(byte)'\\', b],
        _ => [AsciiCase.Lower(b)],
    };

    /// <summary>Writes the members. Those that mean something in a bracket stand where they don't. Source: XBD 9.3.5.</summary>
    private static byte[] Bracket(ByteSet set, bool isNegated)
    {
        var bytes = new List<byte> { (byte)'[' };
        if (isNegated)
            bytes.Add((byte)'^');
        if (set.Contains((byte)']'))
            bytes.Add((byte)']');
        bool hasHyphen = set.Contains((byte)'-');
        bool beginsWithHyphen = hasHyphen && set.Count == 2 && set.Contains((byte)'^');
        if (beginsWithHyphen)
            bytes.Add((byte)'-');
        ByteSet space = CharacterClass.Space & AddressBytes.All;
        if ((set & space) == space)
        {
            bytes.AddRange("[:space:]"u8);
            set &= ~space;
        }

        for (int b = 1; b < 256; b++)
        {
            if (!IsPlain(set, b))
                continue;
            int last = b;
            while (last < 255 && IsPlain(set, last + 1) && KindOf(last + 1) == KindOf(b))
                last++;
            bytes.Add(AsciiCase.Lower((byte)b));
            if (last > b + 1)
                bytes.Add((byte)'-');
            if (last > b)
                bytes.Add(AsciiCase.Lower((byte)last));
            b = last;
        }

        if (set.Contains((byte)'['))
            bytes.Add((byte)'[');
        if (set.Contains((byte)'^'))
            bytes.Add((byte)'^');
        if (hasHyphen && !beginsWithHyphen)
            bytes.Add((byte)'-');
        bytes.Add((byte)']');
        return [.. bytes];
    }

    private static bool IsPlain(ByteSet set, int b) => set.Contains((byte)b) && b is not (']' or '[' or '^' or '-');

    /// <summary>Letters, digits and others don't share a range: it would read badly, or in another case.</summary>
    private static int KindOf(int b) => b switch
    {
        >= 'A' and <= 'Z' => 1,
        >= '0' and <= '9' => 2,
        < 'A' => 3,
        _ => 4,
    };
}
