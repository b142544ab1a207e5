using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace QregexCheck.Tests.Zoo;

/// <summary>One way in which a server differs from the plain one.</summary>
/// <param name="Name">The way, in words.</param>
/// <param name="Axis">What it is a way of: two of one axis exclude each other.</param>
/// <param name="Apply">Gives it to a server.</param>
/// <remarks>
/// What real servers do, as tried over a pipe (notqmail 1.09-dev; Debian's mailfront and Exim 4.96 with -bs):
/// <code>
///                             qmail-smtpd               mailfront                  Exim
/// a line ends at              LF, CR LF                 LF, CR LF                  LF, CR LF
/// NUL in a line               ends what is seen of it   ends what is seen of it    501
/// in front of a verb          nothing is skipped        nothing is skipped         nothing is skipped
/// a verb ends at              SP                        SP, TAB                    SP
/// a line buffer of            no limit to 32,768        no limit to 32,768         16,384, tail is the next line
/// CHUNKING                    no                        no                         yes, and behind HELO too
/// BDAT TAB 5, SP BDAT 5       502                       500                        500, chunk not read
/// BDAT 5 LASTX, +5, 05, SP SP 502                       500                        a chunk
/// BDAT out of sequence        502                       500                        503, chunk read
/// MAIL twice                  the second counts         the second counts          503, the first counts
/// MAIL without HELO           yes                       yes                        503
/// HELO in a transaction       ends it                   keeps it                   ends it
/// RSET x                      as RSET                   as RSET                    501
/// DATA x                      as DATA                   not tried                  501
/// a body ends                 CR LF; gone at bare LF    dot and at most one CR     CR LF
/// behind QUIT                 nothing is read           nothing is read            nothing is read
/// </code>
/// mailfront's end of a body is from its source, protocol-smtp.c.
/// </remarks>
internal sealed record Trait(string Name, string Axis, Func<ServerTraits, ServerTraits> Apply)
{
    // Above this the filter answers a line itself.
    private const int LongestLine = 4096;

    /// <summary>Every way that the guarantee holds for.</summary>
    public static IReadOnlyList<Trait> All { get; } = [.. Buffers(), .. Ways()];

    private bool AnswersTwice => Name.EndsWith("Twice", StringComparison.Ordinal);

    /// <summary>The servers with one trait, the plain one first.</summary>
    public static IEnumerable<(string Name, ServerTraits Traits)> Singles() =>
        All.Select(static trait => (trait.Name, trait.Apply(new ServerTraits()))).Prepend(("plain", new ServerTraits()));

    /// <summary>The servers with two traits that can be had together. One that answers twice is no match for a client who sends ahead: an exception.</summary>
    public static IEnumerable<(string Name, ServerTraits Traits)> Pairs() =>
        from i in Enumerable.Range(0, All.Count)
        from j in Enumerable.Range(i + 1, All.Count - i - 1)
        where All[i].Axis != All[j].Axis && !All[i].AnswersTwice && !All[j].AnswersTwice
        select ($"{All[i].Name}; {All[j].Name}", All[j].Apply(All[i].Apply(new ServerTraits())));

    /// <summary>A server with some traits that chance chose.</summary>
    public static (string Name, ServerTraits Traits) Some(Random random)
    {
        var traits = new ServerTraits();
        var chosen = new List<Trait>();
        for (int count = random.Next(6); count > 0; count--)
        {
            Trait trait = All[random.Next(All.Count)];
            if (chosen.Exists(other => other.Axis == trait.Axis) || trait.AnswersTwice)
                continue;
            chosen.Add(trait);
            traits = trait.Apply(traits);
        }

        return (string.Join("; ", chosen.Select(static trait => trait.Name)), traits);
    }

    private static IEnumerable<Trait> Buffers() =>
        from size in (int[])[512, 1024, 2048, 4096, 4100, 8192, 16384, 32768]
        from tail in Enum.GetValues<LineTail>()
        where size >= LongestLine || tail is LineTail.Refused or LineTail.NextLineBehind500
        select new Trait(
            string.Create(CultureInfo.InvariantCulture, $"lines of {size} bytes, tail: {tail}"),
            "line",
            traits => traits with { LineBuffer = size, LineTail = tail });

