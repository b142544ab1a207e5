namespace QregexCheck.Conversion;

/// <summary>What a line of another program's rules has, as far as that tells whose it is. A line may be of more than one kind.</summary>
internal enum LineKind : byte
{
    /// <summary>An entry of SpamAssassin's lists.</summary>
    SpamAssassin,

    /// <summary>A pattern between slashes and something behind it, or a condition with one.</summary>
    PatternWithAction,

    /// <summary>A pattern between slashes, and nothing behind it.</summary>
    Pattern,

    /// <summary>A pattern that only Perl's language has.</summary>
    Perl,

    /// <summary>A pattern that POSIX and Perl may read differently.</summary>
    Escape,

    /// <summary>A key, and behind it an action of Postfix.</summary>
    KeyWithAction,

    /// <summary>Some words otherwise.</summary>
    Words,

    /// <summary>A remark behind an entry.</summary>
    Remark,

    /// <summary>Signs of a regular expression.</summary>
    Expression,

    /// <summary>Wildcards, or a <c>!</c> in front.</summary>
    Glob,

    /// <summary><c>user@</c>, or a word without a dot.</summary>
    User,

    /// <summary><c>@host</c>.</summary>
    AtHost,

    /// <summary><c>user@host</c>.</summary>
    Address,

    /// <summary>A name with a dot, without an <c>@</c>.</summary>
    Domain,

    /// <summary>What is below a domain: <c>*.d</c> or <c>.d</c>.</summary>
    Below,

    /// <summary>The number of kinds.</summary>
    Count,
}
