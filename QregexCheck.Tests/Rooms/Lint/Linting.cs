using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Lint;
using QregexCheck.Proof;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>Runs the linter on texts.</summary>
internal static class Linting
{
    /// <summary>The day on which the tests take place.</summary>
    public static readonly int Today = new DateOnly(2026, 12, 1).DayNumber;

    public static IReadOnlyList<Finding> Lint(params (string Name, string Text)[] files)
    {
        var linted = new List<LintedFile>();
        var domains = new List<byte[]>();
        foreach ((string name, string text) in files)
        {
            if (name is "rcpthosts")
                domains.Add(Latin(text.Trim()));
            else
                linted.Add(new LintedFile(name, LintedFile.ListOf(name), Latin(text)));
        }

        return Linter.Run(linted, domains, Today, static (_, _) => { }, Workers.Alone);
    }

    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    public static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.Latin1.GetString(bytes);
}
