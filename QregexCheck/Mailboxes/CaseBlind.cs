using System;

namespace QregexCheck.Mailboxes;

/// <summary>Compares bytes as qmail compares the keys of its control files. Only A to Z have two cases. Source: case_diffb.c.</summary>
internal static class CaseBlind
{
    /// <summary>True when two texts differ in nothing but the case of ASCII letters.</summary>
    public static bool Same(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.Length != other.Length)
            return false;
        for (int i = one.Length - 1; i >= 0; i--)
        {
            if (one[i] != other[i] && Lower(one[i]) != Lower(other[i]))
                return false;
        }

        return true;
    }

    private static int Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? b | 0x20 : b;
}
