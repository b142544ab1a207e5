using QregexCheck.Decision;

namespace QregexCheck.Queue;

/// <summary>What is known of a recipient when all about him was asked.</summary>
/// <param name="HandedOn">The address for the next program: without the tag, where it is one of ours.</param>
/// <param name="Verdict">The decision about him, if the message were for him alone.</param>
internal readonly record struct AskedRecipient(byte[] HandedOn, Verdict Verdict);

/// <summary>Asks about a recipient.</summary>
/// <param name="recipient">The address as it stands in the envelope.</param>
/// <param name="isBounce">True when the sender is the null sender.</param>
internal delegate AskedRecipient AskRecipient(byte[] recipient, bool isBounce);
