using System;
using QregexCheck.Control;

namespace QregexCheck.Mailboxes;

/// <summary><c>control/validrcptto</c> as text: addresses that exist, and some that don't.</summary>
internal static class ValidRecipients
{
    /// <summary>
    /// Longest entry in bytes, and so one more than the longest recipient. qmail-smtpd refuses an address of more than 900 (qmail-smtpd.c addrparse).
    /// </summary>
    public const int LongestAddress = 1_000;

    /// <summary>Longest line in bytes. A longer one is no address, and perhaps no file of lines. It must not take more memory than that.</summary>
    public const int LongestLine = 64 * 1024;

    /// <summary>Gives what looks an address up. The file is opened and read through at each look-up, and a line of it held in memory.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    public static ValidSource FromText(HostFiles files, QmailPlaces places) => recipient => Find(files, places, recipient);

    /// <summary>What is amiss with an entry, as a clause about it; null when nothing is.</summary>
    /// <param name="entry">The entry as <see cref="ControlFile"/> hands it out, no comment.</param>
    public static string? Problem(ReadOnlySpan<byte> entry) => ValidLine.Read(entry).Problem;

    /// <summary>Bytes for a <see cref="ControlFile"/>, of lines that are not too long.</summary>
    /// <param name="source">The file's bytes.</param>
    /// <param name="tooLong">Makes the exception to throw at a line that is too long.</param>
    public static ByteSource Bounded(ByteSource source, Func<Exception> tooLong)
    {
        int line = 0;
        return buffer =>
        {
            int count = source(buffer);
            ReadOnlySpan<byte> read = buffer[..count];
            int newline = read.LastIndexOf((byte)'\n');
            line = newline < 0 ? line + count : count - newline - 1;
            return line <= LongestLine ? count : throw tooLong();
        };
    }

    private static ValidEntry? Find(HostFiles files, QmailPlaces places, ReadOnlySpan<byte> recipient)
    {
        byte[] path = places.InRules(AddressLists.FileName(AddressList.ValidRcptTo));
        using HostFile? file = files.Open(path);
        if (file is null)
            return null;
        Span<byte> room = stackalloc byte[ValidQuestion.Room];
        if (!ValidQuestion.TryMake(recipient, room, out ValidQuestion question))
            return new ValidEntry(ValidKind.None, 0, false);
        return Find(new ControlFile(new LineReader(Bounded(file.Read, () => new HostFileException(path, "a line of it is longer than 64 KB")))), question);
    }

    private static ValidEntry Find(ControlFile file, in ValidQuestion question)
    {
        int notAddress = 0;
        int domain = 0;
        int notDomain = 0;
        bool hasAddresses = false;
        int doubtful = 0;
        while (file.TryRead(out ControlLine line))
        {
            if (line.IsComment)
                continue;
            ValidLine entry = ValidLine.Read(line.Bytes);
            if (entry.Problem is not null && doubtful == 0 && NamedDomains.Has(line.Bytes, question.Domain))
                doubtful = line.Number;
            if (entry.Text.IsEmpty || !ValidLine.IsSame(entry.Domain, question.Domain))
                continue;
            hasAddresses |= entry.IsAddress;
            if (ValidLine.IsSame(entry.Text, question.Address))
                return new ValidEntry(ValidKind.Address, line.Number, false);
            if (notAddress == 0 && ValidLine.IsSame(entry.Text, question.NotAddress))
                notAddress = line.Number;
            else if (domain == 0 && entry.At == 0)
                domain = line.Number;
            else if (notDomain == 0 && ValidLine.IsSame(entry.Text, question.NotDomain))
                notDomain = line.Number;
        }

        return notAddress > 0 ? new ValidEntry(ValidKind.NotAddress, notAddress, false)
            : domain > 0 ? new ValidEntry(ValidKind.Domain, domain, false)
            : notDomain > 0 ? new ValidEntry(ValidKind.NotDomain, notDomain, hasAddresses, doubtful)
            : new ValidEntry(ValidKind.None, 0, false);
    }
}
