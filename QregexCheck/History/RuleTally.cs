using System;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Logs;
using QregexCheck.Syntax;

namespace QregexCheck.History;

/// <summary>What a log tells of one rule: how often it hit, whom, when, and where that came from. A rule is its list and its text, wherever it stands.</summary>
internal sealed class RuleTally
{
    // Longer than any address in a line of ours.
    private const int LongestAddress = 512;

    private readonly AddressHash _hash;
    private readonly CounterMemory _memory;
    private readonly Subject _subject;
    private readonly DifferentCount _addresses;
    private readonly SourceCounts _hosts;
    private readonly SourceCounts _domains;
    private readonly (SourceCounts Hosts, SourceCounts Domains) _ofAll;
    private DifferentCount? _deferred;

    /// <param name="list">The name of its list.</param>
    /// <param name="rule">Its text, as the log writes it.</param>
    /// <param name="hash">The hash of what strangers have chosen.</param>
    /// <param name="memory">What all counters share.</param>
    /// <param name="top">How many sources are wanted.</param>
    /// <param name="ofAll">Where the sources of all rules are counted.</param>
    public RuleTally(
        ReadOnlySpan<byte> list, ReadOnlySpan<byte> rule, AddressHash hash, CounterMemory memory, int top,
        (SourceCounts Hosts, SourceCounts Domains) ofAll)
    {
        _ofAll = ofAll;
        List = list.ToArray();
        Rule = rule.ToArray();
        _hash = hash;
        _memory = memory;
        _subject = SubjectOf(list);
        _addresses = new DifferentCount(memory);
        _hosts = new SourceCounts(memory, top);
        _domains = new SourceCounts(memory, top);
        Days = new HitDays(memory);
    }

    public byte[] List { get; }

    /// <summary>Its text, as the log writes it: escaped, and cut where it is long.</summary>
    public byte[] Rule { get; }

    /// <summary>How often it hit. A deferred recipient that comes again counts once for each client and sender.</summary>
    public long Hits => Refused + Deferred + Logged + Accepted;

    public long Refused { get; private set; }

    public long Deferred { get; private set; }

    /// <summary>Hits that were only logged.</summary>
    public long Logged { get; private set; }

    /// <summary>Hits of a rule that lets through.</summary>
    public long Accepted { get; private set; }

    /// <summary>True when <see cref="Hits"/> is not exact: there were more deferred recipients than are remembered.</summary>
    public bool IsRough => _deferred is { IsRough: true };

    /// <summary>How many different addresses or names it hit. Letters count without their case.</summary>
    public long Addresses => _addresses.Count;

    /// <summary>True when <see cref="Addresses"/> is not exact.</summary>
    public bool HasRoughAddresses => _addresses.IsRough;

    /// <summary>The first time; <see cref="MailEvent.NoTime"/> when no hit had a stamp.</summary>
    public long First { get; private set; } = MailEvent.NoTime;

    /// <summary>The last time; <see cref="MailEvent.NoTime"/> when no hit had a stamp.</summary>
    public long Last { get; private set; } = MailEvent.NoTime;

    /// <summary>The hits that had a stamp, by day.</summary>
    public HitDays Days { get; }

    /// <summary>The clients with most hits, by address.</summary>
    public TopSource[] Hosts => _hosts.Top();

    /// <summary>The senders' domains with most hits. The null sender's is <c>&lt;&gt;</c>.</summary>
    public TopSource[] Domains => _domains.Top();

    /// <summary>True when the hits of sources may be too low.</summary>
    public bool HasRoughSources => _hosts.IsRough || _domains.IsRough;

    /// <summary>Counts a hit.</summary>
    public void Add(EventBlock block, in MailEvent mail)
    {
        long hits = 1;
        switch (mail.Outcome)
        {
            case Outcome.Deferred:
                hits = (_deferred ??= new DifferentCount(_memory)).Add(KeyOf(block, mail));
                if (mail.Time != MailEvent.NoTime && hits == 0)
                    Last = Math.Max(Last, mail.Time);
                if (hits == 0)
                    return;
                Deferred += hits;
                break;
            case Outcome.OnlyLogged:
                Logged++;
                break;
            case Outcome.Accepted:
                Accepted++;
                break;
            default:
                Refused++;
                break;
        }

        if (mail.Time != MailEvent.NoTime)
        {
            First = First == MailEvent.NoTime ? mail.Time : Math.Min(First, mail.Time);
            Last = Math.Max(Last, mail.Time);
            Days.Add(LogDay.Of(mail.Time), hits);
        }

        (MailField field, ByteRange subject) = About(mail);
        if (mail.Knows(field))
            _addresses.Add(HashOf(block.Bytes(subject)));
        AddSources(block, mail, hits);
    }

    private static Subject SubjectOf(ReadOnlySpan<byte> list)
    {
        foreach (ControlList known in ControlLists.All)
        {
            if (list.SequenceEqual(ControlLists.FileName(known)))
                return ListFamily.Of(known).Subject;
        }

        return Subject.Recipient;
    }

    private void AddSources(EventBlock block, in MailEvent mail, long hits)
    {
        if (mail.Knows(MailField.Ip))
        {
            ReadOnlySpan<byte> host = block.Bytes(mail.Ip);
            ulong hash = HashOf(host);
            _hosts.Add(hash, host, hits);
            _ofAll.Hosts.Add(hash, host, hits);
        }

        if (mail.Knows(MailField.Sender))
        {
            ReadOnlySpan<byte> sender = block.Bytes(mail.Sender);
            ReadOnlySpan<byte> domain = sender.IsEmpty ? "<>"u8 : sender[(sender.LastIndexOf((byte)'@') + 1)..];
            ulong hash = HashOf(domain);
            _domains.Add(hash, domain, hits);
            _ofAll.Domains.Add(hash, domain, hits);
        }
    }

    private (MailField Field, ByteRange Range) About(in MailEvent mail) => _subject switch
    {
        Subject.HeloName => (MailField.Helo, mail.Helo),
        Subject.Sender => (MailField.Sender, mail.Sender),
        _ => (MailField.Recipient, mail.Recipient),
    };

    private ulong HashOf(ReadOnlySpan<byte> name)
    {
        Span<byte> upper = stackalloc byte[LongestAddress];
        if (name.Length > LongestAddress)
            return _hash.Of(name);
        CaseFolding.Upper(name, upper);
        return _hash.Of(upper[..name.Length]);
    }

    /// <summary>One number for the client, the sender and the recipient together.</summary>
    private ulong KeyOf(EventBlock block, in MailEvent mail)
    {
        Span<byte> key = stackalloc byte[3 * sizeof(ulong)];
        BitConverter.TryWriteBytes(key, HashOf(block.Bytes(mail.Ip)));
        BitConverter.TryWriteBytes(key[sizeof(ulong)..], HashOf(block.Bytes(mail.Sender)));
        BitConverter.TryWriteBytes(key[(2 * sizeof(ulong))..], HashOf(block.Bytes(mail.Recipient)));
        return _hash.Of(key);
    }
}
