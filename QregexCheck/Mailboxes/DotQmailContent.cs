using System;

namespace QregexCheck.Mailboxes;

/// <summary>What a <c>.qmail</c> file tells qmail-local to do, as far as it can be known without running anything.</summary>
internal enum DotQmailKind
{
    /// <summary>It is empty: the default delivery of qmail-start.</summary>
    DefaultDelivery,

    /// <summary>Comments alone: the mail is accepted and thrown away.</summary>
    Nothing,

    /// <summary>Mailboxes and addresses.</summary>
    Delivers,

    /// <summary>A program, whose exit code nobody knows before; or what was not read may be one.</summary>
    Runs,

    /// <summary>qmail-local defers whatever comes.</summary>
    Defers,

    /// <summary>One instruction, which always bounces.</summary>
    Bounces,

    /// <summary>One instruction: vpopmail's vdelivermail, which bounces or deletes what has no mailbox.</summary>
    Vpopmail,

    /// <summary>One instruction: vmailmgr's vdeliver.</summary>
    Vmailmgr,

    /// <summary>One instruction: fastforward with a table.</summary>
    FastForward,
}

/// <summary>The content of a <c>.qmail</c> file, read as qmail-local reads it. Source: qmail-local.c, dot-qmail(5).</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Words">What it does, as a clause about the file.</param>
/// <param name="Command">With one program that is known: how it is called.</param>
internal sealed record DotQmailContent(DotQmailKind Kind, string Words, MailCommand? Command = null)
{
    /// <summary>
    /// Most bytes that are read of a file. A file that bounces has one line; a longer one is a mailing list, of which the beginning says enough.
    /// </summary>
    public const int MostBytes = 16 * 1024;

    private const uint OwnerMayExecute = 0x40;

    private static DotQmailContent NotRun => new(DotQmailKind.Defers, "delivers where only forwarding is allowed, and so qmail defers");

    /// <summary>Reads an open file.</summary>
    /// <exception cref="HostFileException">It can't be read.</exception>
    public static DotQmailContent Read(HostFile file)
    {
        // One byte more than the file has, so that one read meets its end.
        byte[] bytes = new byte[Math.Min(file.Size, MostBytes) + 1];
        int length = file.ReadAt(0, bytes);
        return Read(bytes.AsSpan(0, Math.Min(length, MostBytes)), length < bytes.Length, (file.Look.Mode & OwnerMayExecute) != 0);
    }

    /// <summary>Reads the content.</summary>
    /// <param name="bytes">The file's bytes from its beginning.</param>
    /// <param name="isWhole">True when these are all bytes of the file.</param>
    /// <param name="onlyForwards">True when the file's owner may execute it: then it may only forward.</param>
    public static DotQmailContent Read(ReadOnlySpan<byte> bytes, bool isWhole, bool onlyForwards)
    {
        if (bytes.IsEmpty)
            return Of(DotQmailKind.DefaultDelivery);
        bool isFirst = true;
        int instructions = 0;
        ReadOnlySpan<byte> program = default;
        ReadOnlySpan<byte> rest = bytes;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = WithoutRest(end < 0 ? rest : rest[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.IsEmpty && isFirst)
                return new DotQmailContent(DotQmailKind.Defers, "begins with a blank line, and so qmail defers");
            isFirst = false;
            if (line.IsEmpty || line[0] == '#')
                continue;
            if (line[0] == '+')
            {
                onlyForwards |= line.SequenceEqual("+list"u8);
                continue;
            }

            bool isProgram = line[0] == '|';
            if (onlyForwards && (isProgram || line[0] is (byte)'.' or (byte)'/'))
                return NotRun;
            instructions++;
            if (isProgram && program.IsEmpty)
                program = line;
        }

        if (program.IsEmpty)
        {
            return instructions > 0 ? Of(DotQmailKind.Delivers)
                : !isWhole ? new DotQmailContent(DotQmailKind.Runs, "is longer than 16 KiB: not read to its end")
                : Of(DotQmailKind.Nothing);
        }

        return instructions == 1 && isWhole && MailCommand.TryRead(program[1..]) is { } command ? Of(command)
            : Of(DotQmailKind.Runs);
    }

    /// <summary>The content that is of a kind, where no command is known.</summary>
    public static DotQmailContent Of(DotQmailKind kind) => new(kind, kind switch
    {
        DotQmailKind.DefaultDelivery => "is empty: default delivery",
        DotQmailKind.Nothing => "holds comments alone: accepted and thrown away",
        DotQmailKind.Delivers => "delivers",
        DotQmailKind.Runs => "runs a program",
        _ => "makes qmail defer",
    });

    /// <summary>The content that is one command.</summary>
    public static DotQmailContent Of(MailCommand command) => command.Kind switch
    {
        DotQmailKind.Bounces => new DotQmailContent(DotQmailKind.Bounces, "bounces everything", command),
        DotQmailKind.Delivers => new DotQmailContent(DotQmailKind.Delivers, "gives what has no mailbox to a catch-all", command),
        DotQmailKind.Vpopmail => new DotQmailContent(DotQmailKind.Vpopmail, "runs vdelivermail", command),
        DotQmailKind.Vmailmgr => new DotQmailContent(DotQmailKind.Vmailmgr, "runs vdeliver", command),
        _ => new DotQmailContent(DotQmailKind.FastForward, "runs fastforward", command),
    };

    /// <summary>A line as qmail-local sees it: without blanks and tabs at its end, and cut at a NUL, since it is a string of C.</summary>
    private static ReadOnlySpan<byte> WithoutRest(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd(" \t"u8);
        int nul = line.IndexOf((byte)0);
        return nul < 0 ? line : line[..nul];
    }
}
