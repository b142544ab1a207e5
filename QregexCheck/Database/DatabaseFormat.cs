using System;

namespace QregexCheck.Database;

/// <summary>The compiled file <c>control/qregexcheck.db</c>, format 2: this comment is its specification.</summary>
/// <remarks>
/// <para>
/// The file is a row of blocks of 4,096 bytes. All numbers are little-endian. An <i>offset</i> counts bytes from the file's
/// beginning; 0 is "none". Block 0 is the header; the data blocks follow it; the last blocks hold the checksums of the data blocks.
/// </para>
/// <para><b>Header.</b> The first 20 bytes are the same in every format.</para>
/// <list type="table">
/// <item><term>0</term><description>16 bytes: <c>qregexcheck.db\n</c> and a NUL</description></item>
/// <item><term>16</term><description>u32: the format, 2</description></item>
/// <item><term>20</term><description>u32: the size of a block, 4,096</description></item>
/// <item><term>24</term><description>u64: the file's length</description></item>
/// <item><term>32</term><description>u32: number of blocks before the checksum blocks, the header included</description></item>
/// <item><term>36</term><description>u32: number of checksum blocks</description></item>
/// <item><term>40</term><description>u32: number of entries of the table of lists</description></item>
/// <item><term>64</term><description>the table of lists: entries of 128 bytes</description></item>
/// <item><term>...</term><description>for checksum block k, at 4,088 - 4 k, its CRC-32C (u32)</description></item>
/// <item><term>4092</term><description>u32: CRC-32C of the header's first 4,092 bytes</description></item>
/// </list>
/// <para>
/// The table grows from the front and the checksums grow from the back. They never meet. All bytes of the header that nothing stands in are 0:
/// a check believes none of them, and who reads all of the file looks.
/// So there is room for 15 lists in a file of 2 GiB, and for 31 in one of 60 MiB.
/// </para>
/// <para>
/// <b>Checksum block</b> k holds 1,024 times u32: the CRC-32C of the data blocks 1,024 k and following; 0 for the header's place and
/// behind the last one. So no byte is believed that a checksum does not cover. To read a block, read two more: the header and its checksum block.
/// </para>
/// <para><b>Entry of the table of lists</b> (offsets within the entry: <see cref="EntryOffset"/>). All kinds begin alike:</para>
/// <list type="table">
/// <item><term>0</term><description>u16: the list, as <see cref="Control.ControlList"/> and <see cref="Control.AddressList"/> number them. The numbers
/// ascend, each stands there once</description></item>
/// <item><term>2</term><description>u16: the kind of its section, as <see cref="SectionKind"/> numbers them</description></item>
/// <item><term>4</term><description>u32: 0 when the source was missing (all else is 0 then); 1 when it was there; 2 when it
/// was there, and an edit just after it was read could have left the same times, so that the entry is never believed</description></item>
/// <item><term>8</term><description>the source as stat(2) told it: u64 size; i64 and u32 modified; i64 and u32 changed; u64 inode;
/// u32, u32 device</description></item>
/// <item><term>56</term><description>u32 offset, u32 length: the section, all that the file holds about this list.
/// Sections stand in the order of the entries</description></item>
/// </list>
/// <para>
/// A reader passes over a list that it does not know. The file has no entry for a list, or one of an unknown kind: then that list is read as text.
/// A list without an entry that is not of the first version (<see cref="Control.ControlLists.IsOfFirstVersion"/>) was missing.
/// A plain list (<see cref="Control.ControlLists.IsPlain"/>) is of kind 8, and no other list is.
/// </para>
/// <para>
/// <b>Kind 1, rules.</b> The rule records begin the section, and the warnings follow. Then come transitions, hits and posting lists. Filter, table, rules
/// for every address, outlines and unions end it. No byte is between those, nor between records and warnings, nor behind the unions.
/// </para>
/// <list type="table">
/// <item><term>64</term><description>u32: number of rules that can be used</description></item>
/// <item><term>68</term><description>u32 length: the rule records, in the order of the source</description></item>
/// <item><term>72</term><description>u32 offset, u32 count: warnings</description></item>
/// <item><term>80</term><description>u32 offset, u32 count (a power of two, in bits): the gram filter</description></item>
/// <item><term>88</term><description>u32 offset, u32 count (a power of two): the gram table</description></item>
/// <item><term>96</term><description>u32: bit n is set when grams of <see cref="GramLengths"/>[n] bytes are in use;
/// with none there is no filter and no table</description></item>
/// <item><term>100</term><description>u32 offset, u32 count: rules to run for every address, as u32 offsets of rule records, ascending</description></item>
/// <item><term>108</term><description>u32 offset, u32 count: unions</description></item>
/// <item><term>116</term><description>u32 offset, u32 number of sets, u32 number of outlines: outlines</description></item>
/// </list>
/// <para>A rule is found in one of these ways, but perhaps by many grams. One that is found in none stands behind an equal one.</para>
/// <para>
/// <b>Rule record:</b> u32 line, u32 column, u32 last day awake (days since 0001-01-01; 0x7FFFFFFF for ever), u32 length of the text,
/// u16 length of the reply (0xFFFF for none), u16 length of the note (0xFFFF for none), u8 action
/// (<see cref="Rules.RuleAction"/>: 0 reject, 1 defer, 2 log), u8 0, u16 length of the condition (0 for none, and in kind 1); then text, reply, note and
/// condition, padded with 0 to a multiple of 4.
/// </para>
/// <para>
/// <b>Kind 4, rules with conditions,</b> is like kind 1, but that a rule at least has a condition: as <see cref="Rules.Condition.Text"/> has it. No such rule is in
/// a union. Versions that know no conditions don't know the kind, and read the list as text.
/// </para>
/// <para>
/// <b>Kind 8, plain entries,</b> is like kind 4, but that filter and table hold the keys of entries (<see cref="PlainKey"/>) and no grams; at 96 stands 1,
/// or 0 where there is no entry. An entry's key is the <see cref="Grams.GramHash"/> of its upper-cased bytes from the last to the first. There are no
/// automata, no outlines, and no rules for every address.
/// </para>
/// <para>
/// <b>Warning:</b> u32 offset of the first rule record behind it (0xFFFFFFFF for none), u32 line, u32 column, u32 length of the message, the
/// message in UTF-8, padded to a multiple of 4. They stand one behind the other.
/// </para>
/// <para>
/// <b>Gram filter and table.</b> A gram is a run of 3, 5 or 8 bytes. Every upper-cased subject that a rule matches holds one at least of
/// those by which the rule is found; mostly that is one. From a gram's <see cref="Grams.GramHash"/> h the filter's bit
/// <c>(h &gt;&gt; 20) mod bits</c> is set; the table's slot is <c>h mod slots</c>, or the next free one. A slot is u32 tag <c>h &gt;&gt; 32</c> and u32 reference: 0 for an empty slot, else the offset of a
/// rule record, or with the highest bit set the offset of a posting list: u32 count, and as many u32 offsets of rule records, ascending.
/// </para>
/// <para>
/// <b>Union:</b> u32 last day awake, u32 number of classes, u32 number of states, u32 offset of the transitions (u16 each, a row a state),
/// u32 offset of the hits (u32 each: the offset of the rule record that hits a subject which ends in that state, 0 for none), u32 number of
/// rules, u32 offset of the record of its first rule, 256 bytes: each byte's class.
/// </para>
/// <para>
/// <b>Outlines:</b> first their sets, u64 each: bit n for symbol n of <see cref="Outlines.AddressSymbols"/>. Then the outlines, ordered so that those which
/// begin alike stand together: u32 reference as in the gram table, u8 number of runs that it begins with like the outline before it, u8 number of runs
/// behind those, u8 flags (1 at the start of the subject, 2 at its end, 4 for its rules hit none of the subjects that have it), u8 0; then those runs:
/// u16 number of the set, u8 least, u8 most (255 without a bound). An outline has 1 to 40 runs. A subject has it that has, in this order, so many bytes
/// of each set. Without flag 4 its rules hit none of the others. Several outlines with flag 4 may lead to one list: its rules hit none of the subjects
/// that have any of them.
/// </para>
/// <para>
/// <b>Kind 2, addresses.</b> The section is a row of whole blocks. It has no entry in the table when the control file was missing.
/// </para>
/// <list type="table">
/// <item><term>64</term><description>u32: number of records</description></item>
/// <item><term>68</term><description>u32: number of homes: the first so many blocks of the section. Up to 15 blocks follow them</description></item>
/// <item><term>72</term><description>16 bytes: the key of <see cref="AddressHash"/>; then 0</description></item>
/// </list>
/// <para>
/// A record belongs to the block <c>h * homes / 2^64</c>, h being the hash of its text without a <c>-</c> before it. Where that is full, it stands in the
/// next one, at most 15 blocks further. Records ascend by their hashes. No two are alike.
/// </para>
/// <para>
/// <b>Block of addresses:</b> u16 end of its records, u16 1 when the next block begins with a record that belongs to this one or one before, else 0; then
/// records: u32 tag <c>h &gt;&gt; 32</c>, u32 line, u16 length of the text, with the highest bit set where an address has the domain of a <c>-@domain</c>,
/// and the next one where a line with something amiss names that domain; the text in lower case: <c>user@domain</c> or <c>@domain</c>, perhaps with a
/// <c>-</c> before it; with that next bit u32, the number of that line. What is behind the last record is 0.
/// </para>
/// <para>A reader checks every offset and count against the file's length before use, and never follows one out of the data blocks.</para>
/// </remarks>
internal static class DatabaseFormat
{
    public const uint Version = 2;
    public const int BlockSize = 4096;

