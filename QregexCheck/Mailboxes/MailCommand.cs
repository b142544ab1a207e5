using System;
using System.Buffers.Text;
using System.Collections.Generic;

namespace QregexCheck.Mailboxes;

/// <summary>A command line of a <c>.qmail</c> file that does one thing for certain.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Program">The program as it is called.</param>
/// <param name="File">With fastforward: its table.</param>
/// <param name="UsesDefault">With fastforward: true for <c>-d</c>, which asks for DEFAULT@HOST.</param>
internal sealed record MailCommand(DotQmailKind Kind, byte[] Program, byte[]? File = null, bool UsesDefault = false)
{
    // The longest form has three words; a fourth shows that it is another.
    private const int MostWords = 4;

    private static ReadOnlySpan<byte> ShellBytes => "|;&<>$`()\\\n\r"u8;

    private static ReadOnlySpan<byte> BareMarks => "_./@:+,-%"u8;

    /// <summary>Reads the part behind the bar. Only exact forms are read: for any doubt what a shell would make of it there is no answer.</summary>
    /// <returns>Null for every other command.</returns>
    public static MailCommand? TryRead(ReadOnlySpan<byte> line)
    {
        var words = new List<byte[]>(MostWords);
        if (!TryReadWords(line, words) || words.Count == 0)
            return null;
        byte[] program = words[0];
        ReadOnlySpan<byte> name = program.AsSpan(program.AsSpan().LastIndexOf((byte)'/') + 1);
        if (words.Count == 2 && (IsBouncingExit(program, words[1]) || program.AsSpan().SequenceEqual("bouncesaying"u8)))
            return new MailCommand(DotQmailKind.Bounces, program);
        if (name.SequenceEqual("vdelivermail"u8) && words.Count == 3 && words[1].Length == 0)
            return OfVpopmail(program, words[2]);
        if (name.SequenceEqual("vdeliver"u8) && words.Count == 1)
            return new MailCommand(DotQmailKind.Vmailmgr, program);
        if (!name.SequenceEqual("fastforward"u8))
            return null;
        bool usesDefault = words.Count == 3 && words[1].AsSpan().SequenceEqual("-d"u8);
        bool isRead = (words.Count == 2 || usesDefault) && words[^1] is not ([] or [(byte)'-', ..]);
        return isRead ? new MailCommand(DotQmailKind.FastForward, program, words[^1], usesDefault) : null;
    }

    private static MailCommand? OfVpopmail(byte[] program, ReadOnlySpan<byte> fallback)
    {
        if (fallback.SequenceEqual("bounce-no-mailbox"u8) || fallback.SequenceEqual("delete"u8))
            return new MailCommand(DotQmailKind.Vpopmail, program);
        return fallback is [(byte)'/', ..] || fallback.IndexOf((byte)'@') > 0 ? new MailCommand(DotQmailKind.Delivers, program) : null;
    }

    /// <summary>True for the shell's own <c>exit</c> with a code by which qmail-local bounces. Source: qmail-local.c mailprogram, qmail-command(8).</summary>
    private static bool IsBouncingExit(ReadOnlySpan<byte> program, ReadOnlySpan<byte> code)
    {
        if (!program.SequenceEqual("exit"u8) || !Utf8Parser.TryParse(code, out byte number, out int length) || length != code.Length || code[0] == '0')
            return false;
        return number is 100 or 64 or 65 or 70 or 76 or 77 or 78 or 112;
    }

    /// <summary>True for bytes that mean themselves to a shell wherever they stand in a word without quotes.</summary>
    private static bool IsBare(byte b) => char.IsAsciiLetterOrDigit((char)b) || BareMarks.Contains(b);

    /// <summary>Reads words as a shell does where nothing is special but blanks and quotes.</summary>
    private static bool TryReadWords(ReadOnlySpan<byte> line, List<byte[]> words)
    {
        foreach (byte b in line)
        {
            if (ShellBytes.Contains(b))
                return false;
        }

        while (true)
        {
            line = line.TrimStart(" \t"u8);
            if (line.IsEmpty)
                return true;
            if (words.Count == MostWords)
                return false;
            int end;
            if (line[0] is (byte)'\'' or (byte)'"')
            {
                end = line[1..].IndexOf(line[0]) + 2;
                if (end < 2 || words.Count == 0)
                    return false;
                words.Add(line[1..(end - 1)].ToArray());
            }
            else
            {
                end = line.IndexOfAny(" \t"u8);
                end = end < 0 ? line.Length : end;
                foreach (byte b in line[..end])
                {
                    if (!IsBare(b))
                        return false;
                }

                words.Add(line[..end].ToArray());
            }

            // What follows a quote without a blank belongs to the same word.
            if (end < line.Length && line[end] is not ((byte)' ' or (byte)'\t'))
                return false;
            line = line[end..];
        }
    }
}
