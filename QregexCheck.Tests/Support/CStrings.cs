using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace QregexCheck.Tests.Support;

/// <summary>Strings and vectors as exec wants them: bytes and a NUL, pointers and a null.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    private readonly List<nint> _memory = [];

    /// <summary>Copies a text out, one byte a Latin-1 character.</summary>
    public byte* Add(string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text + '\0');
        nint memory = Marshal.AllocHGlobal(bytes.Length);
        _memory.Add(memory);
        Marshal.Copy(bytes, 0, memory, bytes.Length);
        return (byte*)memory;
    }

    public byte*[] Vector(IReadOnlyList<string> texts)
    {
        var vector = new byte*[texts.Count + 1];
        for (int i = 0; i < texts.Count; i++)
            vector[i] = Add(texts[i]);
        return vector;
    }

    public void Dispose() => _memory.ForEach(Marshal.FreeHGlobal);
}
