using System.Diagnostics;

namespace QregexCheck.Mailboxes;

/// <summary>What a snapshot knows of the content of a file or directory. The numbers are on disk.</summary>
internal enum SnapshotClass : byte
{
    /// <summary>Nothing: it was not read, or could not be.</summary>
    Unread = 0,

    /// <summary>A directory on the way to a home: only who may enter it is known.</summary>
    Way = 1,

    /// <summary>A directory of which all names are known that <see cref="SnapshotNames"/> speaks of.</summary>
    Listed = 2,

    /// <summary>vpopmail's or vmailmgr's list of mailboxes, as hashes of its names.</summary>
    Mailboxes = 3,

    /// <summary>vpopmail's <c>etc/lib_deps</c>, which names no other backend than cdb.</summary>
    CdbBackend = 4,

    /// <summary>vpopmail's <c>etc/lib_deps</c>, which shows that users are kept elsewhere.</summary>
    OtherBackend = 5,

    /// <summary>The same, where a symbolic link leads to the directory: what stands on the way of the link only who can follow it knows.</summary>
    Linked = 6,

    // A .qmail file, as DotQmailKind has it.
    DefaultDelivery = 16,
    Nothing = 17,
    Delivers = 18,
    CatchAll = 19,
    Runs = 20,
    Defers = 21,
    Bounces = 22,
    Vpopmail = 23,
    Vmailmgr = 24,
    FastForward = 25,

    /// <summary>fastforward with <c>-d</c>.</summary>
    FastForwardDefault = 26,
}

/// <summary>From the content of a <c>.qmail</c> file to its class in a snapshot, and back.</summary>
internal static class SnapshotClasses
{
    /// <summary>The class of a content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="text">What is kept beside the class: the program of vpopmail, the table of fastforward; else empty.</param>
    public static SnapshotClass Of(DotQmailContent content, out byte[] text)
    {
        text = content.Kind switch
        {
            DotQmailKind.Vpopmail => content.Command!.Program,
            DotQmailKind.FastForward => content.Command!.File!,
            _ => [],
        };
        return content.Kind switch
        {
            DotQmailKind.DefaultDelivery => SnapshotClass.DefaultDelivery,
            DotQmailKind.Nothing => SnapshotClass.Nothing,
            DotQmailKind.Delivers => content.Command is null ? SnapshotClass.Delivers : SnapshotClass.CatchAll,
            DotQmailKind.Runs => SnapshotClass.Runs,
            DotQmailKind.Defers => SnapshotClass.Defers,
            DotQmailKind.Bounces => SnapshotClass.Bounces,
            DotQmailKind.Vpopmail => SnapshotClass.Vpopmail,
            DotQmailKind.Vmailmgr => SnapshotClass.Vmailmgr,
            DotQmailKind.FastForward => content.Command!.UsesDefault ? SnapshotClass.FastForwardDefault : SnapshotClass.FastForward,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The content that a class stands for; null for a class that is not of a <c>.qmail</c> file.</summary>
    public static DotQmailContent? Content(SnapshotClass @class, byte[] text) => @class switch
    {
        SnapshotClass.DefaultDelivery => DotQmailContent.Of(DotQmailKind.DefaultDelivery),
        SnapshotClass.Nothing => DotQmailContent.Of(DotQmailKind.Nothing),
        SnapshotClass.Delivers => DotQmailContent.Of(DotQmailKind.Delivers),
        SnapshotClass.CatchAll => DotQmailContent.Of(new MailCommand(DotQmailKind.Delivers, text)),
        SnapshotClass.Runs => DotQmailContent.Of(DotQmailKind.Runs),
        SnapshotClass.Defers => DotQmailContent.Of(DotQmailKind.Defers),
        SnapshotClass.Bounces => DotQmailContent.Of(new MailCommand(DotQmailKind.Bounces, text)),
        SnapshotClass.Vpopmail => DotQmailContent.Of(new MailCommand(DotQmailKind.Vpopmail, text)),
        SnapshotClass.Vmailmgr => DotQmailContent.Of(new MailCommand(DotQmailKind.Vmailmgr, text)),

        // Without a table there is nothing to ask.
        SnapshotClass.FastForward or SnapshotClass.FastForwardDefault => text.Length == 0 ? null
            : DotQmailContent.Of(new MailCommand(DotQmailKind.FastForward, [], text, @class == SnapshotClass.FastForwardDefault)),
        _ => null,
    };

    /// <summary>What stands there, in a word or two, for people.</summary>
    public static string Describe(SnapshotClass @class) => @class switch
    {
        SnapshotClass.Unread => "not read",
        SnapshotClass.Way => "way",
        SnapshotClass.Listed => "directory",
        SnapshotClass.Linked => "directory, by a link",
        SnapshotClass.Mailboxes => "mailboxes",
        SnapshotClass.CdbBackend => "backend cdb",
        SnapshotClass.OtherBackend => "another backend",
        SnapshotClass.DefaultDelivery => "default delivery",
        SnapshotClass.Nothing => "nothing",
        SnapshotClass.Delivers => "delivers",
        SnapshotClass.CatchAll => "catch-all",
        SnapshotClass.Runs => "runs a program",
        SnapshotClass.Defers => "defers",
        SnapshotClass.Bounces => "bounces",
        SnapshotClass.Vpopmail => "vdelivermail",
        SnapshotClass.Vmailmgr => "vdeliver",
        SnapshotClass.FastForward => "fastforward",
        SnapshotClass.FastForwardDefault => "fastforward -d",
        _ => "unknown",
    };
}
