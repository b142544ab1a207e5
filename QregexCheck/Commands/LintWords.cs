using System;
using QregexCheck.Lint;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>The words for severities, for people and in JSON.</summary>
internal static class LintWords
{
    public static ReadOnlySpan<byte> Of(Severity severity) => severity switch
    {
        Severity.Error => "error"u8,
        Severity.Warning => "warning"u8,
        _ => "note"u8,
    };

    /// <summary>A file's name with control bytes escaped. It may come from a glob.</summary>
    public static byte[] OfFile(string name) =>
        new ByteText().AddEscaped(System.Text.Encoding.UTF8.GetBytes(name), Plain.Message).Bytes.ToArray();
}
