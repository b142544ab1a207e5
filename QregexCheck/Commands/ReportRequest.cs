using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>What the command line of <c>report</c> asks for.</summary>
/// <param name="Directory">The directory of the control files.</param>
/// <param name="Logs">Where past mail is read.</param>
/// <param name="Unused">How many days of log are asked for before a rule without a hit is one to look at.</param>
/// <param name="Top">How many sources are told of each rule.</param>
/// <param name="IsStrict">True when rules that can't hit lead to exit code 100.</param>
/// <param name="WritesJson">True for JSON.</param>
/// <param name="HasColor">True for colours.</param>
/// <param name="Page">Where the page is written; null without one.</param>
internal sealed record ReportRequest(
    ControlDirectory Directory, LogOptions Logs, int Unused, int Top, bool IsStrict, bool WritesJson, bool HasColor, byte[]? Page);
