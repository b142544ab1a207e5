using System.Runtime.InteropServices;

namespace QregexCheck.Bench;

/// <summary>What it takes to start a process and to wait for it, without the weight of System.Diagnostics. Source: sections 2 and 3.</summary>
internal static unsafe partial class Libc
{
    public const int ReadOnly = 0;

    /// <summary>O_WRONLY, O_CREAT and O_TRUNC.</summary>
    public const int WriteAnew = 0x241;
    public const int Interrupted = 4;

    /// <summary>More than glibc's posix_spawn_file_actions_t takes (80 bytes).</summary>
    public const int FileActionsSize = 256;

    /// <summary>More than glibc's posix_spawnattr_t takes (336 bytes).</summary>
    public const int AttributesSize = 512;

    /// <summary>POSIX_SPAWN_RESETIDS: the child's effective user and group become the real ones.</summary>
    public const short ResetIds = 1;

    /// <summary>The user nobody.</summary>
    public const uint Nobody = 65534;

    /// <summary>No change, to setresuid(2).</summary>
    public const uint Same = uint.MaxValue;

    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitFileActions(void* actions);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_addopen")]
    public static partial int AddOpen(void* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport(Name, EntryPoint = "posix_spawnp")]
    public static partial int Spawn(int* process, byte* file, void* actions, void* attributes, byte** arguments, byte** environment);

    /// <summary>Which processors a thread may run on, and the processes that it starts. Source: sched_setaffinity(2).</summary>
    [LibraryImport(Name, EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetProcessors(int thread, nuint size, ulong* mask);

    [LibraryImport(Name, EntryPoint = "sched_getaffinity", SetLastError = true)]
    public static partial int GetProcessors(int thread, nuint size, ulong* mask);

    [LibraryImport(Name, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    /// <summary>Source: chown(2). The group gets the same number.</summary>
    public static void GiveTo(string path, uint owner)
    {
        if (ChangeOwner(path, owner, owner) != 0)
            throw new BenchException($"unable to give {path} to user {owner}");
    }

    /// <summary>The real user alone; -1 leaves the effective one. Source: setresuid(2).</summary>
    [LibraryImport(Name, EntryPoint = "setresuid")]
    public static partial int SetUsers(uint real, uint effective, uint saved);

    [LibraryImport(Name, EntryPoint = "setresgid")]
    public static partial int SetGroups(uint real, uint effective, uint saved);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(void* attributes);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(void* attributes, short flags);

    [LibraryImport(Name, EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);

    [LibraryImport(Name, EntryPoint = "wait4", SetLastError = true)]
    public static partial int Wait(int process, int* status, int options, ResourceUsage* usage);
}
