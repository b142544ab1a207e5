using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>
/// The flags of open(2) whose numbers are not the same on each kind of processor. Source: asm/fcntl.h of Linux, for arm64 and for all others.
/// </summary>
/// <remarks>All other numbers and layouts in this room are the same on x86-64 and on 64-bit ARM. The compiler knows the processor: no cost.</remarks>
internal static class OpenFlags
{
    /// <summary>O_DIRECTORY.</summary>
    public static int OnlyDirectory => IsArm ? 0x4000 : 0x10000;

    /// <summary>O_NOFOLLOW.</summary>
    public static int NoFollow => IsArm ? 0x8000 : 0x20000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
}
