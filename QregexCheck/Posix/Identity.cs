using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>Whose rights the process has when it opens a file: the effective user, group and groups. Source: credentials(7).</summary>
internal static unsafe class Identity
{
    /// <summary>True when the process may read everything, and become anybody.</summary>
    public static bool IsRoot => Libc.EffectiveUser() == 0;

    /// <summary>Takes the rights of a user and of one group, as tcpserver and setuidgid do.</summary>
    /// <exception cref="PosixException">The process is not root's.</exception>
    public static void Become(uint user, uint group)
    {
        if (Libc.SetGroups(1, &group) == -1 || Libc.SetEffectiveGroup(group) == -1 || Libc.SetEffectiveUser(user) == -1)
            throw new PosixException(Marshal.GetLastPInvokeError());
    }

    /// <summary>Takes root's rights back, with root's own group alone.</summary>
    /// <exception cref="PosixException">The process was not root's.</exception>
    public static void BecomeRoot()
    {
        uint group = 0;
        if (Libc.SetEffectiveUser(0) == -1 || Libc.SetEffectiveGroup(0) == -1 || Libc.SetGroups(1, &group) == -1)
            throw new PosixException(Marshal.GetLastPInvokeError());
    }
}
