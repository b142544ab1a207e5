using System.Collections.Generic;

namespace QregexCheck.Lint;

/// <summary>Every kind of finding there is, in the order of qregexcheck-lint(5).</summary>
internal static class LintCatalog
{
    public static readonly FindingKind Syntax = new("syntax", Severity.Error, "the rule is not a regular expression; it is skipped");
    public static readonly FindingKind Glob = new("glob", Severity.Error, "the rule is a shell pattern, not a regular expression");
    public static readonly FindingKind InnerGlob = new("inner-glob", Severity.Warning, "a * behind a word repeats its last letter");
    public static readonly FindingKind PerlGroup = new("perl-group", Severity.Error, "the rule holds a Perl group; POSIX has no such groups");
    public static readonly FindingKind PerlDelimiters = new("perl-delimiters", Severity.Error, "the slashes around the rule are part of it");
    public static readonly FindingKind DeadEscape = new("dead-escape", Severity.Error, "a backslash before a small letter matches nothing");
    public static readonly FindingKind LetterEscape = new("letter-escape", Severity.Warning, "a backslash before a capital letter is only that letter");
    public static readonly FindingKind TooLarge = new("too-large", Severity.Error, "the rule is too large; it is skipped");

    public static readonly FindingKind MatchesAll = new("matches-all", Severity.Error, "the rule matches every address");
    public static readonly FindingKind MatchesNone = new("matches-none", Severity.Error, "the rule matches nothing");
    public static readonly FindingKind MatchesNoAddress = new("matches-no-address", Severity.Warning, "no address can match the rule");
    public static readonly FindingKind NegatedRefusesAll = new("negated-refuses-all", Severity.Error, "the negated rule refuses everyone");
    public static readonly FindingKind NegatedRefusesNone = new("negated-refuses-none", Severity.Error, "the negated rule refuses nobody");
    public static readonly FindingKind NegatedRefusesMost = new("negated-refuses-most", Severity.Warning, "the negated rule refuses all but a few");
    public static readonly FindingKind ExceptionDialect = new("exception-dialect", Severity.Error, "the ! looks like an exception, as in wildmat or s/qmail");

    public static readonly FindingKind CarriageReturn = new("carriage-return", Severity.Error, "the carriage return at a line's end is part of the rule");
    public static readonly FindingKind Nul = new("nul", Severity.Error, "a NUL splits the line");
    public static readonly FindingKind ByteOrderMark = new("byte-order-mark", Severity.Error, "the byte order mark is part of the file's first line");
    public static readonly FindingKind LeadingBlank = new("leading-blank", Severity.Error, "the blank in front is part of the rule");
    public static readonly FindingKind InnerComment = new("inner-comment", Severity.Error, "a comment behind a rule is part of it");
    public static readonly FindingKind TrailingText = new("trailing-text", Severity.Error, "text behind a blank is part of the rule");
    public static readonly FindingKind Wrapped = new("wrapped", Severity.Error, "quotes or brackets around a rule, or a comma behind it, are part of it");
    public static readonly FindingKind ForeignLine = new("foreign-line", Severity.Error, "the line is written for another program");
    public static readonly FindingKind ForeignFile = new("foreign-file", Severity.Error, "most of the file's lines are written for another program");
    public static readonly FindingKind DeadFile = new("dead-file", Severity.Error, "no rule of the file can hit");
    public static readonly FindingKind GlobFile = new("glob-file", Severity.Error, "most of the file's rules are shell patterns");
    public static readonly FindingKind PlainList = new("plain-list", Severity.Warning, "the file holds plain names, not regular expressions");
    public static readonly FindingKind PerlFile = new("perl-file", Severity.Error, "most of the file's rules are Perl's");

