using System;

namespace QregexCheck.Database;

/// <summary>The snapshot of recipients <c>control/qregexcheck-rcpt.db</c>, format 2: this comment is its specification.</summary>
/// <remarks>
/// <para>
/// The file is a row of blocks with checksums, as <see cref="DatabaseFormat"/> has them: the header, the data blocks, the blocks of checksums. All numbers are
/// little-endian, and offsets count bytes from the file's beginning. It holds no name of a mailbox and no password.
/// </para>
/// <para><b>Header.</b></para>
/// <list type="table">
/// <item><term>0</term><description>16 bytes: <c>qregexcheck-rcpt</c></description></item>
/// <item><term>16</term><description>u32: the format, 2; then up to 40 as in <see cref="DatabaseFormat"/></description></item>
/// <item><term>40</term><description>u32: number of records</description></item>
/// <item><term>44</term><description>u32 offset: the index</description></item>
/// <item><term>48</term><description>i64: when the first directory was looked at, in seconds since 1970 UTC</description></item>
/// <item><term>56</term><description>16 bytes: the key of <see cref="AddressHash"/>, by chance. Then 0,
/// up to the checksums of the checksum blocks</description></item>
/// </list>
/// <para>
/// <b>Index:</b> for each record u64 hash of its path, u32 offset of the record, u32 0; in the order of the hashes. No two paths are alike. The hash of a
/// path is that of its bytes. Where <see cref="Mailboxes.SnapshotNames"/> speaks of the path's last name, its highest 20 bits are those of the directory's
/// hash. So a directory and the names in it that are looked up with it stand together.
/// </para>
/// <para><b>Record</b>, for a path that was looked at. It stands at a multiple of 8:</para>
/// <list type="table">
/// <item><term>0</term><description>u32: length of the record, a multiple of 8</description></item>
/// <item><term>4</term><description>u16 length of the path, u16 length of the text</description></item>
/// <item><term>8</term><description>u8: what stood there, links followed: 0 nothing, 1 a regular file, 2 a directory, 3 another kind, 4 and 5 it could not be
/// looked at</description></item>
/// <item><term>9</term><description>u8: what is known of its content, as <see cref="Mailboxes.SnapshotClass"/> numbers it</description></item>
/// <item><term>10</term><description>u16: the permission bits</description></item>
/// <item><term>12</term><description>u32 owner, u32 group</description></item>
/// <item><term>20</term><description>u32 offset, u32 count: the names of mailboxes; 0 for none</description></item>
/// <item><term>32</term><description>48 bytes: its state, as <see cref="StampBytes"/> has it</description></item>
/// <item><term>80</term><description>the path, the text, and 0 up to the record's length</description></item>
/// </list>
/// <para>
/// A directory of class 2 (listed) or 6 (listed, behind a link) has a record for each name in it of which <see cref="Mailboxes.SnapshotNames"/> says that an
/// answer can rest on it. So a name without a record is a name that was not there.
/// No directory is in the file that could have changed without another state just after it was read.
/// </para>
/// <para>
/// <b>Names of mailboxes:</b> u64 each, ascending: the hash of the name, with its two lowest bits as <see cref="Mailboxes.ListedName"/> numbers what its
/// record says. Of two names with one hash the lower number counts, so that a mailbox that is there is never taken for another one.
/// </para>
/// </remarks>
internal static class SnapshotFormat
{
    public const uint Version = 2;

    public const int CountAt = 40;
    public const int IndexAt = 44;
    public const int MadeAt = 48;
    public const int KeyAt = 56;
    public const int HeaderEnd = 72;

    public const int IndexEntrySize = 16;
    public const int NameSize = 8;
    public const ulong NameState = 3;

    public const int RecordSizeAt = 0;
    public const int PathLengthAt = 4;
    public const int TextLengthAt = 6;
    public const int KindAt = 8;
    public const int ClassAt = 9;
    public const int ModeAt = 10;
    public const int OwnerAt = 12;
    public const int GroupAt = 16;
    public const int NamesAt = 20;
    public const int NameCountAt = 24;
    public const int StampAt = 32;
    public const int RecordHeaderSize = 80;

    /// <summary>Longest path in bytes: PATH_MAX is 4,096 with its NUL.</summary>
    public const int LongestPath = 4095;

    /// <summary>Longest text in bytes: a line of a <c>.qmail</c> file, of which no more is read.</summary>
    public const int LongestText = Mailboxes.DotQmailContent.MostBytes;

    public static ReadOnlySpan<byte> Magic => "qregexcheck-rcpt"u8;
}