    public const int VersionAt = 16;
    public const int BlockSizeAt = 20;
    public const int LengthAt = 24;
    public const int DataBlocksAt = 32;
    public const int ChecksumBlocksAt = 36;
    public const int EntryCountAt = 40;
    public const int EntriesAt = 64;
    public const int EntrySize = 128;
    public const int HeaderChecksumAt = BlockSize - 4;

    public const int ChecksumsPerBlock = BlockSize / 4;

    public const int RuleHeaderSize = 24;
    public const int WarningHeaderSize = 16;
    public const int UnionHeaderSize = 28 + 256;
    public const int OutlineSetSize = 8;
    public const int OutlineHeaderSize = 8;
    public const int OutlineRunSize = 4;
    public const int AddressBlockHeaderSize = 4;
    public const int AddressHeaderSize = 10;
    public const int HasAddressesFlag = 0x8000;
    public const int IsDoubtedFlag = 0x4000;
    public const ushort NoText = 0xFFFF;
    public const uint PostingFlag = 0x8000_0000;

    /// <summary>
    /// Most slots of a table of grams that a reader looks at for one gram. Two thirds of the slots are taken at most, and runs of random
    /// hashes are then far shorter, under 200 even among a million; with a longer one the file is not believed.
    /// </summary>
    public const int MostProbes = 1_000;

    /// <summary>Most blocks that may be read for one address: that to which it belongs, and those behind it.</summary>
    public const int MostAddressBlocks = 16;

    /// <summary>Offsets use 31 bits: the last one tells posting lists from rule records.</summary>
    public const long LongestFile = int.MaxValue;

    /// <summary>Where in the header the checksum of a checksum block stands.</summary>
    public static int RootAt(int checksumBlock) => HeaderChecksumAt - (4 * (checksumBlock + 1));

    /// <summary>Where in the header an entry of the table of lists stands; with the number of entries, where the table ends.</summary>
    public static int EntryAt(int index) => EntriesAt + (index * EntrySize);

    /// <summary>The length of a record of an address.</summary>
    public static int AddressSize(int text, bool isDoubted) => AddressHeaderSize + text + (isDoubted ? sizeof(int) : 0);

    public static ReadOnlySpan<byte> Magic => "qregexcheck.db\n\0"u8;

    /// <summary>The lengths of grams, in bytes. Long ones are rarer, short ones are to be had in more rules.</summary>
    public static ReadOnlySpan<int> GramLengths => [3, 5, 8];
}
