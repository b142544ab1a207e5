using QregexCheck.Mailboxes;
using QregexCheck.Rules;

namespace QregexCheck.Lint;

/// <summary>An entry of control/checkrcpthosts that is looked at.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">The column of its first byte; above 1 only behind a NUL.</param>
/// <param name="Text">What stands there.</param>
/// <param name="Annotation">What the comments above it say.</param>
internal sealed record LintedEntry(int Line, int Column, byte[] Text, Annotation Annotation)
{
    /// <summary>True when it takes domains out.</summary>
    public bool IsExclusion => DomainEntry.IsExclusion(Text);

    /// <summary>What it is about, in small letters and without its <c>!</c>: <c>*</c>, a domain, or a suffix that begins with a dot.</summary>
    public string Name { get; } = DomainNames.Of(DomainEntry.IsExclusion(Text) ? Text[1..] : Text);
}
