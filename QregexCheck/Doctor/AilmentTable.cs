using System.Diagnostics;
using QregexCheck.Lint;

namespace QregexCheck.Doctor;

/// <summary>The table of what can be wrong: report, help and manual page are held to it.</summary>
/// <remarks>It is made of constants, so that no start pays for it.</remarks>
internal static class AilmentTable
{
    public const Ailment Last = Ailment.Queue;

    public static AilmentRow Row(Ailment ailment) => ailment switch
    {
        Ailment.OpenRelay => new(
            "open-relay", Severity.Error, "strangers may relay through this host",
            "spammers find it within hours, and what can't be delivered comes back from here"),
        Ailment.NotWired => new(
            "not-wired", Severity.Error, "qmail-smtpd does not ask qregexcheck, or not for everybody",
                "no rule and no check of recipients has any effect there"),
        Ailment.WiredWithoutHelo => new(
            "wired-without-helo", Severity.Warning, "badhelo is never asked",
                "this RCPTCHECK does not tell the HELO name, so the rules in badhelo refuse nobody"),
        Ailment.RelayClientsNotAsked => new(
            "relay-clients-not-asked", Severity.Note, "clients that may relay are never asked about",
                "what a broken-in user or a virus sends passes the rules"),
        Ailment.AllMayRelay => new(
            "all-may-relay", Severity.Warning, "spamdyke makes each client one that may relay, before we see it",
            "no norelay list is asked there, no bounce is judged, and most hooks are not asked at all"),
        Ailment.ReadByBoth => new(
            "read-by-both", Severity.Warning, "qmail-smtpd reads one of our lists by itself, in another way",
            "it refuses what our rules let pass, with words of its own and no line in our log; give our rules a directory of their own (QREGEXCHECK_CONTROL)"),
        Ailment.Softlimit => new(
            "softlimit", Severity.Warning, "softlimit leaves too little memory", "the check can't start, and mail is put off with a 4xx reply"),
        Ailment.OtherCopy => new(
            "other-copy", Severity.Note, "another version of this program is on the host", "what you test at the shell is not what qmail-smtpd runs"),
        Ailment.UnreadableToQmaild => new(
            "unreadable-to-qmaild", Severity.Error, "the user of qmail-smtpd can't read a file that the check needs",
            "a list that can't be read puts all mail off with a 4xx reply, and without the other files no recipient can be told to be missing"),
        Ailment.NamesNobodyReads => new(
            "names-nobody-reads", Severity.Warning, "a file looks like a control file, and nobody reads it", "the rules in it refuse nothing"),
        Ailment.OpenKey => new(
            "open-key", Severity.Warning, "everybody on this host can read the key of signed senders",
            "who has the key makes tags, and bounces with these are let in"),
        Ailment.YoungKey => new(
            "young-key", Severity.Warning, "bounces without a tag are to be refused, and are only logged",
            "mail that went out before the key was there comes back without a tag; refusals begin when that is over, and only while all keys can be read"),
        Ailment.UnsignedSenders => new(
            "unsigned-senders", Severity.Error, "senders are to be signed, and are not",
            "bounces of our own mail come without a tag, and are lost where that is refused"),
        Ailment.OtherKeys => new(
            "other-keys", Severity.Error, "mail is signed by other keys than those that judge its bounces",
            "bounces of our own mail come with a tag that looks forged, or with none, and are lost where that is refused"),
        Ailment.TagsStay => new(
            "tags-stay", Severity.Error, "nobody judges tags and takes them off",
            "a bounce of our own mail comes for an address with a tag, which no mailbox has, and is lost"),
        Ailment.TagsRefused => new(
            "tags-refused", Severity.Error, "qmail-smtpd refuses recipients with a tag", "each bounce of our own mail is refused"),
        Ailment.NoCheck => new(
            "no-check", Severity.Error, "mail for names that nobody has is taken and bounced", "the bounce goes to a sender who was mostly forged"),
        Ailment.BounceDefault => new(
            "bounce-default", Severity.Error, "vpopmail bounces what has no mailbox, and nothing refuses it before",
            "each mail to a made-up name makes a bounce to a sender who was mostly forged"),
        Ailment.CannotTell => new(
            "cannot-tell", Severity.Warning, "the check can't tell which names of a domain exist", "what it can't tell is taken, and may bounce"),
        Ailment.DeleteTrap => new(
            "delete-trap", Severity.Warning, "mail for names that nobody has is taken and thrown away",
            "who mistypes a name never hears of it, and checks that go by the default (chkuser) check nothing here"),
        Ailment.CatchAll => new(
            "catch-all", Severity.Note, "every name of a domain is taken", "no recipient can be refused there, and all mail to made-up names is kept"),
        Ailment.PipedDefault => new(
            "piped-default", Severity.Warning, "a program decides about names that nobody has",
            "what it bounces goes to a sender who was mostly forged; list the addresses in control/validrcptto"),
        Ailment.RelayDomain => new(
            "relay-domain", Severity.Warning, "mail for a domain of another host is taken without a list of its addresses",
            "the other host refuses made-up names, and the bounce goes out from here; list the addresses in control/validrcptto"),
        Ailment.Backend => new(
            "backend", Severity.Warning, "vpopmail keeps its users in another place than the files here",
            "no recipient can be told to be missing; export the addresses to control/validrcptto"),
        Ailment.LocalsAndVirtualDomains => new(
            "locals-and-virtualdomains", Severity.Warning, "a domain stands in locals and in virtualdomains",
                "locals counts, and the users of the virtual domain get no mail"),
        Ailment.DuplicateKey => new(
            "duplicate-key", Severity.Warning, "two lines say different things about one key",
                "only one of them counts, and an edit of the other changes nothing"),
        Ailment.NoPostmaster => new(
            "no-postmaster", Severity.Warning, "a domain has no postmaster", "whoever gets bounces from here can tell nobody (RFC 5321 4.5.1)"),
        Ailment.NoDoubleBounce => new(
            "no-doublebounce", Severity.Warning, "bounces that can't be delivered go to nobody", "they are thrown away, and nobody sees how many there are"),
        Ailment.Stale => new("stale", Severity.Warning, "something in use is older than what it is made of",
            "qmail goes by the old state, and the check perhaps by the new one"),
        Ailment.BouncingUser => new(
            "bouncing-user", Severity.Warning, "a .qmail file bounces all its mail", "each mail to it makes a bounce to a sender who was perhaps forged"),
        Ailment.AutoAnswer => new(
            "auto-answer", Severity.Note, "a .qmail file answers mail, or sends it on to another host",
                "the answer, or the bounce of that host's refusal, goes to a sender who was perhaps forged"),
        Ailment.Queue => new("queue", Severity.Warning, "bounces to other hosts wait in the queue",
            "most of them answer forged senders, and they get this host onto block lists"),
        _ => throw new UnreachableException(),
    };
}
