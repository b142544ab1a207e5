using System.ComponentModel;
using System.Runtime.InteropServices;

namespace QregexCheck.Tests.Support;

/// <summary>The calls with which a test starts a child as qmail does, byte for byte. Source: the man pages; the numbers are Linux's.</summary>
internal static unsafe partial class SystemCalls
{
    public const int CloseOnExec = 0x80000;
    public const int PacketMode = 0x4000;
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int NoControllingTerminal = 0x100;
    public const int DuplicateAbove = 1030;
    public const int Readable = 1;
    public const int Failed = 8;
    public const int Kill = 9;
    public const int BrokenPipe = 13;
    public const int SetMask = 8;
    public const int SetDefault = 4;

    // sizeof of posix_spawn_file_actions_t is 80, of posix_spawnattr_t 336, of sigset_t 128; some room beyond.
    public const int FileActionsSize = 128;
    public const int AttributesSize = 512;
    public const int SignalSetSize = 128;

    private const string Name = "libc";

    /// <summary>Throws with errno's text where a call answered -1.</summary>
    public static int Check(int result) => result != -1 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    /// <summary>Throws where a call of the posix_spawn family answered an errno.</summary>
    public static void CheckNumber(int number)
    {
        if (number != 0)
            throw new Win32Exception(number);
    }

    [LibraryImport(Name, EntryPoint = "posix_spawn")]
    public static partial int Spawn(int* pid, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(byte* actions);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(byte* actions);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(byte* actions, int descriptor, int wanted);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_addclose")]
    public static partial int AddClose(byte* actions, int descriptor);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    public static partial int AddCloseFrom(byte* actions, int descriptor);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    public static partial int AddChangeDirectory(byte* actions, byte* path);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(byte* attributes);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(byte* attributes);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetSignalsToDefault(byte* attributes, byte* signals);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetSignalMask(byte* attributes, byte* signals);

    [LibraryImport(Name, EntryPoint = "sigaddset")]
    public static partial int AddSignal(byte* signals, int signal);

    [LibraryImport(Name, EntryPoint = "sigdelset")]
    public static partial int RemoveSignal(byte* signals, int signal);

    [LibraryImport(Name, EntryPoint = "waitpid", SetLastError = true)]
    public static partial int Wait(int pid, int* status, int options);

    [LibraryImport(Name, EntryPoint = "kill", SetLastError = true)]
    public static partial int SendSignal(int pid, int signal);

    [LibraryImport(Name, EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(int* ends, int flags);

    [LibraryImport(Name, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(int descriptor, int command, long argument);

    [LibraryImport(Name, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Name, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(Name, EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFifo(string path, int mode);

    [LibraryImport(Name, EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenTerminal(int flags);

    [LibraryImport(Name, EntryPoint = "grantpt", SetLastError = true)]
    public static partial int GrantTerminal(int descriptor);

    [LibraryImport(Name, EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int UnlockTerminal(int descriptor);

    [LibraryImport(Name, EntryPoint = "ptsname_r", SetLastError = true)]
    public static partial int NameTerminal(int descriptor, byte* buffer, nuint size);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
