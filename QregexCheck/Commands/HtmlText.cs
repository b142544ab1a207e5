using System;
using System.Text;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>
/// Builds a page of HTML. What somebody else chose becomes text and nothing else: a byte that is not printable ASCII is written as <c>\xNN</c>, and the
/// bytes that mean something in HTML as references. Source: the HTML standard, 13.1.4 and 13.2.5.
/// </summary>
internal sealed class HtmlText
{
    private readonly ByteText _text = new();

    public ReadOnlySpan<byte> Bytes => _text.Bytes;

    /// <summary>Adds markup of our own.</summary>
    public HtmlText Markup(ReadOnlySpan<byte> markup)
    {
        _text.Add(markup);
        return this;
    }

    /// <summary>Adds markup of our own.</summary>
    public HtmlText Markup(string markup)
    {
        _text.Add(markup);
        return this;
    }

    /// <summary>Adds a text of our own.</summary>
    public HtmlText Add(string text) => Refer(Encoding.UTF8.GetBytes(text), Plain.Message, int.MaxValue);

    /// <summary>Adds bytes that somebody else chose.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="longest">How much of them is shown, in characters.</param>
    public HtmlText Add(ReadOnlySpan<byte> bytes, int longest = int.MaxValue) => Refer(bytes, Plain.Printable, longest);

    private HtmlText Refer(ReadOnlySpan<byte> bytes, Plain plain, int longest)
    {
        ReadOnlySpan<byte> shown = new ByteText().AddEscaped(bytes, plain, longest).Bytes;
        while (shown.IndexOfAny("<>&\"'"u8) is var at and >= 0)
        {
            _text.Add(shown[..at]).Add(Reference(shown[at]));
            shown = shown[(at + 1)..];
        }

        _text.Add(shown);
        return this;
    }

    private static ReadOnlySpan<byte> Reference(byte b) => b switch
    {
        (byte)'<' => "&lt;"u8,
        (byte)'>' => "&gt;"u8,
        (byte)'&' => "&amp;"u8,
        (byte)'"' => "&quot;"u8,
        _ => "&#39;"u8,
    };
}
