using System.Collections.Generic;

namespace QregexCheck.Posix;

/// <summary>Who may read a file that its owner may write.</summary>
/// <param name="Mode">The permissions, as chmod(2) takes them.</param>
/// <param name="Group">The group of the file; null to leave the group as it is.</param>
/// <param name="Owner">The owner of the file; null to leave it ours.</param>
internal readonly record struct Access(uint Mode, uint? Group, uint? Owner = null)
{
    private const int OthersRead = 0x4;
    private const int GroupReads = 0x20;

    private const uint OwnerAlone = 0x180;

    /// <summary>
    /// The widest access that is safe for a file made from some others: nobody can read in it what he could not read in each of them.
    /// </summary>
    public static Access OfWhatAllMayRead(IReadOnlyList<FileStatus> files)
    {
        bool othersRead = true;
        bool groupReads = true;
        uint? group = null;
        foreach (FileStatus file in files)
        {
            if ((file.Mode & OthersRead) != 0)
                continue;
            othersRead = false;
            groupReads &= (file.Mode & GroupReads) != 0 && (group is null || group == file.Group);
            group = file.Group;
        }

        if (othersRead)
            return new Access(OwnerAlone | GroupReads | OthersRead, null);
        return groupReads ? new Access(OwnerAlone | GroupReads, group) : new Access(OwnerAlone, null);
    }
}
