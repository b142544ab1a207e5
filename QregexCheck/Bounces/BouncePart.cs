using System;
using System.Diagnostics;

namespace QregexCheck.Bounces;

/// <summary>What a part of a bounce is to the look.</summary>
internal enum PartKind
{
    /// <summary>Parts with boundaries between them.</summary>
    Multipart,

    /// <summary>A message, or its header alone: its header lines are collected.</summary>
    QuotedMessage,

    /// <summary>The copy that qmail appends to a bounce that is plain text: its header lines are collected.</summary>
    QmailCopy,

    /// <summary>A text: lines in it that are header lines are collected.</summary>
    Text,

    /// <summary>A text in a quoted message: it is the body of that message, and not read.</summary>
    QuotedText,

    /// <summary>The status of the delivery, for programs. Source: RFC 3464.</summary>
    DeliveryStatus,

    /// <summary>All else. It is not read.</summary>
    Other,
}

/// <summary>A part of a bounce, as it was recognised.</summary>
internal sealed class BouncePart
{
    public required PartKind Kind { get; init; }

    /// <summary>How deep it stands; the message itself is 0.</summary>
    public required int Depth { get; init; }

    /// <summary>Its type and subtype in small letters, as in <c>text/plain</c>.</summary>
    public required byte[] Type { get; init; }

    public required TransferEncoding Encoding { get; init; }

    /// <summary>How many header lines were collected in it.</summary>
    public int Lines { get; set; }

    /// <summary>The limits that were met in it.</summary>
    public LookLimit Limits { get; set; }
}

/// <summary>The words for the kinds of parts.</summary>
internal static class PartKinds
{
    /// <summary>The word for programs.</summary>
    public static ReadOnlySpan<byte> Word(this PartKind kind) => kind switch
    {
        PartKind.Multipart => "multipart"u8,
        PartKind.QuotedMessage => "quoted"u8,
        PartKind.QmailCopy => "qmail"u8,
        PartKind.Text => "text"u8,
        PartKind.QuotedText => "body"u8,
        PartKind.DeliveryStatus => "status"u8,
        PartKind.Other => "other"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>What is read of such a part, for people.</summary>
    public static string Sentence(this PartKind kind) => kind switch
    {
        PartKind.Multipart => "parts",
        PartKind.QuotedMessage => "a quoted message",
        PartKind.QmailCopy => "qmail's copy of the message",
        PartKind.Text => "text",
        PartKind.QuotedText => "the body of the quoted message, not read",
        PartKind.DeliveryStatus => "the delivery status, not read",
        PartKind.Other => "not read",
        _ => throw new UnreachableException(),
    };
}
