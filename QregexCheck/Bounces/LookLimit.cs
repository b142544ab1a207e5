using System;

namespace QregexCheck.Bounces;

/// <summary>What kept a look from reading all of a bounce. With any of them no rule refuses it: what was not read may show that the mail was ours.</summary>
[Flags]
internal enum LookLimit
{
    None = 0,

    /// <summary>The message is longer than <see cref="LookLimits.Scanned"/>. The look ends there.</summary>
    Scanned = 1,

    /// <summary>Multiparts and messages stand in one another deeper than <see cref="LookLimits.Depth"/>. What is deeper is passed over.</summary>
    Depth = 2,

    /// <summary>There are more than <see cref="LookLimits.Parts"/> parts. The look ends there.</summary>
    Parts = 4,

    /// <summary>There are more than <see cref="LookLimits.Lines"/> quoted header lines. The look ends there.</summary>
    Lines = 8,

    /// <summary>A header line that matters is longer than <see cref="LookLimits.LineLength"/>. The rest of it is cut off.</summary>
    LineLength = 16,

    /// <summary>A part in base64 or quoted-printable is longer than <see cref="LookLimits.Decoded"/>. The rest of it is passed over.</summary>
    Decoded = 32,

    /// <summary>A multipart without a boundary, which is passed over, or a part in an unknown encoding, which is read as it is.</summary>
    Unreadable = 64,
}

/// <summary>The limits of a look. They bound its memory and its time, whoever made the message.</summary>
internal static class LookLimits
{
    /// <summary>How many bytes of a message are read.</summary>
    public const int Scanned = 256 * 1024;

    /// <summary>How deep multiparts and quoted messages may stand in one another; the message itself is 0.</summary>
    public const int Depth = 4;

    /// <summary>How many parts of multiparts are read.</summary>
    public const int Parts = 64;

    /// <summary>How many quoted header lines are collected.</summary>
    public const int Lines = 1000;

    /// <summary>The longest header line in bytes, unfolded.</summary>
    public const int LineLength = 2048;

    /// <summary>How many bytes of a part are decoded.</summary>
    public const int Decoded = 64 * 1024;

    /// <summary>A limit in words for people, without a final stop.</summary>
    public static string Words(LookLimit limit) => limit switch
    {
        LookLimit.Scanned => "the message is longer than 256 KiB, and the rest was not read",
        LookLimit.Depth => "parts stand in one another more than 4 deep, and the deeper ones were not read",
        LookLimit.Parts => "there are more than 64 parts, and the rest was not read",
        LookLimit.Lines => "more than 1,000 header lines are quoted, and the rest was not read",
        LookLimit.LineLength => "a header line is longer than 2,048 bytes, and was cut there",
        LookLimit.Decoded => "an encoded part is longer than 64 KiB, and the rest of it was not read",
        _ => "a multipart has no boundary, or a part is in an unknown encoding",
    };

    /// <summary>A limit as one word, for programs.</summary>
    public static ReadOnlySpan<byte> Word(LookLimit limit) => limit switch
    {
        LookLimit.Scanned => "scanned"u8,
        LookLimit.Depth => "depth"u8,
        LookLimit.Parts => "parts"u8,
        LookLimit.Lines => "lines"u8,
        LookLimit.LineLength => "line-length"u8,
        LookLimit.Decoded => "decoded"u8,
        _ => "unreadable"u8,
    };
}
