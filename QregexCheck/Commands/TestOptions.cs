using System.Collections.Generic;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>What the command line of <c>qregexcheck test</c> says.</summary>
/// <param name="Directory">Where the control files are.</param>
/// <param name="Sender">The envelope sender; null when it is not to be judged.</param>
/// <param name="Helo">The HELO host name; null when it is not to be judged.</param>
/// <param name="IsRelayClient">True to leave the norelay files out.</param>
/// <param name="WritesJson">One JSON object a line instead of text for people.</param>
/// <param name="IsQuiet">Only a summary.</param>
/// <param name="User">The user to read the files as; null for who has called.</param>
/// <param name="Recipients">The recipients as bytes; <c>-</c> stands for a list on standard input.</param>
internal sealed record TestOptions(
    ControlDirectory Directory,
    byte[]? Sender,
    byte[]? Helo,
    bool IsRelayClient,
    bool WritesJson,
    bool IsQuiet,
    byte[]? User,
    IReadOnlyList<byte[]> Recipients);
