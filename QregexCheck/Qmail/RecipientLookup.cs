using System;
using QregexCheck.Decision;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>Asks the recipient check on this host. Each look is a new one: nothing is kept from one recipient to the next.</summary>
internal sealed class RecipientLookup
{
    private readonly ControlDirectory _rules;
    private readonly QmailPlaces _places;
    private readonly Func<CompiledFile?>? _compiled;

    /// <param name="rules">The directory of the rules. checkrcpthosts and validrcptto are read there.</param>
    /// <param name="compiled">Gives its compiled file, which the caller has opened for this check; null where each look-up opens it anew.</param>
    public RecipientLookup(ControlDirectory rules, Func<CompiledFile?>? compiled = null)
    {
        _rules = rules;
        _compiled = compiled;
        _places = new QmailPlaces(QmailHome.Path, rules.Path.ToArray());
    }

    /// <summary>True when NORCPTCHECK is set: no recipient is looked up. An empty value counts as set.</summary>
    public static bool IsOff => Environ.IsSet("NORCPTCHECK\0"u8);

    /// <summary>Looks the recipient of an envelope up.</summary>
    /// <param name="envelope">An envelope with a recipient.</param>
    /// <returns>Null when the check is off.</returns>
    public RecipientAnswer? Ask(Envelope envelope)
    {
        var files = new LocalHostFiles(_places.Home);
        using var snapshot = new SnapshotLookup(_rules);
        return RecipientCheck.Ask(
            files, _places, ValidLookup.Of(_rules, files, _places, _compiled), envelope.JudgedRecipient, envelope.IsRelayClient, UtcDay.Today, snapshot.Open);
    }
}
