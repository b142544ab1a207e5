using System.Collections.Generic;
using QregexCheck.Lint;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>What the command line of <c>qregexcheck lint</c> says.</summary>
/// <param name="Directory">Where the control files are, rcpthosts and locals among them.</param>
/// <param name="Format">For whom findings are written.</param>
/// <param name="IsStrict">True when a warning is worth exit code 100, too.</param>
/// <param name="ShowsAll">True when each finding is shown, however many of its kind there are.</param>
/// <param name="Ignored">Kinds of findings that are not shown, and count for nothing.</param>
/// <param name="Files">Files and globs; none for the directory's own.</param>
internal sealed record LintOptions(
    ControlDirectory Directory, LintFormat Format, bool IsStrict, bool ShowsAll, IReadOnlySet<FindingKind> Ignored, IReadOnlyList<string> Files);
