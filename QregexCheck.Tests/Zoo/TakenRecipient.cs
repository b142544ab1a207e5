namespace QregexCheck.Tests.Zoo;

/// <summary>What a model server took for a recipient, with all that it knew then.</summary>
/// <param name="Helo">The name it took out of HELO or EHLO.</param>
/// <param name="Sender">The sender it took.</param>
/// <param name="Recipient">The recipient.</param>
/// <param name="IsRelayClient">True when the client has proved who it is.</param>
internal readonly record struct TakenRecipient(string Helo, string Sender, string Recipient, bool IsRelayClient);
