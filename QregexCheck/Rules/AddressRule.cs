using System;
using QregexCheck.Text;

namespace QregexCheck.Rules;

/// <summary>The rule that hits one address, in small or capital letters, and no other.</summary>
internal static class AddressRule
{
    // Source: POSIX XBD 9.4.3, ERE special characters. A lone } or ] means itself.
    private static ReadOnlySpan<byte> Special => "^.[$()|*+?{\\"u8;

    public static byte[] Of(ReadOnlySpan<byte> address)
    {
        ByteText rule = new ByteText().Add((byte)'^');
        foreach (byte b in address)
        {
            if (Special.Contains(b))
                rule.Add((byte)'\\');
            rule.Add(b);
        }

        return rule.Add((byte)'$').Bytes.ToArray();
    }
}
