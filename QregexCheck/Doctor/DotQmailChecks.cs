using System;
using System.Collections.Generic;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>Do <c>.qmail</c> files answer strangers, or bounce? Those of all users, of alias, and of vpopmail's mailboxes.</summary>
internal sealed class DotQmailChecks
{
    // A home with more is a list server's; all files together are bounded, too.
    private const int MostFilesInHome = 1000;
    private const int MostFiles = 50_000;

    // For each of them the routing files are read.
    private const int MostForwards = 20_000;

    private readonly ExaminedHost _host;
    private readonly Diagnoses _found;
    private readonly byte[] _domain;
    private readonly DomainChecks _domains;
    private int _files;
    private int _forwards;
    private int _closed;
    private byte[] _closedHome = [];

    private DotQmailChecks(ExaminedHost host, DomainChecks domains, byte[] domain, Diagnoses found) =>
        (_host, _domains, _domain, _found) = (host, domains, domain, found);

    private static ReadOnlySpan<byte> Stem => ".qmail"u8;

    /// <summary>Looks at all homes.</summary>
    /// <param name="host">The host.</param>
    /// <param name="homes">The homes.</param>
    /// <param name="domains">Tells whether an address is refused.</param>
    /// <param name="found">Takes the findings.</param>
    public static void Run(ExaminedHost host, IReadOnlyList<UserHome> homes, DomainChecks domains, Diagnoses found)
    {
        List<HostLine> locals = host.Lines(host.Control("locals"u8));
        var checks = new DotQmailChecks(host, domains, locals.Count > 0 ? locals[0].Bytes : host.Lines(host.Control("me"u8)) is [var me, ..] ? me.Bytes : [],
            found);
        foreach (UserHome home in homes)
            checks.Run(home);
        if (checks._closed > 0)
            host.Miss(checks._closedHome, checks._closed == 1 ? "can't be listed" : $"can't be listed, nor can {checks._closed - 1} other homes");
    }

    private void Run(UserHome home)
    {
        FileLook look = _host.Look(home.Path);
        if (look.Kind == FileKind.Absent)
            return;
        if (_host.TryNames(home.Path) is not { } names)
        {
            if (look.Kind is FileKind.Directory or FileKind.Denied && _closed++ == 0)
                _closedHome = home.Path;
            return;
        }

        int files = 0;
        foreach (byte[] name in names)
        {
            byte[] path = [.. home.Path, (byte)'/', .. name];
            if (home.Domain is not null && name is not [(byte)'.', ..])
                path = [.. path, .. "/.qmail"u8];
            else if (!name.AsSpan().StartsWith(Stem))
                continue;
            if (++files > MostFilesInHome || ++_files > MostFiles)
            {
                _host.Miss(home.Path, "has more .qmail files than are looked at");
                return;
            }

            Check(home, name, path);
        }
    }

    private void Check(UserHome home, byte[] name, byte[] path)
    {
        if (_host.Look(path).Kind != FileKind.Regular || _host.Beginning(path, DotQmailContent.MostBytes, out bool isWhole) is not { } bytes)
            return;
        foreach (HostLine line in ExaminedHost.LinesOf(bytes))
            CheckLine(path, line);
        if (DotQmailContent.Read(bytes, isWhole, onlyForwards: false).Kind != DotQmailKind.Bounces || AddressOf(home, name) is not { } address)
            return;
        if (_domains.Bounces(address))
        {
            _found.Add(
                Ailment.BouncingUser, path, $"bounces all mail to {ExaminedHost.Shown(address)}, and no check refuses it first", PastedCommand.Of("rm ",
                    path));
        }
    }

    private void CheckLine(byte[] path, in HostLine line)
    {
        ReadOnlySpan<byte> text = line.Bytes;
        if (text is [(byte)'|', ..])
        {
            if (Program(text) is { } program)
                _found.Add(Ailment.AutoAnswer, path, $"runs {program}, which answers mail, also that of forged senders", null, line.Number);
        }
        else if (text is [(byte)'&', ..] || (char.IsAsciiLetterOrDigit((char)text[0]) && text.Contains((byte)'@')))
        {
            ReadOnlySpan<byte> address = text.TrimStart("& "u8);
            if (address.Contains((byte)'@') && ++_forwards > MostForwards)
                _host.Miss(path, $"has forwards behind the first {MostForwards}, which alone are looked at");
            else if (address.Contains((byte)'@') && IsElsewhere(address.ToArray()))
                _found.Add(Ailment.AutoAnswer, path, $"forwards to {ExaminedHost.Shown(address)}: what that host refuses is bounced from here", null,
                    line.Number);
        }
    }

    /// <summary>The program of a command line that answers mail; null when there is none.</summary>
    private static string? Program(ReadOnlySpan<byte> command)
    {
        // Source: vacation(1), autorespond(1), qmail-autoresponder(1), mailbot(1).
        return Names(command, "vacation"u8) ? "vacation" : Names(command, "autorespond"u8) ? "autorespond" : Names(command, "autoresponder"u8) ? "autoresponder"
            : Names(command, "mailbot"u8) ? "mailbot" : Names(command, "qmail-autoresponder"u8) ? "qmail-autoresponder" : null;
    }

    /// <summary>True when a program's name stands in a command as a word, perhaps behind directories.</summary>
    private static bool Names(ReadOnlySpan<byte> command, ReadOnlySpan<byte> name)
    {
        int at = command.IndexOf(name);
        if (at <= 0 || command[at - 1] is not ((byte)'|' or (byte)' ' or (byte)'\t' or (byte)'/' or (byte)'"' or (byte)'\''))
            return false;
        return at + name.Length == command.Length || !char.IsAsciiLetterOrDigit((char)command[at + name.Length]);
    }

    private bool IsElsewhere(byte[] address)
    {
        try
        {
            return !MailRouting.Of(_host.Files, _host.Places, address, []).IsLocal;
        }
        catch (HostFileException)
        {
            return false;
        }
    }

    /// <summary>
    /// The address that a file is for; null for the files of many addresses, which <see cref="DomainChecks"/> looks at, and where it is not known.
    /// </summary>
    private byte[]? AddressOf(UserHome home, byte[] name)
    {
        if (name.AsSpan().EndsWith("default"u8))
            return null;
        if (home.Domain is not null)
            return name is [(byte)'.', ..] ? name.Length > 7 ? [.. Extension(name), (byte)'@', .. home.Domain] : null : [.. name, (byte)'@', .. home.Domain];
        if (_domain.Length == 0 || (name.Length <= 7 && (name.Length == 7 || home.User.Length == 0)))
            return null;
        byte[] local = name.Length <= 7 ? home.User : home.User.Length == 0 ? Extension(name) : [.. home.User, (byte)'-', .. Extension(name)];
        return [.. local, (byte)'@', .. _domain];
    }

    /// <summary>What follows <c>.qmail-</c>; a colon stands for a dot.</summary>
    private static byte[] Extension(byte[] name)
    {
        byte[] extension = name[7..];
        extension.AsSpan().Replace((byte)':', (byte)'.');
        return extension;
    }
}
