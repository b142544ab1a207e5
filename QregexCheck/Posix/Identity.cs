using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>The rights with which the process opens a file: the effective user, group and groups. Source: credentials(7).</summary>
internal static unsafe class Identity
{
    /// <summary>True when the process may read every file and become any user.</summary>
    public static bool IsRoot => User == 0;

    /// <summary>The number of the effective user.</summary>
    public static uint User => Libc.EffectiveUser();

    /// <summary>Takes the rights of a user and of one group, as tcpserver and setuidgid do.</summary>
    /// <exception cref="PosixException">The process does not run as root.</exception>
    public static void Become(uint user, uint group)
    {
        if (Libc.SetGroups(1, &group) == -1 || Libc.SetEffectiveGroup(group) == -1 || Libc.SetEffectiveUser(user) == -1)
            throw new PosixException(Marshal.GetLastPInvokeError());
    }

    /// <summary>Becomes a user with one group and no other, for good: no call leads back. Source: setuid(2), setgroups(2).</summary>
    /// <exception cref="PosixException">The process does not run as root, or root's rights were not given up.</exception>
    public static void BecomeForGood(uint user, uint group)
    {
        if (Libc.SetGroups(0, null) == -1 || Libc.SetGroup(group) == -1 || Libc.SetUser(user) == -1)
            throw new PosixException(Marshal.GetLastPInvokeError());
        if (user != 0 && (User != user || Libc.SetUser(0) != -1))
            throw new PosixException(Errno.NotPermitted);
    }

    /// <summary>Takes root's rights back, with root's own group alone.</summary>
    /// <exception cref="PosixException">The process did not start as root.</exception>
    public static void BecomeRoot()
    {
        uint group = 0;
        if (Libc.SetEffectiveUser(0) == -1 || Libc.SetEffectiveGroup(0) == -1 || Libc.SetGroups(1, &group) == -1)
            throw new PosixException(Marshal.GetLastPInvokeError());
    }
}
