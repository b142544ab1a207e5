using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>What statx(2) tells of a file; its layout is the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    private const int KindMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Directory = 0x4000;
    private const int CharacterDevice = 0x2000;

    [FieldOffset(0x14)]
    public uint Owner;

    [FieldOffset(0x18)]
    public uint Group;

    [FieldOffset(0x1C)]
    public ushort Mode;

    [FieldOffset(0x20)]
    public ulong Inode;

    [FieldOffset(0x28)]
    public ulong Size;

    [FieldOffset(0x60)]
    public long ChangedSeconds;

    [FieldOffset(0x68)]
    public uint ChangedNanoseconds;

    [FieldOffset(0x70)]
    public long ModifiedSeconds;

    [FieldOffset(0x78)]
    public uint ModifiedNanoseconds;

    [FieldOffset(0x88)]
    public uint DeviceMajor;

    [FieldOffset(0x8C)]
    public uint DeviceMinor;

    public readonly bool IsRegular => (Mode & KindMask) == Regular;

    public readonly bool IsDirectory => (Mode & KindMask) == Directory;

    /// <summary>True for <c>/dev/null</c> and its like.</summary>
    public readonly bool IsCharacterDevice => (Mode & KindMask) == CharacterDevice;
}
