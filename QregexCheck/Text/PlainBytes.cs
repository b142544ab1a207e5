using System;

namespace QregexCheck.Text;

/// <summary>The bytes that may stand in a text as they are. All others are written by <see cref="Escape"/>.</summary>
internal enum Plain
{
    /// <summary>ASCII that shows, the blank included: rules and addresses for people.</summary>
    Printable,

    /// <summary>The same without the blank.</summary>
    Visible,

    /// <summary>What a client chose, in a line of the log: it can forge neither a field, nor its end, nor an escape.</summary>
    ClientField,

    /// <summary>What the administrator wrote, between the quotes of a line of the log: a rule reads as in its file.</summary>
    OwnField,

    /// <summary>A message or a path in UTF-8: all but control bytes, so that it stays one line.</summary>
    Message,

    /// <summary>A file's name in UTF-8, as a word among others.</summary>
    FileName,

    /// <summary>A literal of a printed tree.</summary>
    TreeLiteral,
}

/// <summary>Which bytes the sets of <see cref="Plain"/> hold.</summary>
internal static class PlainBytes
{
    private const byte Blank = (byte)' ';
    private const byte Delete = 0x7F;

    public static bool Holds(this Plain set, byte b) => set switch
    {
        Plain.Printable => b is >= Blank and < Delete,
        Plain.Visible => b is > Blank and < Delete,
        Plain.ClientField => b is > Blank and < Delete and not ((byte)'"' or (byte)'\\' or (byte)'<' or (byte)'>'),
        Plain.OwnField => b is >= Blank and < Delete and not (byte)'"',
        Plain.Message => b is >= Blank and not Delete,
        Plain.FileName => b is > Blank and not (Delete or (byte)'\\'),
        _ => b is > Blank and < Delete and not ((byte)'\\' or (byte)'{' or (byte)'}'),
    };

    /// <summary>Where the first byte stands that is not <see cref="Plain.Printable"/>; -1 when all are.</summary>
    public static int IndexOfUnprintable(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExceptInRange(Blank, (byte)(Delete - 1));
}
