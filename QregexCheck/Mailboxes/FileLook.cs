using QregexCheck.Control;

namespace QregexCheck.Mailboxes;

/// <summary>What stands at a path, as far as qmail-local tells it apart. Source: qmail-local.c qmeexists, stat(2).</summary>
internal enum FileKind
{
    /// <summary>Nothing that qmail-local could open: ENOENT, ENOTDIR, ELOOP or ENAMETOOLONG. It goes on to the next name.</summary>
    Absent,

    Regular,

    Directory,

    /// <summary>A FIFO, a socket or a device.</summary>
    Special,

    /// <summary>We may not look: EACCES or EPERM.</summary>
    Denied,

    /// <summary>Any other failure.</summary>
    Failed,
}

/// <summary>What a look at a path has found. Links are followed.</summary>
/// <param name="Kind">What stands there.</param>
/// <param name="Mode">The permission bits, 0 to 07777.</param>
/// <param name="Owner">The owner's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Stamp">The state of the file.</param>
/// <param name="Trouble">
/// The system's words for a failure, such as <c>permission denied</c>; null when there was none, and for ENOENT: nothing is there, and nothing is amiss.
/// </param>
internal readonly record struct FileLook(FileKind Kind, uint Mode, uint Owner, uint Group, SourceStamp Stamp, string? Trouble)
{
    private const uint OthersMayWrite = 0x2;
    private const uint Sticky = 0x200;

    /// <summary>True when a regular file or a directory is there.</summary>
    public bool Exists => Kind is FileKind.Regular or FileKind.Directory or FileKind.Special;

    /// <summary>True when everybody may write to it. qmail-local then defers (qmail-local.c: auto_patrn is 002).</summary>
    public bool IsWritableForOthers => (Mode & OthersMayWrite) != 0;

    /// <summary>True for the sticky bit. On a home it means: the user is editing, defer (dot-qmail(5)).</summary>
    public bool IsSticky => (Mode & Sticky) != 0;

    /// <summary>True when a user with one group may read the file, by its owner, group and mode alone. The first class that fits counts,
    /// as in the kernel.</summary>
    public bool IsReadableFor(uint user, uint group) => Allows(user, group, 4);

    /// <summary>True when a user with one group may enter the directory.</summary>
    public bool IsSearchableFor(uint user, uint group) => Allows(user, group, 1);

    /// <summary>True when a user with one group may run the file.</summary>
    public bool IsExecutableFor(uint user, uint group) => Allows(user, group, 1);

    private bool Allows(uint user, uint group, uint bit)
    {
        if (user == Owner)
            return (Mode & (bit << 6)) != 0;
        return (Mode & (group == Group ? bit << 3 : bit)) != 0;
    }
}
