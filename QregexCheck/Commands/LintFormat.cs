namespace QregexCheck.Commands;

/// <summary>The readers for whom findings are written.</summary>
internal enum LintFormat
{
    /// <summary>People, and editors that read compilers' messages.</summary>
    Text,

    /// <summary>Programs: one object on each line, and all findings.</summary>
    Json,

    /// <summary>GitHub Actions, which shows each finding at its line.</summary>
    GitHub,
}
