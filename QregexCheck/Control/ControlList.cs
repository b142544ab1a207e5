using System;
using System.Diagnostics;
using System.Text;

namespace QregexCheck.Control;

/// <summary>The control files. The numbers stand in compiled files; <see cref="ListFamily"/> tells what each is for.</summary>
internal enum ControlList
{
    BadHelo = 0,
    BadMailFrom = 1,
    BadMailFromNoRelay = 2,
    BadMailTo = 3,
    BadMailToNoRelay = 4,
    GoodMailFrom = 5,
    GoodMailTo = 6,
}

/// <summary>What is fixed for each control file: its name, and how a hit in it is answered.</summary>
internal static class ControlLists
{
    /// <summary>All control files, in the order of their numbers.</summary>
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

    /// <summary>A file's name as text, for messages.</summary>
    public static string Name(ControlList list) => Encoding.ASCII.GetString(FileName(list));

    /// <summary>The reply to a hit whose rule has none of its own: the qregex patch's.</summary>
    public static ReadOnlySpan<byte> RejectReply(ControlList list) => ListFamily.Of(list).Subject switch
    {
        Subject.HeloName => "553 sorry, your HELO host name is in my badhelo list (#5.7.1)"u8,
        Subject.Sender => "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)"u8,
        Subject.Recipient => "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>True for the lists that do not hold for a client that may relay.</summary>
    public static bool SparesRelayClients(ControlList list) => ListFamily.Of(list).NoRelay == list;

    /// <summary>True for the lists whose rules let through what they hit.</summary>
    public static bool IsExceptions(ControlList list) => ListFamily.Of(list).Exceptions == list;
}
