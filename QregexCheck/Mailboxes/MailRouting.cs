using System;
using System.Collections.Generic;
using QregexCheck.Control;

namespace QregexCheck.Mailboxes;

/// <summary>
/// Routes a recipient as qmail-send does, by its control files. Source: qmail-send.c (rewrite, getcontrols), control.c, constmap.c, qmail-send(8).
/// </summary>
/// <remarks>
/// A file is read once and line by line, for the few keys that the address has. So a file of 100,000 domains takes no memory. qmail-send reads the files when
/// it starts, and locals and virtualdomains again at SIGHUP. What it has in its memory can't be seen; the files count here as they are now.
/// </remarks>
internal sealed class MailRouting
{
    private static ReadOnlySpan<byte> BehindLocals => "\n \t"u8;

    private readonly HostFiles _files;
    private readonly QmailPlaces _places;
    private readonly List<Evidence>? _trail;

    private byte[]? _me;
    private bool _isMeKnown;

    private MailRouting(HostFiles files, QmailPlaces places, List<Evidence>? trail)
    {
        _files = files;
        _places = places;
        _trail = trail;
    }

    /// <summary>The route of a recipient.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="recipient">The address as it will be queued.</param>
    /// <param name="trail">Gets the files that were asked, and what they say.</param>
    /// <exception cref="HostFileException">A file can't be read, or qmail-send would not start with these files. Then it can't be told.</exception>
    public static Route Of(HostFiles files, QmailPlaces places, ReadOnlySpan<byte> recipient, List<Evidence> trail) =>
        new MailRouting(files, places, trail).Rewrite(recipient);

    /// <summary>The domain of a recipient as it was addressed: behind its last <c>@</c>, or where there is none, the one that qmail-send appends.</summary>
    /// <exception cref="HostFileException">A file can't be read. Then it can't be told.</exception>
    public static byte[] Domain(HostFiles files, QmailPlaces places, ReadOnlySpan<byte> recipient)
    {
        byte[] address = new MailRouting(files, places, trail: null).Complete(recipient, out _);
        return address[(address.AsSpan().LastIndexOf((byte)'@') + 1)..];
    }

    private Route Rewrite(ReadOnlySpan<byte> recipient)
    {
        byte[] address = Complete(recipient, out int at);
        int length = address.Length;
        byte[] percentHack = PathOf("/control/percenthack"u8);
        using (HostControlFile? file = HostControlFile.Open(_files, percentHack))
        {
            if (file is not null)
                length = PercentHack.Undo(address, at, file);
            Note(
                percentHack,
                file is null ? "no such file" : length < address.Length ? "lists the domain: a % of the address takes the place of its @" : "changes nothing");
        }

        ReadOnlySpan<byte> rewritten = address.AsSpan(0, length);
        at = rewritten.LastIndexOf((byte)'@');
        if (IsInLocals(rewritten[(at + 1)..]))
        {
            RequireStart();
            return new Route(IsLocal: true, rewritten.ToArray());
        }

        byte[] prefix = PrefixOf(rewritten, at);
        return prefix.Length == 0
            ? new Route(IsLocal: false, rewritten.ToArray())
            : new Route(IsLocal: true, [.. prefix, (byte)'-', .. rewritten]);
    }

    /// <summary>The address with a domain, and the offset of the <c>@</c> that divides it: the first of those that qmail-send appends.</summary>
    private byte[] Complete(ReadOnlySpan<byte> recipient, out int at)
    {
        at = recipient.LastIndexOf((byte)'@');
        byte[] address = at >= 0 ? recipient.ToArray() : [.. recipient, (byte)'@', .. HostWithoutAt()];
        if (at < 0)
            at = recipient.Length;

        // In the queue a NUL ends an address. No address of SMTP gets there with one.
        if (address.AsSpan().Contains((byte)0))
            throw new HostFileException(PathOf("/control/locals"u8), "not asked: the address holds a NUL");
        return address;
    }

    /// <summary>What stands for the domain of an address without one. Source: control.c control_rldef, as qmail-send.c calls it.</summary>
    private byte[] HostWithoutAt()
    {
        byte[] path = PathOf("/control/envnoathost"u8);
        byte[]? host = HostControlFile.FirstLine(_files, path);
        Note(path, host is null ? "no such file" : "completes the address");
        return host ?? Me() ?? "envnoathost"u8.ToArray();
    }

