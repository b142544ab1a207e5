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

    [LibraryImport(Name, EntryPoint = "wait4", SetLastError = true)]
    public static partial int Wait(int process, int* status, int options, ResourceUsage* usage);
}
