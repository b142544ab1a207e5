namespace QregexCheck.Tests.Zoo;

/// <summary>What ends a command line.</summary>
internal enum LineEnd
{
    /// <summary>LF; one CR in front of it is taken off.</summary>
    Lf,

    /// <summary>CR LF; either alone is a byte like others.</summary>
    CrLf,

    /// <summary>CR LF, LF alone, CR alone.</summary>
    AnyOf,
}

/// <summary>What becomes of the part of a line that does not fit the buffer.</summary>
internal enum LineTail
{
    /// <summary>It is read as the next line.</summary>
    NextLine,

    /// <summary>The same, and the part in front of it is answered 500 unread.</summary>
    NextLineBehind500,

    /// <summary>It is not read; the part in front is taken as the command.</summary>
    Cut,

    /// <summary>Nothing of the line is taken; it is answered 500.</summary>
    Refused,
}

/// <summary>What a NUL in a command line is.</summary>
internal enum NulReading
{
    Kept,

    /// <summary>The end of a C string: the rest of the line is not seen.</summary>
    EndsString,

    /// <summary>Nothing: it is left out.</summary>
    LeftOut,

    EndsLine,
    Blank,
}

/// <summary>What may stand in front of a verb.</summary>
internal enum LeadingBytes
{
    Nothing,
    Blanks,

    /// <summary>What isspace(3) is true for.</summary>
    Space,

    /// <summary>All up to the blank, and DEL.</summary>
    Controls,
}

/// <summary>How far a verb goes.</summary>
internal enum VerbEnd
{
    /// <summary>To the first blank.</summary>
    Blank,

    /// <summary>To the first byte isspace(3) is true for.</summary>
    Space,

    /// <summary>To the first byte that is no letter.</summary>
    NoLetter,

    /// <summary>Four letters are looked at, whatever follows.</summary>
    FourLetters,
}

/// <summary>Which address is read out of MAIL and RCPT.</summary>
internal enum AddressReading
{
    /// <summary>As qmail-smtpd's addrparse.</summary>
    Qmail,

    /// <summary>From the first angle bracket to the next closing one, as it stands.</summary>
    Brackets,

    /// <summary>From the last opening angle bracket.</summary>
    LastBrackets,

    /// <summary>With comments in parentheses taken out (RFC 822).</summary>
    WithoutComments,
}

/// <summary>Where a body ends.</summary>
internal enum BodyEnding
{
    /// <summary>A dot between two CR LF, all else is text.</summary>
    CrLf,

    /// <summary>The same; a bare LF is answered 451, and the server is gone.</summary>
    CrLfOrGone,

    /// <summary>A line that is a dot, be its end and the one before CR LF or LF.</summary>
    LfOrCrLf,

    /// <summary>LF dot LF too, but not LF dot CR LF.</summary>
    LfBothOrCrLf,

    /// <summary>A line that is a dot and at most one CR, in front of it or behind, ended by LF.</summary>
    DotAndOneCr,

    /// <summary>A line that is a dot when its CRs are left out, ended by LF.</summary>
    DotAndCrs,

    /// <summary>A dot at the start of a line, and a CR.</summary>
    CrBehindDot,

    /// <summary>A dot between any two of CR, LF, CR LF.</summary>
    AnyOf,

    /// <summary>As <see cref="CrLf"/>, when the NULs are left out.</summary>
    CrLfWithoutNul,

    /// <summary>As <see cref="CrLf"/>, but the CR LF in front of the dot must be of the body: an empty one has no end.</summary>
    CrLfWithin,
}

/// <summary>Which sizes of a chunk are understood beside <c>BDAT SP digits [SP LAST]</c>.</summary>
internal enum ChunkForm
{
    Exact,

    /// <summary>TAB is a blank too, and there may be many.</summary>
    Tabs,

    /// <summary>What follows the digits does not matter.</summary>
    AnythingBehind,

    /// <summary>strtol(3) with base 10: white space and a sign in front.</summary>
    Sign,

    /// <summary>strtol(3) with base 0: 0x and a leading 0 have meanings.</summary>
    AnyBase,

    /// <summary>The number is taken modulo two to the 32.</summary>
    Modulo32,
}

/// <summary>What is done about a BDAT that is refused.</summary>
internal enum RefusedChunk
{
    /// <summary>Its bytes are read and forgotten.</summary>
    Read,

    /// <summary>What follows is read as commands.</summary>
    NotRead,
}

/// <summary>How commands are answered.</summary>
internal enum Answering
{
    Once,

    /// <summary>A NOOP gets two replies.</summary>
    NoopTwice,
    MailTwice,
    RcptTwice,
    AuthTwice,

    /// <summary>A NOOP gets no reply.</summary>
    NoopNever,
    RcptNever,
    BodyNever,

    /// <summary>Nothing is said while there is something to read.</summary>
    WhenIdle,

