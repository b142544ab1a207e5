using System;
using System.Buffers;
using System.Buffers.Text;
using System.Text;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>
/// Builds the JSON of the administrator's commands: one object on each line. The hooks write no JSON.
/// </summary>
/// <remarks>
/// JSON is Unicode, but rules and addresses are bytes. So each character of a string stands for one byte. ASCII stands for itself. The
/// characters U+0080 to U+00FF, written <c>\u00XX</c>, stand for the bytes 80 to FF. The last member of each object says so:
/// <c>"encoding":"latin1"</c>. A reader who encodes a string in Latin-1 gets the bytes back. Source: RFC 8259, sections 4, 5 and 7.
/// </remarks>
internal sealed class JsonText
{
    private readonly ByteText _text = new();
    private bool _wantsComma;

    /// <summary>The lines built since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _text.Bytes;

    public void Clear() => _text.Clear();

    /// <summary>Begins a line and its object.</summary>
    public JsonText BeginLine() => Open(default, (byte)'{');

    /// <summary>Adds the member that names the encoding, and ends the object and its line.</summary>
    public JsonText EndLine()
    {
        Add("encoding"u8, "latin1"u8).Close((byte)'}');
        _text.Add((byte)'\n');
        _wantsComma = false;
        return this;
    }

    /// <summary>Begins an object.</summary>
    /// <param name="name">The member's name; empty for an element of a list.</param>
    public JsonText Begin(ReadOnlySpan<byte> name) => Open(name, (byte)'{');

    public JsonText End() => Close((byte)'}');

    /// <summary>Begins a list.</summary>
    public JsonText BeginList(ReadOnlySpan<byte> name) => Open(name, (byte)'[');

    public JsonText EndList() => Close((byte)']');

    /// <summary>Adds bytes as a string.</summary>
    public JsonText Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        Separate(name);
        AddString(bytes);
        return this;
    }

    /// <summary>Adds a message of our own, or a file's name. Its bytes are those of its UTF-8.</summary>
    public JsonText Add(ReadOnlySpan<byte> name, string text) => Add(name, Encoding.UTF8.GetBytes(text));

    public JsonText Add(ReadOnlySpan<byte> name, int number)
    {
        Separate(name);
        _text.Add(number);
        return this;
    }

    public JsonText Add(ReadOnlySpan<byte> name, long number)
    {
        Separate(name);
        _text.Add(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Adds a value that is not known, or is none.</summary>
    public JsonText AddNull(ReadOnlySpan<byte> name)
    {
        Separate(name);
        _text.Add("null"u8);
        return this;
    }

    public JsonText Add(ReadOnlySpan<byte> name, bool isSo)
    {
        Separate(name);
        _text.Add(isSo ? "true"u8 : "false"u8);
        return this;
    }

    private JsonText Open(ReadOnlySpan<byte> name, byte bracket)
    {
        Separate(name);
        _text.Add(bracket);
        _wantsComma = false;
        return this;
    }

    private JsonText Close(byte bracket)
    {
        _text.Add(bracket);
        _wantsComma = true;
        return this;
    }

    private void Separate(ReadOnlySpan<byte> name)
    {
        if (_wantsComma)
            _text.Add((byte)',');
        _wantsComma = true;
        if (name.IsEmpty)
            return;
        AddString(name);
        _text.Add((byte)':');
    }

    private void AddString(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digits = stackalloc byte[2];
        _text.Add((byte)'"');
        while (PlainBytes.IndexOfUnprintable(bytes) is var odd)
        {
            ReadOnlySpan<byte> plain = odd < 0 ? bytes : bytes[..odd];
            while (plain.IndexOfAny((byte)'"', (byte)'\\') is var mark and >= 0)
            {
                _text.Add(plain[..mark]).Add((byte)'\\').Add(plain[mark]);
                plain = plain[(mark + 1)..];
            }

            _text.Add(plain);
            if (odd < 0)
                break;
            Utf8Formatter.TryFormat(bytes[odd], digits, out _, new StandardFormat('x', 2));
            _text.Add("\\u00"u8).Add(digits);
            bytes = bytes[(odd + 1)..];
        }

        _text.Add((byte)'"');
    }
}
