using System;

namespace QregexCheck.Logs;

/// <summary>The form of mailfront's lines: <c>mailfront[PID]: TEXT</c>. Source: protocol-smtp.c and bglibs' msg.</summary>
internal static class MailfrontLine
{
    public static ReadOnlySpan<byte> Program => "mailfront["u8;

    /// <summary>What its older versions are called: smtpfront-qmail and others.</summary>
    public static ReadOnlySpan<byte> OlderProgram => "smtpfront-"u8;

    /// <summary>Takes the program's name and process.</summary>
    /// <param name="text">The line; behind it what mailfront says.</param>
    /// <param name="process">The process.</param>
    public static bool TryTakeProcess(scoped ref ReadOnlySpan<byte> text, out int process)
    {
        process = 0;
        int bracket = text.IndexOf((byte)'[');
        if (bracket < 0)
            return false;
        text = text[(bracket + 1)..];
        return DecimalNumber.TryTakeProcess(ref text, out process) && DecimalNumber.TryTake(ref text, "]: "u8);
    }
}
