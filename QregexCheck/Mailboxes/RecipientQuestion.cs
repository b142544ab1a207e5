using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Text;

namespace QregexCheck.Mailboxes;

/// <summary>One recipient that is asked about: what is asked of whom, and what was seen on the way to the answer.</summary>
internal sealed class RecipientQuestion
{
    private readonly ValidSource _valid;
    private readonly Func<int> _today;
    private string? _warning;
    private IReadOnlyList<Rules.RuleError> _slips = [];

    public RecipientQuestion(HostFiles files, QmailPlaces places, ValidSource valid, bool isRelayClient, Func<int> today)
    {
        Files = files;
        Places = places;
        IsRelayClient = isRelayClient;
        _valid = valid;
        _today = today;
    }

    public HostFiles Files { get; }

    public QmailPlaces Places { get; }

    public bool IsRelayClient { get; }

    /// <summary>What was looked at, in order.</summary>
    public List<Evidence> Trail { get; } = [];

    /// <summary>The entry that covers the recipient, once it is known. It says how old a snapshot may be.</summary>
    public CoveringEntry? Entry
    {
        get;
        set
        {
            field = value;
            if (Files.Snapshot is { } snapshot)
                snapshot.LongestAge = value?.Age ?? 0;
        }
    }

    /// <summary>The covered domains; null when there is no such control file.</summary>
    /// <exception cref="HostFileException">The file can't be read.</exception>
    public CoveredDomains? ReadCovered() => CoveredDomains.Read(Files, Places, _today);

    /// <summary>The entry that covers the recipient's domain; null when there is none. The first line that can't be used becomes the check's warning.</summary>
    /// <exception cref="HostFileException">The file can't be read.</exception>
    public CoveringEntry? FindEntry(CoveredDomains covered, ReadOnlySpan<byte> domain, bool isDeliveredHere)
    {
        Entry = covered.Covering(domain, isDeliveredHere);
        if (covered.Errors.Count > 0)
        {
            _slips = covered.Errors;
            Rules.RuleError error = _slips[0];
            _warning = $"{Escape.Text(Places.InRules(CoveringEntry.FileName), Plain.Message)}:{error.Line}:{error.Column}: {error.Message}";
        }

        return Entry;
    }

    /// <summary>What control/validrcptto says about a recipient.</summary>
    /// <param name="recipient">The address with its domain.</param>
    /// <param name="isSigned">True when a program made the local part: then only its own entry refuses it, and not the one of its domain.</param>
    /// <returns>Null when it says nothing.</returns>
    /// <exception cref="HostFileException">The file can't be read.</exception>
    public MailboxFinding? FindValid(ReadOnlySpan<byte> recipient, bool isSigned)
    {
        if (_valid(recipient) is not { Kind: not ValidKind.None } entry)
            return null;
        byte[] file = Places.InRules(AddressLists.FileName(AddressList.ValidRcptTo));
        var place = new ByteText().Add(file);
        if (entry.Line > 0)
            place.Add(":"u8).Add(entry.Line);
        ReadOnlySpan<byte> domain = recipient[recipient.LastIndexOf((byte)'@')..];
        (RecipientState state, byte[] words) = entry.Kind switch
        {
            ValidKind.Address => (RecipientState.Exists, "lists the address"u8.ToArray()),
            ValidKind.Domain => (RecipientState.Exists, [.. "lists "u8, .. domain]),
            ValidKind.NotAddress => (RecipientState.Missing, [.. "lists -"u8, .. recipient]),
            _ => (RecipientState.Missing, [.. "lists -"u8, .. domain, .. " and not the address"u8]),
        };
        if (entry is { Kind: ValidKind.NotDomain, DoubtfulLine: > 0 })
        {
            string name = Escape.Text(domain, Plain.Message);
            _warning ??= $"{Escape.Text(file, Plain.Message)}:{entry.DoubtfulLine}: something is amiss with this line, and it names {name}, "
                + $"so -{name} in line {entry.Line} is not followed; mend it: qregexcheck lint tells what it is";
            (state, words) = (RecipientState.Unknown, new ByteText().Add("lists -"u8).Add(domain).Add(", and something is amiss with line "u8)
                .Add(entry.DoubtfulLine).Add(", which names that domain"u8).Bytes.ToArray());
        }
        else if (entry is { Kind: ValidKind.NotDomain, HasAddresses: false })
        {
            _warning ??= $"{Escape.Text(place.Bytes, Plain.Message)}: -{Escape.Text(domain, Plain.Message)} stands without one address of that domain, "
                + "and is not followed; list the addresses, or take it out";
            (state, words) = (RecipientState.Unknown, [.. "lists -"u8, .. domain, .. " and no address of that domain"u8]);
        }
        else if (entry.Kind == ValidKind.NotDomain && isSigned)
        {
            state = RecipientState.Unknown;
        }

        Trail.Add(new Evidence(file, Escape.Text(words, Plain.Printable)));
        return new MailboxFinding(state, place.Add(" "u8).Add(words).Bytes.ToArray());
    }

    /// <summary>The finding where a file stands in the way. Where it is one of the check's own files, that is a warning, too.</summary>
    public MailboxFinding Trouble(HostFileException exception)
    {
        if (exception.Path.AsSpan().SequenceEqual(Places.InRules(CoveringEntry.FileName))
            || exception.Path.AsSpan().SequenceEqual(Places.InRules(AddressLists.FileName(AddressList.ValidRcptTo))))
            _warning ??=
                $"unable to read {Escape.Text(exception.Path, Plain.Message)}: {exception.Message}; recipients are not checked by it until it can be read";
        Trail.Add(new Evidence(exception.Path, exception.Message));
        string? advice = exception.Change is { } change ? ChmodAdvice.Command(change, exception.Path)
            : exception.IsDenied ? SnapshotAdvice.Join(Files, ChmodAdvice.For(Files, exception.Path), exception.Path) : null;
        return new MailboxFinding(RecipientState.Unknown, new ByteText().Add(exception.Path).Add(": "u8).Add(exception.Message).Bytes.ToArray(), false, advice);
    }

    /// <summary>The answer for a finding.</summary>
    public RecipientAnswer Answer(MailboxFinding finding)
    {
        byte[] why = finding.Why;
        if (Files.Snapshot is { Time: { } time } snapshot)
        {
            // What decided stands last, unless all of it did.
            bool isMissing = finding.State == RecipientState.Missing;
            Trail.InsertRange(isMissing || Trail.Count == 0 ? Trail.Count : Trail.Count - 1, snapshot.Relied);
            if (isMissing)
                why = new ByteText().Add(why).Add(", by the snapshot of "u8).Add(time).Bytes.ToArray();
        }

        return new RecipientAnswer
        {
            State = finding.State,
            Why = why,
            Evidence = Trail,
            Advice = finding.Advice,
            Warning = _warning,
            Slips = _slips,
            IsDisabled = finding.IsDisabled,
            Entry = Entry,
        };
    }
}
