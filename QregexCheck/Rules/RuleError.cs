namespace QregexCheck.Rules;

/// <summary>What is wrong with a line, and where. Columns count bytes from 1.</summary>
/// <param name="Line">The line's number, from 1.</param>
/// <param name="Column">The column of the first byte at fault.</param>
/// <param name="Message">What is wrong and what to do, in one clause without a final stop.</param>
internal readonly record struct RuleError(int Line, int Column, string Message);