    public static readonly FindingKind LeadingDot = new("leading-dot", Severity.Warning, "a dot before a domain matches any byte");
    public static readonly FindingKind TrailingDot = new("trailing-dot", Severity.Warning, "a dot behind a domain asks for one more byte");
    public static readonly FindingKind UnescapedDot = new("unescaped-dot", Severity.Warning, "a dot between labels matches any byte");
    public static readonly FindingKind OpenLeft = new("open-left", Severity.Warning, "no @, dot or ^ holds the rule's beginning");
    public static readonly FindingKind OpenRight = new("open-right", Severity.Warning, "no $ holds the rule's end");
    public static readonly FindingKind PublicSuffix = new("public-suffix", Severity.Note, "the rule takes every domain of a registry");
    public static readonly FindingKind AddressInHelo = new("address-in-helo", Severity.Warning, "a rule for host names asks for an @");
    public static readonly FindingKind EightBit = new("eight-bit", Severity.Warning, "a label of a domain is not in ASCII");
    public static readonly FindingKind BracketEscape = new("bracket-escape", Severity.Warning, "a backslash in brackets stands for itself");
    public static readonly FindingKind BracketRange = new("bracket-range", Severity.Warning, "a range in brackets was hardly meant");
    public static readonly FindingKind ClassOutsideBrackets = new("class-outside-brackets", Severity.Warning, "a character class needs brackets around it");
    public static readonly FindingKind DoubledQuantifier = new("doubled-quantifier", Severity.Warning, "two repetitions stand behind each other");
    public static readonly FindingKind EmptyAlternative = new("empty-alternative", Severity.Warning, "one side of a bar is empty");
    public static readonly FindingKind StrayParenthesis = new("stray-parenthesis", Severity.Warning, "a ) without its ( is an ordinary byte");
    public static readonly FindingKind RepeatedAnchor = new("repeated-anchor", Severity.Warning, "an anchor stands inside a repeated group");
    public static readonly FindingKind BackReference = new("back-reference", Severity.Note, "the rule holds a back-reference");

    public static readonly FindingKind RefusesPostmaster = new("refuses-postmaster", Severity.Warning, "the rule refuses postmaster or abuse of an own domain");
    public static readonly FindingKind RefusesDomain = new("refuses-domain", Severity.Error, "the rule refuses every recipient of an own domain");
    public static readonly FindingKind OwnSender = new("own-sender", Severity.Warning, "the rule refuses senders of an own domain, also those who relay");

    public static readonly FindingKind HitsField = new("hits-field", Severity.Warning, "a rule about quoted lines hits every line of a field");
    public static readonly FindingKind OwnMessageId = new("own-message-id", Severity.Warning, "a rule about quoted lines hits the Message-ID of own mail");
    public static readonly FindingKind NoGoodbounce = new("no-goodbounce", Severity.Note, "badbounce refuses, and there is no goodbounce");

    public static readonly FindingKind Duplicate = new("duplicate", Severity.Warning, "the same rule stands above");
    public static readonly FindingKind Redundant = new("redundant", Severity.Warning, "rules above refuse all that this rule hits");
    public static readonly FindingKind Shadowed = new("shadowed", Severity.Warning, "exceptions let through all that this rule hits");
    public static readonly FindingKind Unchecked = new("unchecked", Severity.Note, "a limit was met; the rule was not fully compared");

    public static readonly FindingKind AskedEachTime = new("asked-each-time", Severity.Note, "many rules cost every check some time, even compiled");

    public static readonly FindingKind Annotation = new("annotation", Severity.Warning, "an annotation has a mistake and is ignored");
    public static readonly FindingKind Condition = new("condition", Severity.Error, "the condition of a rule has a mistake; the rule is skipped");
    public static readonly FindingKind WiderInQregex = new("wider-in-qregex", Severity.Note, "the qregex patch does not know the rule's condition");
    public static readonly FindingKind OrphanAnnotation = new("orphan-annotation", Severity.Warning, "no rule follows the annotation");
    public static readonly FindingKind ExampleFails = new("example-fails", Severity.Error, "the rule does not do what its #+ or #- line says");
    public static readonly FindingKind Asleep = new("asleep", Severity.Note, "the rule's until day is over");
    public static readonly FindingKind LongAsleep = new("long-asleep", Severity.Warning, "the rule has been asleep for more than 90 days");

