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
        byte[]? idHost = null;
        var recipients = new RecipientFiles { IsWhole = true };
        foreach ((string name, string text) in files)
        {
            var file = new LintedFile(name, Latin(text));
            switch (name)
            {
                case "checkrcpthosts":
                    recipients = recipients with { Covered = file };
                    break;
                case "validrcptto":
                    recipients = recipients with { Valid = file };
                    break;
                case "locals":
                    recipients = recipients with { Locals = file };
                    break;
                case "virtualdomains":
                    recipients = recipients with { Virtual = file };
                    break;
                case "me":
                    recipients = recipients with { Me = file };
                    break;
                case "idhost":
                    idHost = Latin(text.Trim());
                    break;
                case "rcpthosts":
                    recipients = recipients with { Received = file };
                    domains.Add(Latin(text.Trim()));
                    break;
                default:
                    linted.Add(new LintedFile(name, LintedFile.ListOf(name), Latin(text)));
                    break;
            }
        }

        return [.. Linter.Run(linted, domains, Today, static (_, _) => { }, Workers.Alone, idHost), .. RecipientChecks.Run(recipients, Today)];
    }

    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    public static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.Latin1.GetString(bytes);
}
