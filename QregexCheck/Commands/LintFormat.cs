namespace QregexCheck.Commands;

/// <summary>For whom findings are written.</summary>
internal enum LintFormat
{
    /// <summary>People, and editors that know compilers.</summary>
    Text,

    /// <summary>Programs: one object a line, and all findings.</summary>
    Json,

    /// <summary>GitHub Actions, which show each at its line.</summary>
    GitHub,
}
