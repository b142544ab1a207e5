using System.Collections.Generic;
using QregexCheck.History;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>What the command line of <c>replay</c> asks for.</summary>
/// <param name="Directory">The rules that are tried.</param>
/// <param name="Against">The rules that they are compared with; null for what the log says.</param>
/// <param name="Logs">Where past mail is read.</param>
/// <param name="Sent">Logs of qmail-send, which tell to whom somebody here has written.</param>
/// <param name="Options">How it is judged.</param>
/// <param name="IsForced">True when few lines that are understood are enough.</param>
/// <param name="WritesJson">True for JSON.</param>
/// <param name="HasColor">True for colours.</param>
internal sealed record ReplayRequest(
    ControlDirectory Directory,
    ControlDirectory? Against,
    LogOptions Logs,
    IReadOnlyList<byte[]> Sent,
    ReplayOptions Options,
    bool IsForced,
    bool WritesJson,
    bool HasColor);
