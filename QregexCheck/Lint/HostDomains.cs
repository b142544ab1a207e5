using System;
using System.Collections.Generic;
using QregexCheck.Cdb;
using QregexCheck.Control;

namespace QregexCheck.Lint;

/// <summary>
/// The domains whose mail this host takes, and those whose mail it delivers itself. Source: qmail-smtpd.c and rcpthosts.c for rcpthosts and morercpthosts.cdb;
/// qmail-send.c (rewrite, getcontrols) for locals, virtualdomains and me. Names are in small letters.
/// </summary>
internal sealed class HostDomains
{
    // Records of morercpthosts.cdb have no data.
    private const int LongestData = 64 * 1024;

    private readonly HashSet<string> _locals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _received = new(StringComparer.Ordinal);

    // Keys of virtualdomains, and whether they have a prefix. Of equal keys the last line counts.
    private readonly Dictionary<string, bool> _virtual = new(StringComparer.Ordinal);

    // Domains of which virtualdomains names single addresses.
    private readonly HashSet<string> _inPart = new(StringComparer.Ordinal);
    private readonly DomainNames _deliveredNames;
    private readonly DomainNames _receivedNames;
    private readonly CdbReader? _more;

    public HostDomains(RecipientFiles files)
    {
        KnowsDelivered = files.Locals is not null || files.Me is not null;
        KnowsReceived = files.Received is not null;
        ReadLocals(files);
        if (files.Virtual is not null)
            ReadVirtual(files.Virtual.Read());
        ReadInto(_received, files.Received?.Read());
        var delivered = new List<string>(_locals);
        delivered.AddRange(_inPart);
        foreach ((string key, bool hasPrefix) in _virtual)
        {
            if (hasPrefix)
                delivered.Add(key);
        }

        DeliversAny = delivered.Count > 0;
        _deliveredNames = new DomainNames(delivered);
        _receivedNames = new DomainNames(_received);
        if (files.MoreReceived is { } bytes)
            _more = new CdbReader((offset, buffer) => Copy(bytes, offset, buffer), bytes.Length);
    }

    /// <summary>True when it is known which domains are delivered here. Without locals and me qmail-send does not start.</summary>
    public bool KnowsDelivered { get; }

    /// <summary>True when it is known which domains are received. Without rcpthosts all are.</summary>
    public bool KnowsReceived { get; }

    /// <summary>True when mail for some domain is delivered here.</summary>
    public bool DeliversAny { get; }

    /// <summary>True when mail for a domain, or for some addresses of it, is delivered here. A suffix stands for what is below it.</summary>
    public bool Delivers(string domain) => _locals.Contains(domain) || _inPart.Contains(domain) || IsVirtual(domain);

    /// <summary>True when mail for something below a suffix, which begins with a dot, is delivered here.</summary>
    public bool DeliversBelow(string suffix) => _deliveredNames.HasBelow(suffix) || IsVirtual(suffix);

    /// <summary>True when a domain is in locals.</summary>
    public bool IsLocal(string domain) => _locals.Contains(domain);

    /// <summary>True when the last line of virtualdomains with this key has a prefix.</summary>
    public bool HasPrefix(string key) => _virtual.GetValueOrDefault(key);

    /// <summary>True when qmail-smtpd takes mail for a domain from everybody.</summary>
    public bool Receives(string domain)
    {
        for (int i = 0; i < domain.Length; i++)
        {
            if ((i == 0 || domain[i] == '.') && (_received.Contains(domain[i..]) || IsInMore(domain[i..])))
                return true;
        }

        return false;
    }

    /// <summary>True when rcpthosts has a line of this very name.</summary>
    public bool IsReceivedByName(string domain) => _received.Contains(domain);

    /// <summary>True when it takes mail for something below a suffix. What morercpthosts.cdb holds can't be listed, so with it anything may be.</summary>
    public bool ReceivesBelow(string suffix) => _more is not null || _receivedNames.HasBelow(suffix) || Receives(suffix);

    private bool IsVirtual(string domain)
    {
        for (int i = 0; i < domain.Length; i++)
        {
            if ((i == 0 || domain[i] == '.') && _virtual.TryGetValue(domain[i..], out bool hasPrefix))
                return hasPrefix;
        }

        return _virtual.GetValueOrDefault(string.Empty);
    }

    /// <summary>True also when the file can't be believed: then nothing is said about what is not in it.</summary>
    private bool IsInMore(string name)
    {
        try
        {
            return _more?.Find(System.Text.Encoding.Latin1.GetBytes(name), LongestData) is not null;
        }
        catch (CdbException)
        {
            return true;
        }
    }

    private void ReadLocals(RecipientFiles files)
    {
        if (files.Locals is null && files.Me is { } me)
            _locals.Add(DomainNames.Of(me.Line(1).TrimEnd(" \t"u8)));
        ReadInto(_locals, files.Locals?.Read());
    }

    private void ReadVirtual(ControlFile file)
    {
        while (file.TryRead(out ControlLine line))
        {
            int colon = line.IsComment ? -1 : line.Bytes.IndexOf((byte)':');
            if (colon < 0)
                continue;
            string key = DomainNames.Of(line.Bytes[..colon]);
            bool hasPrefix = colon + 1 < line.Bytes.Length;
            int at = key.LastIndexOf('@');
            if (at < 0)
                _virtual[key] = hasPrefix;
            else if (hasPrefix)
                _inPart.Add(key[(at + 1)..]);
        }
    }

    private static void ReadInto(HashSet<string> names, ControlFile? file)
    {
        while (file is not null && file.TryRead(out ControlLine line))
        {
            if (!line.IsComment)
                names.Add(DomainNames.Of(line.Bytes));
        }
    }

    private static int Copy(byte[] bytes, long offset, Span<byte> buffer)
    {
        int count = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
        if (count > 0)
            bytes.AsSpan((int)offset, count).CopyTo(buffer);
        return count;
    }
}
