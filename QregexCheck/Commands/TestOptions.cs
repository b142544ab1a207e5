using System.Collections.Generic;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>The options of the command line of <c>qregexcheck test</c>.</summary>
/// <param name="Directory">The directory of the control files.</param>
/// <param name="Sender">The envelope sender; null when it is not to be judged.</param>
/// <param name="Helo">The HELO host name; null when it is not to be judged.</param>
/// <param name="ClientIp">The client's address, empty for none; null when it is not given.</param>
/// <param name="IsRelayClient">True to leave out the norelay lists.</param>
/// <param name="WritesJson">True to write one JSON object on each line instead of text for people.</param>
/// <param name="IsQuiet">True to write only a summary.</param>
/// <param name="User">The user who reads the control files; null for the caller himself.</param>
/// <param name="Recipients">The recipients as bytes. <c>-</c> stands for a list on standard input.</param>
internal sealed record TestOptions(
    ControlDirectory Directory,
    byte[]? Sender,
    byte[]? Helo,
    byte[]? ClientIp,
    bool IsRelayClient,
    bool WritesJson,
    bool IsQuiet,
    byte[]? User,
    IReadOnlyList<byte[]> Recipients);
