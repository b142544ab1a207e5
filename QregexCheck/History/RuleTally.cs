using System;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>What a log tells of one rule: how often it hit, whom, when, and where that came from. A rule is its list and its text, wherever it stands.</summary>
internal sealed class RuleTally
{
    private readonly CounterMemory _memory;
    private readonly DifferentCount _addresses;
    private readonly SourceCounts _hosts;
    private readonly SourceCounts _domains;
    private readonly (SourceCounts Hosts, SourceCounts Domains) _ofAll;
    private DifferentCount? _deferred;

    /// <param name="list">The name of its list.</param>
    /// <param name="rule">Its text, as the log writes it.</param>
    /// <param name="hash">The hash of both.</param>
    /// <param name="memory">What all counters share.</param>
    /// <param name="top">How many sources are wanted.</param>
    /// <param name="ofAll">Where the sources of all rules are counted.</param>
    public RuleTally(
        ReadOnlySpan<byte> list, ReadOnlySpan<byte> rule, ulong hash, CounterMemory memory, int top,
        (SourceCounts Hosts, SourceCounts Domains) ofAll)
    {
        _ofAll = ofAll;
        Hash = hash;
        List = list.ToArray();
        Rule = rule.ToArray();
        _memory = memory;
        _addresses = new DifferentCount(memory);
        _hosts = new SourceCounts(memory, top);
        _domains = new SourceCounts(memory, top);
        Days = new HitDays(memory);
    }

    public byte[] List { get; }

    /// <summary>The hash of list and text; see <see cref="NameHash.OfRule"/>.</summary>
    public ulong Hash { get; }

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

    /// <summary>Has the places fetched where a hit will count, and changes nothing. It may be asked for many hits before they are counted.</summary>
    public void Fetch(in RuleHit hit)
    {
        _addresses.Fetch(hit.Address);
        _domains.Fetch(hit.Domain);
        _hosts.Fetch(hit.Host);
    }

    /// <summary>Counts a hit.</summary>
    /// <param name="hit">The hit.</param>
    /// <param name="block">Holds the event's bytes.</param>
    /// <param name="mail">The event. Only a source that comes among those with most hits is asked for its name.</param>
    public void Count(in RuleHit hit, EventBlock block, in MailEvent mail)
    {
        long hits = 1;
        switch (hit.Outcome)
        {
            case Outcome.Deferred:
                hits = (_deferred ??= new DifferentCount(_memory)).Add(hit.Attempt);
                if (hit.Time != MailEvent.NoTime && hits == 0)
                    Last = Math.Max(Last, hit.Time);
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

        if (hit.Time != MailEvent.NoTime)
        {
            First = First == MailEvent.NoTime ? hit.Time : Math.Min(First, hit.Time);
            Last = Math.Max(Last, hit.Time);
            Days.AddAt(hit.Time, hits);
        }

        if (hit.HasAddress)
            _addresses.Add(hit.Address);
        if (hit.HasHost)
        {
            if (_hosts.Add(hit.Host, hits))
                _hosts.Name(hit.Host, block.Bytes(mail.Ip));
            if (_ofAll.Hosts.Add(hit.Host, hits))
                _ofAll.Hosts.Name(hit.Host, block.Bytes(mail.Ip));
        }

        if (hit.HasDomain)
        {
            if (_domains.Add(hit.Domain, hits))
                _domains.Name(hit.Domain, HitReader.DomainOf(block.Bytes(mail.Sender)));
            if (_ofAll.Domains.Add(hit.Domain, hits))
                _ofAll.Domains.Name(hit.Domain, HitReader.DomainOf(block.Bytes(mail.Sender)));
        }
    }
}
