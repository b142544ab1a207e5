using System.Collections.Generic;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>What the command line of <c>qregexcheck lint</c> says.</summary>
/// <param name="Directory">Where the control files are, rcpthosts and locals among them.</param>
/// <param name="WritesJson">One JSON object a line instead of text for people.</param>
/// <param name="IsStrict">True when a warning is worth exit code 100, too.</param>
/// <param name="Files">Files and globs; none for the directory's own.</param>
internal sealed record LintOptions(ControlDirectory Directory, bool WritesJson, bool IsStrict, IReadOnlyList<string> Files);
