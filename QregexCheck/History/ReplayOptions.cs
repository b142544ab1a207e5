namespace QregexCheck.History;

/// <summary>What a replay is to do.</summary>
/// <param name="Relays">Clients that may relay, where a log does not tell.</param>
/// <param name="AsksRecipients">True when recipients are looked up, too: those that checkrcpthosts refused count as refused by a rule.</param>
/// <param name="Examples">How many examples a rule has at most.</param>
internal sealed record ReplayOptions(RelayNetworks Relays, bool AsksRecipients, int Examples);
