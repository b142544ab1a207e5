namespace QregexCheck.Database;

/// <summary>Where the numbers of an entry stand in it; see <see cref="DatabaseFormat"/>.</summary>
internal static class EntryOffset
{
    // Of every kind.
    public const int List = 0;
    public const int Kind = 2;
    public const int State = 4;
    public const int Source = 8;
    public const int SectionAt = 56;
    public const int SectionLength = 60;

    // Of rules.
    public const int RuleCount = 64;
    public const int RecordsLength = 68;
    public const int WarningsAt = 72;
    public const int WarningCount = 76;
    public const int FilterAt = 80;
    public const int FilterBits = 84;
    public const int TableAt = 88;
    public const int TableSlots = 92;
    public const int GramLengths = 96;
    public const int AlwaysAt = 100;
    public const int AlwaysCount = 104;
    public const int UnionsAt = 108;
    public const int UnionCount = 112;
    public const int OutlinesAt = 116;
    public const int OutlineSets = 120;
    public const int OutlineCount = 124;

    // Of addresses.
    public const int AddressCount = 64;
    public const int AddressHomes = 68;
    public const int AddressKey = 72;
    public const int AddressEnd = 88;
}