    public static readonly FindingKind DomainEntry = new("domain-entry", Severity.Error, "a line of checkrcpthosts is no entry; it covers nothing");
    public static readonly FindingKind EntryOverridden = new("entry-overridden", Severity.Warning, "a later entry is about the same domain, and decides");
    public static readonly FindingKind EntryCoversNothing = new("entry-covers-nothing", Severity.Warning, "no mail comes here that the entry is about");
    public static readonly FindingKind NeedlessExclusion = new("needless-exclusion", Severity.Warning, "the entry takes out what nothing covers");
    public static readonly FindingKind IdleAnnotation = new("idle-annotation", Severity.Warning, "an annotation of an entry changes nothing");
    public static readonly FindingKind RelayedUnlisted = new("relayed-unlisted", Severity.Note, "a domain is only relayed, and validrcptto does not list it");
    public static readonly FindingKind DeliveredUncovered = new("delivered-uncovered", Severity.Note, "a domain is delivered here, and no entry covers it");
    public static readonly FindingKind AddressEntry = new("address-entry", Severity.Error, "something is amiss with a line of validrcptto");
    public static readonly FindingKind AddressContradicted = new("address-contradicted", Severity.Warning, "a line denies what another line says");
    public static readonly FindingKind DuplicateAddress = new("duplicate-address", Severity.Note, "a line of validrcptto stands there more than once");
    public static readonly FindingKind NeedlessAddress = new("needless-address", Severity.Note, "every address of the domain exists, also without this line");
    public static readonly FindingKind OpenList = new("open-list", Severity.Note, "a domain has addresses, and no line for all others");
    public static readonly FindingKind ListWithoutAddresses = new("list-without-addresses", Severity.Warning, "a list says no to all others, and has no address");
    public static readonly FindingKind ListUncovered = new("list-uncovered", Severity.Warning, "validrcptto lists a domain that checkrcpthosts does not cover");

    public static readonly FindingKind PlainEntry = new("plain-entry", Severity.Error, "the line is no entry of a plain list; it is skipped");
    public static readonly FindingKind PlainReturn = new("plain-return", Severity.Note, "carriage returns at the ends of a plain list's lines are cut");

    public static IReadOnlyList<FindingKind> All { get; } =
    [
        Syntax, Glob, InnerGlob, PerlGroup, PerlDelimiters, DeadEscape, LetterEscape, TooLarge,
        MatchesAll, MatchesNone, MatchesNoAddress, NegatedRefusesAll, NegatedRefusesNone, NegatedRefusesMost, ExceptionDialect,
        CarriageReturn, Nul, ByteOrderMark, LeadingBlank, InnerComment, TrailingText, Wrapped,
        ForeignLine, ForeignFile, DeadFile, GlobFile, PlainList, PerlFile,
        LeadingDot, TrailingDot, UnescapedDot, OpenLeft, OpenRight, PublicSuffix, AddressInHelo, EightBit, BracketEscape, BracketRange, ClassOutsideBrackets,
        DoubledQuantifier, EmptyAlternative,
        StrayParenthesis, RepeatedAnchor, BackReference,
        RefusesPostmaster, RefusesDomain, OwnSender,
        HitsField, OwnMessageId, NoGoodbounce,
        Duplicate, Redundant, Shadowed, Unchecked,
        AskedEachTime,
        Annotation, Condition, WiderInQregex, OrphanAnnotation, ExampleFails, Asleep, LongAsleep,
        DomainEntry, EntryOverridden, EntryCoversNothing, NeedlessExclusion, IdleAnnotation, RelayedUnlisted, DeliveredUncovered,
        AddressEntry, AddressContradicted, DuplicateAddress, NeedlessAddress, OpenList, ListWithoutAddresses, ListUncovered,
        PlainEntry, PlainReturn,
    ];

    /// <summary>The kind with an id; null when there is none.</summary>
    public static FindingKind? Find(string id)
    {
        foreach (FindingKind kind in All)
        {
            if (kind.Id == id)
                return kind;
        }

        return null;
    }

    /// <summary>True for kinds whose witness is an address that the rule hits by mistake.</summary>
    public static bool SaysTooWide(FindingKind kind) => kind == LeadingDot || kind == UnescapedDot || kind == OpenLeft || kind == OpenRight;
}
