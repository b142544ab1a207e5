using System.Collections.Generic;
using QregexCheck.Lint;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>What the command line of <c>qregexcheck lint</c> says.</summary>
/// <param name="Directory">The directory of the control files, rcpthosts and locals included.</param>
/// <param name="Format">The readers for whom findings are written.</param>
/// <param name="IsStrict">True when a warning also leads to exit code 100.</param>
/// <param name="ShowsAll">True when each finding is shown, however many of its kind there are.</param>
/// <param name="Ignored">Kinds of findings that are not shown and do not count.</param>
/// <param name="HasColor">True for colours.</param>
/// <param name="Files">Files and globs; empty for the directory's own lists.</param>
internal sealed record LintOptions(
    ControlDirectory Directory,
    LintFormat Format,
    bool IsStrict,
    bool ShowsAll,
    IReadOnlySet<FindingKind> Ignored,
    bool HasColor,
    IReadOnlyList<string> Files);
