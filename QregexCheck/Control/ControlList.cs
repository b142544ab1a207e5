using System;
using System.Diagnostics;

namespace QregexCheck.Control;

/// <summary>The control files, in the order in which they are asked; the two lists of exceptions last.</summary>
internal enum ControlList
{
    BadHelo,
    BadMailFrom,
    BadMailFromNoRelay,
    BadMailTo,
    BadMailToNoRelay,
    GoodMailFrom,
    GoodMailTo,
}

/// <summary>What is fixed for each control file: its name, and how a hit in it is answered.</summary>
internal static class ControlLists
{
    public static ReadOnlySpan<ControlList> All =>
    [
        ControlList.BadHelo, ControlList.BadMailFrom, ControlList.BadMailFromNoRelay, ControlList.BadMailTo,
        ControlList.BadMailToNoRelay, ControlList.GoodMailFrom, ControlList.GoodMailTo,
    ];

    /// <summary>The reply to a hit whose rule says <c>action=defer</c> and no reply of its own.</summary>
    public static ReadOnlySpan<byte> DeferReply => "451 try again later (#4.7.1)"u8;

    /// <summary>The reply when the check could not be made.</summary>
    public static ReadOnlySpan<byte> TroubleReply => "451 temporary problem, try again later (#4.3.0)"u8;

    public static ReadOnlySpan<byte> FileName(ControlList list) => list switch
    {
        ControlList.BadHelo => "badhelo"u8,
        ControlList.BadMailFrom => "badmailfrom"u8,
        ControlList.BadMailFromNoRelay => "badmailfromnorelay"u8,
        ControlList.BadMailTo => "badmailto"u8,
        ControlList.BadMailToNoRelay => "badmailtonorelay"u8,
        ControlList.GoodMailFrom => "goodmailfrom"u8,
        ControlList.GoodMailTo => "goodmailto"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>The reply to a hit whose rule has none of its own: the qregex patch's.</summary>
    public static ReadOnlySpan<byte> RejectReply(ControlList list) => list switch
    {
        ControlList.BadHelo => "553 sorry, your HELO host name is in my badhelo list (#5.7.1)"u8,
        ControlList.BadMailFrom or ControlList.BadMailFromNoRelay or ControlList.GoodMailFrom =>
            "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)"u8,
        _ => "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)"u8,
    };

    /// <summary>True for the lists that do not hold for a client that may relay.</summary>
    public static bool SparesRelayClients(ControlList list) => list is ControlList.BadMailFromNoRelay or ControlList.BadMailToNoRelay;
}
