using System;
using System.Diagnostics;
using System.Text;

namespace QregexCheck.Control;

/// <summary>
/// The lists of rules and their plain twins, one for each control file. The numbers stand in compiled files.
/// <see cref="ListFamily"/> says what each list is for.
/// </summary>
internal enum ControlList
{
    BadHelo = 0,
    BadMailFrom = 1,
    BadMailFromNoRelay = 2,
    BadMailTo = 3,
    BadMailToNoRelay = 4,
    GoodMailFrom = 5,
    GoodMailTo = 6,
    BadHeloHosts = 7,
    BadMailFromHosts = 8,
    BadMailFromNoRelayHosts = 9,
    BadMailToHosts = 10,
    BadMailToNoRelayHosts = 11,
    GoodMailFromHosts = 12,
    GoodMailToHosts = 13,
    BadBounceTo = 14,
    GoodBounceTo = 15,
    BadBounce = 16,
    GoodBounce = 17,
    BadBounceToHosts = 18,
    GoodBounceToHosts = 19,
}

/// <summary>What is fixed for each list: the name of its control file, and the reply to a hit.</summary>
internal static class ControlLists
{
    /// <summary>All lists, in the order of their numbers.</summary>
    public static ReadOnlySpan<ControlList> All =>
    [
        ControlList.BadHelo, ControlList.BadMailFrom, ControlList.BadMailFromNoRelay, ControlList.BadMailTo,
        ControlList.BadMailToNoRelay, ControlList.GoodMailFrom, ControlList.GoodMailTo,
        ControlList.BadHeloHosts, ControlList.BadMailFromHosts, ControlList.BadMailFromNoRelayHosts, ControlList.BadMailToHosts,
        ControlList.BadMailToNoRelayHosts, ControlList.GoodMailFromHosts, ControlList.GoodMailToHosts,
        ControlList.BadBounceTo, ControlList.GoodBounceTo, ControlList.BadBounce, ControlList.GoodBounce,
        ControlList.BadBounceToHosts, ControlList.GoodBounceToHosts,
    ];

    /// <summary>The reply to a hit of a rule that says <c>action=defer</c> and has no reply of its own.</summary>
    public static ReadOnlySpan<byte> DeferReply => "451 try again later (#4.7.1)"u8;

    /// <summary>The reply when the check can't be made.</summary>
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
        ControlList.BadHeloHosts => "badhelohosts"u8,
        ControlList.BadMailFromHosts => "badmailfromhosts"u8,
        ControlList.BadMailFromNoRelayHosts => "badmailfromnorelayhosts"u8,
        ControlList.BadMailToHosts => "badmailtohosts"u8,
        ControlList.BadMailToNoRelayHosts => "badmailtonorelayhosts"u8,
        ControlList.GoodMailFromHosts => "goodmailfromhosts"u8,
        ControlList.GoodMailToHosts => "goodmailtohosts"u8,
        ControlList.BadBounceTo => "badbounceto"u8,
        ControlList.GoodBounceTo => "goodbounceto"u8,
        ControlList.BadBounce => "badbounce"u8,
        ControlList.GoodBounce => "goodbounce"u8,
        ControlList.BadBounceToHosts => "badbouncetohosts"u8,
        ControlList.GoodBounceToHosts => "goodbouncetohosts"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>The name of a list's control file as text, for messages.</summary>
    public static string Name(ControlList list) => Encoding.ASCII.GetString(FileName(list));

    /// <summary>The reply to a hit of a rule without a reply of its own. The first three texts are those of the qregex patch.</summary>
    public static ReadOnlySpan<byte> RejectReply(ControlList list) => ListFamily.Of(list).Subject switch
    {
        Subject.HeloName => "553 sorry, your HELO host name is in my badhelo list (#5.7.1)"u8,
        Subject.Sender => "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)"u8,
        Subject.Recipient => "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)"u8,
        Subject.BounceRecipient => "550 this address sends no mail, so it gets no bounces (#5.7.1)"u8,
        Subject.QuotedLine => "550 this bounce is for mail we did not send (#5.7.1)"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>True for the lists that do not apply to a client that may relay.</summary>
    public static bool SparesRelayClients(ControlList list) => ListFamily.Of(list).NoRelay == RulesOf(list);

    /// <summary>True for the lists of exceptions: a hit lets the mail through.</summary>
    public static bool IsExceptions(ControlList list) => ListFamily.Of(list).Exceptions == RulesOf(list);

    /// <summary>True for the list whose rules only log as long as they don't say otherwise: a site is to see what they hit before they refuse.</summary>
    public static bool OnlyLogs(ControlList list) => list == ControlList.BadBounce;

    /// <summary>True for the lists that are asked about an envelope. The others are asked about what a message quotes, and no hook opens them.</summary>
    public static bool IsOfEnvelopes(ControlList list) => list is not (ControlList.BadBounce or ControlList.GoodBounce);

    /// <summary>
    /// True for the lists of the first version, which have an entry in each compiled file, even where the control file is missing. A later list has an entry
    /// only where it is there, so that older compiled files stay fresh.
    /// </summary>
    public static bool IsOfFirstVersion(ControlList list) => list <= ControlList.GoodMailTo;

    /// <summary>True for the lists of names and addresses, which hold no regular expressions.</summary>
    public static bool IsPlain(ControlList list) => RulesOf(list) != list;

    /// <summary>The plain list that is asked right behind a list of rules; null when there is none.</summary>
    public static ControlList? PlainOf(ControlList rules) => rules switch
    {
        <= ControlList.GoodMailTo => rules + (int)ControlList.BadHeloHosts,
        ControlList.BadBounceTo => ControlList.BadBounceToHosts,
        ControlList.GoodBounceTo => ControlList.GoodBounceToHosts,
        _ => null,
    };

    /// <summary>The list of rules behind which a plain list is asked; a list of rules itself.</summary>
    public static ControlList RulesOf(ControlList list) => list switch
    {
        >= ControlList.BadHeloHosts and <= ControlList.GoodMailToHosts => list - (int)ControlList.BadHeloHosts,
        ControlList.BadBounceToHosts => ControlList.BadBounceTo,
        ControlList.GoodBounceToHosts => ControlList.GoodBounceTo,
        _ => list,
    };
}
