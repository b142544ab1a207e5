using System;

namespace QregexCheck.Conversion;

/// <summary>What the parentheses of a group do.</summary>
internal enum PcreGroupKind : byte
{
    /// <summary>They hold a part together.</summary>
    Group,

    /// <summary><c>(?=</c>: the part stands behind the place.</summary>
    Ahead,

    /// <summary><c>(?!</c>: it does not.</summary>
    NotAhead,

    /// <summary><c>(?&lt;=</c>: the part stands before the place.</summary>
    Behind,

    /// <summary><c>(?&lt;!</c>: it does not.</summary>
    NotBehind,
}

/// <summary>Reads the beginning of a group. Source: pcre2pattern(3), perlre(1), "Extended Patterns".</summary>
internal readonly ref struct PcreGroup
{
    private const string Reference = "recursion and references to groups are not converted";

    public PcreGroupKind Kind { get; private init; }

    public bool IsLook => Kind != PcreGroupKind.Group;

    /// <summary>The options behind what was read.</summary>
    public PcreOptions Options { get; private init; }

    /// <summary>True for <c>(?i)</c> and its like: no group is opened, and the options hold to the end of the one around it.</summary>
    public bool IsOption { get; private init; }

    /// <summary>Why it can't be said; null when it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>Reads from behind the <c>(</c>. Then <paramref name="at"/> stands before what is in the group, or behind the <c>)</c> of options.</summary>
    public static PcreGroup Read(ReadOnlySpan<byte> pattern, ref int at, PcreOptions options)
    {
        ReadOnlySpan<byte> rest = pattern[at..];
        if (rest.StartsWith("*"u8))
            return Wrong("verbs such as (*FAIL) are not converted");
        if (!rest.StartsWith("?"u8))
            return Group(ref at, 0, options);
        if (rest.StartsWith("?:"u8) || rest.StartsWith("?|"u8))
            return Group(ref at, 2, options);
        if (rest.StartsWith("?="u8))
            return Look(ref at, 2, PcreGroupKind.Ahead, options);
        if (rest.StartsWith("?!"u8))
            return Look(ref at, 2, PcreGroupKind.NotAhead, options);
        if (rest.StartsWith("?<="u8))
            return Look(ref at, 3, PcreGroupKind.Behind, options);
        if (rest.StartsWith("?<!"u8))
            return Look(ref at, 3, PcreGroupKind.NotBehind, options);
        if (rest.StartsWith("?>"u8))
            return Wrong("an atomic group is not converted: it gives nothing back, and a rule can't say that");
        if (rest.StartsWith("?("u8))
            return Wrong("conditional groups are not converted");
        if (rest.StartsWith("?{"u8) || rest.StartsWith("??"u8) || rest.StartsWith("?C"u8))
            return Wrong("code and callouts are not converted");
        if (rest.StartsWith("?<"u8) || rest.StartsWith("?'"u8) || rest.StartsWith("?P<"u8))
            return Named(rest, ref at, options);
        if (rest.StartsWith("?P"u8) || rest.StartsWith("?&"u8) || rest.StartsWith("?R"u8) || rest.StartsWith("?+"u8)
            || (rest.Length > 1 && rest[1] is >= (byte)'0' and <= (byte)'9')
            || (rest.Length > 2 && rest[1] == (byte)'-' && rest[2] is >= (byte)'0' and <= (byte)'9'))
        {
            return Wrong(Reference);
        }

        return ReadOptions(rest, ref at, options);
    }

    private static PcreGroup Wrong(string problem) => new() { Problem = problem };

    private static PcreGroup Group(ref int at, int length, PcreOptions options) => Look(ref at, length, PcreGroupKind.Group, options);

    private static PcreGroup Look(ref int at, int length, PcreGroupKind kind, PcreOptions options)
    {
        at += length;
        return new PcreGroup { Kind = kind, Options = options };
    }

    private static PcreGroup Named(ReadOnlySpan<byte> rest, ref int at, PcreOptions options)
    {
        int begin = rest[1] == (byte)'P' ? 3 : 2;
        byte closing = rest[1] == (byte)'\'' ? (byte)'\'' : (byte)'>';
        int end = begin;
        while (end < rest.Length && rest[end] is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9' or (byte)'_')
            end++;
        if (end == begin || end == rest.Length || rest[end] != closing || rest[begin] is >= (byte)'0' and <= (byte)'9')
            return Wrong("this is no name of a group");
        return Group(ref at, end + 1, options);
    }

    private static PcreGroup ReadOptions(ReadOnlySpan<byte> rest, ref int at, PcreOptions options)
    {
        const PcreOptions Settable = PcreOptions.Caseless | PcreOptions.DotAll | PcreOptions.Multiline | PcreOptions.Extended | PcreOptions.ExtendedMore;
        bool isOff = false;
        for (int i = 1; i < rest.Length; i++)
        {
            byte b = rest[i];
            if (b is (byte)')' or (byte)':')
            {
                at += i + 1;
                return new PcreGroup { Options = options, IsOption = b == (byte)')' };
            }

            if (b == (byte)'^' && i == 1)
            {
                options &= ~Settable;
                continue;
            }

            if (b == (byte)'-' && !isOff)
            {
                isOff = true;
                continue;
            }

            PcreOptions? option = b switch
            {
                (byte)'i' => PcreOptions.Caseless,
                (byte)'s' => PcreOptions.DotAll,
                (byte)'m' => PcreOptions.Multiline,
                (byte)'x' when i + 1 < rest.Length && rest[i + 1] == (byte)'x' => PcreOptions.Extended | PcreOptions.ExtendedMore,
                (byte)'x' => PcreOptions.Extended,

                // Groups that capture nothing, names that stand twice, lazy instead of greedy, classes of ASCII: the addresses are the same.
                (byte)'n' or (byte)'J' or (byte)'U' or (byte)'a' or (byte)'d' => PcreOptions.None,
                _ => null,
            };
            if (option is not PcreOptions changed)
                return Wrong("this option is not converted");
            if (b == (byte)'x' && (isOff || changed == PcreOptions.Extended))
                options &= ~(PcreOptions.Extended | PcreOptions.ExtendedMore);
            i += changed > PcreOptions.Extended && b == (byte)'x' ? 1 : 0;
            options = isOff ? options & ~changed : options | changed;
        }

        return Wrong("the options are not closed");
    }
}
