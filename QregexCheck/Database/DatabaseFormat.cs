using System;

namespace QregexCheck.Database;

/// <summary>The compiled file <c>control/qregexcheck.db</c>, version 1: this comment is its specification.</summary>
/// <remarks>
/// <para>
/// The file is a row of blocks of 4,096 bytes. All numbers are little-endian. An <i>offset</i> counts bytes from the file's
/// beginning; 0 is "none". Block 0 is the header; the data blocks follow it; the last blocks hold the checksums of the data blocks.
/// </para>
/// <para><b>Header.</b></para>
/// <list type="table">
/// <item><term>0</term><description>16 bytes: <c>qregexcheck.db\n</c> and a NUL</description></item>
/// <item><term>16</term><description>u32: the version, 1</description></item>
/// <item><term>20</term><description>u32: the size of a block, 4,096</description></item>
/// <item><term>24</term><description>u64: the file's length</description></item>
/// <item><term>44</term><description>u32: number of blocks before the checksum blocks, the header included</description></item>
/// <item><term>48</term><description>u32: number of checksum blocks, at most 764</description></item>
/// <item><term>64</term><description>7 list entries of 128 bytes, in the order of the control files</description></item>
/// <item><term>1024</term><description>for each checksum block its CRC-32C (u32)</description></item>
/// <item><term>4092</term><description>u32: CRC-32C of the header's first 4,092 bytes</description></item>
/// </list>
/// <para>
/// <b>Checksum block</b> k holds 1,024 times u32: the CRC-32C of the data blocks 1,024 k and following; 0 for the header's place and
/// behind the last one. So no byte is believed that a checksum does not cover, and one block needs two to be read with it.
/// </para>
/// <para><b>List entry</b> (offsets within the entry):</para>
/// <list type="table">
/// <item><term>0</term><description>u32: 0 when the source was missing (all else is 0 then); 1 when it was there; 2 when it was there, and an edit just after it was
/// read could have left the same times, so that the entry is never believed</description></item>
/// <item><term>4</term><description>u32: number of rules that can be used</description></item>
/// <item><term>8</term><description>the source as stat(2) told it: u64 size; i64 and u32 modified; i64 and u32 changed; u64 inode; u32, u32 device</description></item>
/// <item><term>56</term><description>u32 offset, u32 count: warnings</description></item>
/// <item><term>64</term><description>u32 offset, u32 count (a power of two, in bits): the gram filter</description></item>
/// <item><term>72</term><description>u32 offset, u32 count (a power of two): the gram table</description></item>
/// <item><term>80</term><description>u32: bit n is set when grams of <see cref="GramLengths"/>[n] bytes are in use</description></item>
/// <item><term>84</term><description>u32 offset, u32 count: rules to run for every address, as u32 offsets of rule records, ascending</description></item>
/// <item><term>92</term><description>u32 offset, u32 count: unions</description></item>
/// <item><term>100</term><description>u32: rules left out because an equal one stands before them</description></item>
/// <item><term>104</term><description>u32: rules found by a gram; u32: rules in unions (both for people)</description></item>
/// <item><term>112</term><description>u32 offset, u32 length: the rule records, in the order of the source</description></item>
/// </list>
/// <para>
/// <b>Rule record:</b> u32 line, u32 column, u32 last day awake (days since 0001-01-01; 0x7FFFFFFF for ever), u32 length of the text,
/// u16 length of the reply (0xFFFF for none), u16 length of the note (0xFFFF for none), u8 action (0 reject, 1 defer, 2 log), 3 bytes 0;
/// then text, reply and note, padded with 0 to a multiple of 4.
/// </para>
/// <para>
/// <b>Warning:</b> u32 offset of the first rule record behind it (0xFFFFFFFF for none), u32 line, u32 column, u32 length of the message, the
/// message in UTF-8, padded to a multiple of 4. They stand one behind the other.
/// </para>
/// <para>
/// <b>Gram filter and table.</b> A gram is a run of 3, 5 or 8 bytes that stands in every upper-cased subject its rule
/// matches. From a gram's <see cref="Grams.GramHash"/> h the filter's bit <c>(h &gt;&gt; 20) mod bits</c> is set; the table's slot is
/// <c>h mod slots</c>, or the next free one. A slot is u32 tag <c>h &gt;&gt; 32</c> and u32 reference: 0 for an empty slot, else the offset of a
/// rule record, or with the highest bit set the offset of a posting list: u32 count, and as many u32 offsets of rule records, ascending.
/// </para>
/// <para>
/// <b>Union:</b> u32 last day awake, u32 number of classes, u32 number of states, u32 offset of the transitions (u16 each, a row a state),
/// u32 offset of the hits (u32 each: the offset of the rule record that hits a subject which ends in that state, 0 for none), u32 number of
/// rules, 256 bytes: each byte's class.
/// </para>
/// <para>A reader checks every offset and count against the file's length before use, and never follows one out of the data blocks.</para>
/// </remarks>
internal static class DatabaseFormat
{
    public const uint Version = 1;
    public const int BlockSize = 4096;
    public const int Lists = 7;

    public const int VersionAt = 16;
    public const int BlockSizeAt = 20;
    public const int LengthAt = 24;
    public const int DataBlocksAt = 44;
    public const int ChecksumBlocksAt = 48;
    public const int ListsAt = 64;
    public const int ListSize = 128;
    public const int RootAt = 1024;
    public const int HeaderChecksumAt = BlockSize - 4;

    public const int ChecksumsPerBlock = BlockSize / 4;
    public const int MostChecksumBlocks = 764;

    public const int RuleHeaderSize = 24;
    public const int WarningHeaderSize = 16;
    public const int UnionHeaderSize = 24 + 256;
    public const ushort NoText = 0xFFFF;
    public const uint PostingFlag = 0x8000_0000;

    /// <summary>
    /// Most slots of a table of grams that a reader looks at for one gram. Two thirds of the slots are taken at most, and runs of random
    /// hashes are then far shorter, under 200 even among a million; with a longer one the file is not believed.
    /// </summary>
    public const int MostProbes = 1_000;

    /// <summary>Offsets use 31 bits: the last one tells posting lists from rule records.</summary>
    public const long LongestFile = int.MaxValue;

    public static ReadOnlySpan<byte> Magic => "qregexcheck.db\n\0"u8;

    /// <summary>The lengths of grams, in bytes. Long ones are rarer, short ones are to be had in more rules.</summary>
    public static ReadOnlySpan<int> GramLengths => [3, 5, 8];
}