    /// <summary>Replies of three lines.</summary>
    ThreeLines,

    /// <summary>Replies that end in LF alone.</summary>
    Lf,

    /// <summary>Three digits and no text.</summary>
    Digits,

    /// <summary>A body is answered at its first line, and read on.</summary>
    BodyEarly,

    /// <summary>A chunk is answered at its first byte, and read on.</summary>
    ChunkEarly,
}

/// <summary>Behind what other than DATA a server reads a body.</summary>
internal enum OddBody
{
    None,

    /// <summary>NOOP is answered 354.</summary>
    BehindNoop,

    /// <summary>RCPT is answered 354.</summary>
    BehindRcpt,

    /// <summary>DATA is answered 250, and a body is read.</summary>
    Behind250,

    /// <summary>DATA is answered 354, and commands are read.</summary>
    NotBehind354,
}

/// <summary>What AUTH leads to.</summary>
internal enum AuthReading
{
    Unknown,

    /// <summary>A 334, and a line that is no command.</summary>
    Challenge,

    /// <summary>A 334, and the next line is a command all the same.</summary>
    ChallengeForgotten,
}

/// <summary>What STARTTLS leads to.</summary>
internal enum TlsReading
{
    Unknown,

    /// <summary>454, and commands go on.</summary>
    Refused,

    /// <summary>220, and nothing is read as SMTP any more.</summary>
    Begun,

    /// <summary>220, and commands are read in the clear.</summary>
    BegunInTheClear,
}

/// <summary>One server's way to read the stream: a value, so that ways can be combined.</summary>
internal sealed record ServerTraits
{
    public LineEnd LineEnd { get; init; }

    /// <summary>The most bytes of a line, its end included; 0 for no limit.</summary>
    public int LineBuffer { get; init; }

    public LineTail LineTail { get; init; }

    public NulReading Nul { get; init; }

    public LeadingBytes Leading { get; init; }

    public VerbEnd VerbEnd { get; init; }

    public AddressReading Address { get; init; }

    public BodyEnding BodyEnding { get; init; }

    /// <summary>The most bytes of a body's line: what does not fit begins a line; 0 for no limit.</summary>
    public int BodyLineBuffer { get; init; }

    /// <summary>True when the eighth bit of a command's bytes is left out.</summary>
    public bool IsSevenBit { get; init; }

    public bool OffersChunking { get; init; } = true;

    /// <summary>True when BDAT is understood though no EHLO offered it.</summary>
    public bool ChunksUnasked { get; init; }

    /// <summary>True when a HELO behind the EHLO that offered BDAT changes nothing.</summary>
    public bool ChunksBehindHelo { get; init; }

    public ChunkForm ChunkForm { get; init; }

    /// <summary>Of a BDAT that is not understood.</summary>
    public RefusedChunk MalformedChunk { get; init; } = RefusedChunk.NotRead;

    /// <summary>Of a BDAT where no recipient is.</summary>
    public RefusedChunk UnsequencedChunk { get; init; }

    /// <summary>The largest chunk; a larger one is answered 552 and not read; 0 for no limit.</summary>
    public int LargestChunk { get; init; }

    /// <summary>The most recipients; one more is answered 452 and not taken; 0 for no limit.</summary>
    public int MostRecipients { get; init; }

    public Answering Answering { get; init; }

    public OddBody OddBody { get; init; }

    public AuthReading Auth { get; init; } = AuthReading.Challenge;

    public TlsReading Tls { get; init; }

    public bool HeloKeepsTransaction { get; init; }

    public bool HeloOnlyOnce { get; init; }

    /// <summary>True when a MAIL inside a transaction is refused.</summary>
    public bool MailOnlyOnce { get; init; }

    /// <summary>True when a MAIL that is refused ends the transaction there was.</summary>
    public bool RefusedMailForgets { get; init; }

    public bool RsetTakesArgument { get; init; }

    public bool MailWantsHelo { get; init; }

    /// <summary>True when DATA gets its 354 where no recipient is.</summary>
    public bool DataWithoutRecipients { get; init; }

    public bool DataTakesArgument { get; init; } = true;

    /// <summary>True when DATA is answered 451.</summary>
    public bool RefusesData { get; init; }

    /// <summary>True when a DATA that is refused ends the transaction there was.</summary>
    public bool RefusedDataForgets { get; init; }

    public bool ReadsBehindQuit { get; init; }

    /// <summary>True when a line that the end of the input cuts off is a command.</summary>
    public bool TakesLastLine { get; init; }

    /// <summary>After so many commands: 421, and gone; 0 for never.</summary>
    public int MostCommands { get; init; }

    /// <summary>SEND, SOML and SAML begin a transaction as MAIL does (RFC 821).</summary>
    public bool SendsToTerminals { get; init; }
}
