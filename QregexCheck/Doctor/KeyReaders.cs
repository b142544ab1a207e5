using System;
using System.Globalization;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>Who must read the key of signed senders: who runs qmail-remote signs, and who runs qmail-smtpd judges.</summary>
/// <remarks>
/// qmail's users have the names that it was built with. qmail-remote's owns the file in which it keeps the hosts that time out. Source: conf-users, hier.c,
/// qmail-tcpto(8).
/// </remarks>
/// <param name="Sender">As whom qmail-remote runs; null when it is not known.</param>
/// <param name="Judge">As whom qmail-smtpd runs; null when it is not known.</param>
internal sealed record KeyReaders(SmtpUser? Sender, SmtpUser? Judge)
{
    private static ReadOnlySpan<byte> Passwd => "/etc/passwd"u8;

    /// <summary>Finds both.</summary>
    /// <param name="host">The host.</param>
    /// <param name="judge">As whom qmail-smtpd runs; null when it is not known.</param>
    public static KeyReaders Of(ExaminedHost host, SmtpUser? judge)
    {
        FileLook timeouts = host.Look(host.Home("queue/lock/tcpto"u8));
        SmtpUser? sender = timeouts.Kind == FileKind.Regular && timeouts.Owner != 0 ? new SmtpUser(timeouts.Owner, timeouts.Group) : Qmailr(host);
        return new KeyReaders(sender, judge);
    }

    /// <summary>The command by which he who signs owns the key, and the group of him who judges has it.</summary>
    /// <param name="host">The host, which knows the names.</param>
    /// <param name="file">The key's path.</param>
    /// <returns>Null when it can't be said.</returns>
    public string? Chown(ExaminedHost host, ReadOnlySpan<byte> file) => Sender is null || Judge is null ? null
        : PastedCommand.Of($"chown {OwnerName(host)}:{GroupName(host)} ", file);

    /// <summary>The name of him who signs, or his number; null when he is not known.</summary>
    public string? OwnerName(ExaminedHost host) => Sender is null ? null : NameOf(host, Passwd, Sender.User);

    /// <summary>The name of the group of him who judges, or its number; null when he is not known.</summary>
    public string? GroupName(ExaminedHost host) => Judge is null ? null : NameOf(host, "/etc/group"u8, Judge.Group);

    private static SmtpUser? Qmailr(ExaminedHost host)
    {
        foreach (HostLine line in host.Lines(Passwd))
        {
            if (line.Bytes.AsSpan().StartsWith("qmailr:"u8) && PasswdEntry.Parse(line.Bytes) is { } entry)
                return new SmtpUser(entry.User, entry.Group);
        }

        return null;
    }

    /// <summary>The name of a number in a file whose lines are name, password, number. Source: passwd(5), group(5).</summary>
    private static string NameOf(ExaminedHost host, ReadOnlySpan<byte> file, uint wanted)
    {
        foreach (HostLine line in host.Lines(file))
        {
            ReadOnlySpan<byte> rest = line.Bytes;
            ReadOnlySpan<byte> name = Cut(ref rest);
            Cut(ref rest);
            if (UserFields.TryNumber(Cut(ref rest), out uint number) && number == wanted && ShellWord.Of(name) is { } shown)
                return shown;
        }

        return wanted.ToString(CultureInfo.InvariantCulture);
    }

    private static ReadOnlySpan<byte> Cut(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)':');
        ReadOnlySpan<byte> field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return field;
    }
}