    private static Trait[] Ways() =>
    [
        new("CR LF alone ends a line", "line end", static t => t with { LineEnd = LineEnd.CrLf }),
        new("CR alone ends a line too", "line end", static t => t with { LineEnd = LineEnd.AnyOf }),
        new("a NUL ends what is seen of a line", "nul", static t => t with { Nul = NulReading.EndsString }),
        new("a NUL is left out", "nul", static t => t with { Nul = NulReading.LeftOut }),
        new("a NUL ends a line", "nul", static t => t with { Nul = NulReading.EndsLine }),
        new("a NUL is a blank", "nul", static t => t with { Nul = NulReading.Blank }),
        new("blanks in front of a verb are skipped", "leading", static t => t with { Leading = LeadingBytes.Blanks }),
        new("white space in front of a verb is skipped", "leading", static t => t with { Leading = LeadingBytes.Space }),
        new("control bytes in front of a verb are skipped", "leading", static t => t with { Leading = LeadingBytes.Controls }),
        new("a verb ends at white space", "verb end", static t => t with { VerbEnd = VerbEnd.Space }),
        new("a verb ends at what is no letter", "verb end", static t => t with { VerbEnd = VerbEnd.NoLetter }),
        new("a verb is four letters", "verb end", static t => t with { VerbEnd = VerbEnd.FourLetters }),
        new("an address is what brackets hold", "address", static t => t with { Address = AddressReading.Brackets }),
        new("an address is what is left without comments", "address", static t => t with { Address = AddressReading.WithoutComments }),
        .. Enum.GetValues<BodyEnding>().Where(static ending => ending is not BodyEnding.CrLf and not BodyEnding.AnyOf)
            .Select(static ending => new Trait($"a body ends: {ending}", "body", t => t with { BodyEnding = ending })),
        new("no CHUNKING", "chunking", static t => t with { OffersChunking = false }),
        new("chunks also behind HELO", "chunking", static t => t with { ChunksBehindHelo = true }),
        .. Enum.GetValues<ChunkForm>().Where(static form => form != ChunkForm.Exact)
            .Select(static form => new Trait($"a chunk's size is read: {form}", "chunk form", t => t with { ChunkForm = form })),
        new("the chunk of a malformed BDAT is read", "malformed chunk", static t => t with { MalformedChunk = RefusedChunk.Read }),
        new("the chunk of a BDAT out of sequence is not read", "unsequenced chunk", static t => t with { UnsequencedChunk = RefusedChunk.NotRead }),
        new("one recipient a message", "recipients", static t => t with { MostRecipients = 1 }),
        .. Enum.GetValues<Answering>().Where(static answering => answering != Answering.Once)
            .Select(static answering => new Trait($"replies: {answering}", "answering", t => t with { Answering = answering })),
        .. Enum.GetValues<OddBody>().Where(static odd => odd is not OddBody.None and not OddBody.NotBehind354)
        .Select(static odd => new Trait($"a body: {odd}", "odd body", t => t with { OddBody = odd })),
        new("no AUTH", "auth", static t => t with { Auth = AuthReading.Unknown }),
        new("STARTTLS is refused", "tls", static t => t with { Tls = TlsReading.Refused }),
        new("STARTTLS is taken", "tls", static t => t with { Tls = TlsReading.Begun }),
        new("STARTTLS is taken and nothing comes of it", "tls", static t => t with { Tls = TlsReading.BegunInTheClear }),
        new("HELO keeps the transaction", "helo", static t => t with { HeloKeepsTransaction = true }),
        new("HELO once", "helo again", static t => t with { HeloOnlyOnce = true }),
        new("MAIL once", "mail again", static t => t with { MailOnlyOnce = true }),
        new("a refused MAIL ends the transaction", "refused mail", static t => t with { RefusedMailForgets = true }),
        new("MAIL wants HELO", "mail first", static t => t with { MailWantsHelo = true }),
        new("RSET takes an argument", "rset", static t => t with { RsetTakesArgument = true }),
        new("DATA without a recipient", "data", static t => t with { DataWithoutRecipients = true }),
        new("DATA takes no argument", "data argument", static t => t with { DataTakesArgument = false }),
        new("DATA is refused", "data refused", static t => t with { RefusesData = true }),
        new("DATA is refused and ends the transaction", "data refused", static t => t with { RefusesData = true, RefusedDataForgets = true }),
        new("commands behind QUIT", "quit", static t => t with { ReadsBehindQuit = true }),
        new("a line that is cut off is a command", "last line", static t => t with { TakesLastLine = true }),
        new("421 at the fifth command", "commands", static t => t with { MostCommands = 5 }),
        new("SEND, SOML and SAML", "send", static t => t with { SendsToTerminals = true }),
    ];
}