    private byte[]? Me()
    {
        if (_isMeKnown)
            return _me;
        byte[] path = PathOf("/control/me"u8);
        _me = HostControlFile.FirstLine(_files, path);
        _isMeKnown = true;
        Note(path, _me is null ? "no such file" : "read");
        return _me;
    }

    /// <summary>
    /// Makes sure that qmail-send starts, where locals alone gives the route: it reads all of its control files first. Source: qmail-send.c getcontrols.
    /// </summary>
    /// <exception cref="HostFileException">A file can't be read.</exception>
    private void RequireStart()
    {
        if (!_isMeKnown)
            _files.Open(PathOf("/control/me"u8))?.Dispose();
        _files.Open(PathOf("/control/virtualdomains"u8))?.Dispose();
    }

    private bool IsInLocals(ReadOnlySpan<byte> domain)
    {
        byte[] path = PathOf("/control/locals"u8);
        bool isListed = false;
        using HostControlFile? file = HostControlFile.Open(_files, path);
        if (file is null)
        {
            isListed = IsMe(domain, Me() ?? throw new HostFileException(path, "no such file, and no control/me: qmail-send does not start"));
            Note(path, isListed ? "no such file, so control/me is the one local domain: this one" : "no such file, so control/me is the one local domain");
            return isListed;
        }

        file.PassOver(KeySieve.Of(domain.ToArray(), [domain.Length], BehindLocals.ToArray()));
        while (!isListed && file.Entries.TryRead(out ControlLine line))
            isListed = !line.IsComment && AsciiCase.Same(line.Bytes, domain);
        Note(path, isListed ? "lists the domain" : "does not list the domain");
        return isListed;
    }

    /// <summary>True when control/me, which stands for a missing locals, is the domain. A NUL ends a key here too.</summary>
    private static bool IsMe(ReadOnlySpan<byte> domain, ReadOnlySpan<byte> me)
    {
        while (true)
        {
            int nul = me.IndexOf((byte)0);
            if (AsciiCase.Same(nul < 0 ? me : me[..nul], domain))
                return true;
            if (nul < 0)
                return false;
            me = me[(nul + 1)..];
        }
    }

    /// <summary>The prefix that virtualdomains gives to an address; empty when it gives none, or an empty one.</summary>
    private byte[] PrefixOf(ReadOnlySpan<byte> address, int at)
    {
        byte[] path = PathOf("/control/virtualdomains"u8);
        using HostControlFile? file = HostControlFile.Open(_files, path);
        if (file is null)
        {
            Note(path, "no such file");
            return [];
        }

        // Every key is an end of the address. The longest one that stands in the file decides, and the last of the lines that have it.
        file.PassOver(KeysOf(address, at));
        byte[]? prefix = null;
        int keyLength = 0;
        while (file.Entries.TryRead(out ControlLine line))
        {
            ReadOnlySpan<byte> bytes = line.Bytes;
            int colon = line.IsComment ? -1 : bytes.IndexOf((byte)':');
            if (colon < keyLength || colon > address.Length)
                continue;
            int start = address.Length - colon;
            if (IsStartOfKey(address, at, start) && AsciiCase.Same(bytes[..colon], address[start..]))
            {
                prefix = bytes[(colon + 1)..].ToArray();
                keyLength = colon;
            }
        }

        Note(path, prefix is null ? "does not list the domain" : prefix.Length == 0 ? "lists the domain without a prefix: it is remote" : "lists the domain");
        return prefix ?? [];
    }

    private static KeySieve? KeysOf(ReadOnlySpan<byte> address, int at)
    {
        var lengths = new List<int>();
        for (int start = 0; start <= address.Length; start++)
        {
            if (IsStartOfKey(address, at, start))
                lengths.Add(address.Length - start);
        }

        return KeySieve.Of(address.ToArray(), [.. lengths], [(byte)':']);
    }

    private static bool IsStartOfKey(ReadOnlySpan<byte> address, int at, int start) =>
        start == 0 || start == at + 1 || start == address.Length || (start > at && address[start] == (byte)'.');

    private byte[] PathOf(ReadOnlySpan<byte> name) => [.. _places.Home, .. name];

    private void Note(byte[] path, string words) => _trail?.Add(new Evidence(path, words));
}
