using System;

namespace QregexCheck.Text;

/// <summary>The bytes that may stand in a text as they are. All others are written by <see cref="Escape"/>.</summary>
internal enum Plain
{
    /// <summary>Printable ASCII, the blank included: for rules and addresses that people read.</summary>
    Printable,

    /// <summary>Printable ASCII without the blank.</summary>
    Visible,

    /// <summary>What a client chose, in a line of the log. It can forge no field, no end of a field and no escape.</summary>
    ClientField,

    /// <summary>
    /// Words of ours with bytes that a client chose among them, between quotes in a line of the log. Blanks stay. Without a <c>=</c> no field can be forged.
    /// </summary>
    ClientText,

    /// <summary>What the administrator wrote, between quotes in a line of the log. A rule reads as in its list.</summary>
    OwnField,

    /// <summary>A message or a path in UTF-8. Only control bytes are escaped, so that it stays one line.</summary>
    Message,

    /// <summary>A file's name in UTF-8, as one word among others.</summary>
    FileName,

    /// <summary>A literal of a printed tree.</summary>
    TreeLiteral,
}

/// <summary>The bytes that each set of <see cref="Plain"/> holds.</summary>
internal static class PlainBytes
{
    private const byte Blank = (byte)' ';
    private const byte Delete = 0x7F;

    public static bool Holds(this Plain set, byte b) => set switch
    {
        Plain.Printable => b is >= Blank and < Delete,
        Plain.Visible => b is > Blank and < Delete,
        Plain.ClientField => b is > Blank and < Delete and not ((byte)'"' or (byte)'\\' or (byte)'<' or (byte)'>'),
        Plain.ClientText => b is >= Blank and < Delete and not ((byte)'"' or (byte)'\\' or (byte)'<' or (byte)'>' or (byte)'='),
        Plain.OwnField => b is >= Blank and < Delete and not (byte)'"',
        Plain.Message => b is >= Blank and not Delete,
        Plain.FileName => b is > Blank and not (Delete or (byte)'\\'),
        _ => b is > Blank and < Delete and not ((byte)'\\' or (byte)'{' or (byte)'}'),
    };

    /// <summary>The place of the first byte that is not <see cref="Plain.Printable"/>; -1 when there is none.</summary>
    public static int IndexOfUnprintable(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExceptInRange(Blank, (byte)(Delete - 1));
}
