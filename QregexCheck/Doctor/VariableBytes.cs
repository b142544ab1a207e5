using System;
using System.Collections.Generic;

namespace QregexCheck.Doctor;

/// <summary>Variables as a process has them, each as the bytes <c>NAME=value</c>. Source: environ(7).</summary>
internal static class VariableBytes
{
    /// <summary>The value of a variable; null when it is not set.</summary>
    public static byte[]? Value(IReadOnlyList<byte[]> variables, ReadOnlySpan<byte> name)
    {
        foreach (byte[] variable in variables)
        {
            if (variable.Length > name.Length && variable[name.Length] == '=' && variable.AsSpan().StartsWith(name))
                return variable[(name.Length + 1)..];
        }

        return null;
    }

    /// <summary>The texts that each end in a NUL, as /proc has variables and arguments. Source: proc(5).</summary>
    public static List<byte[]> Split(ReadOnlySpan<byte> bytes)
    {
        var texts = new List<byte[]>();
        while (!bytes.IsEmpty)
        {
            int nul = bytes.IndexOf((byte)0);
            texts.Add((nul < 0 ? bytes : bytes[..nul]).ToArray());
            bytes = nul < 0 ? default : bytes[(nul + 1)..];
        }

        return texts;
    }
}
