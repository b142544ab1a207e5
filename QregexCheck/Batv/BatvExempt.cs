using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Batv;

/// <summary>Who gets unsigned mail, as <c>control/batvexempt</c> lists them: <c>example.com</c>, <c>.example.com</c> for all below it, or an address.</summary>
internal sealed class BatvExempt
{
    private readonly List<byte[]> _entries = [];
    private readonly List<RuleError> _mistakes = [];

    private BatvExempt()
    {
    }

    /// <summary>The name of the control file.</summary>
    public static ReadOnlySpan<byte> FileName => "batvexempt"u8;

    public IReadOnlyList<RuleError> Mistakes => _mistakes;

    /// <summary>Reads the control file. A line that is no entry is left out, and named.</summary>
    public static BatvExempt Read(byte[] bytes)
    {
        var exempt = new BatvExempt();
        ControlFile file = ControlFile.Of(bytes);
        while (file.TryRead(out ControlLine line))
        {
            if (line.IsComment)
                continue;
            if (Problem(line.Bytes, out int offset) is { } problem)
                exempt._mistakes.Add(new RuleError(line.Number, line.Column + offset, problem + "; the line exempts nobody"));
            else
                exempt._entries.Add(line.Bytes.ToArray());
        }

        return exempt;
    }

    /// <summary>True for a host, or an address, that an entry names.</summary>
    public bool Holds(ReadOnlySpan<byte> hostOrAddress)
    {
        ReadOnlySpan<byte> domain = hostOrAddress[(hostOrAddress.LastIndexOf((byte)'@') + 1)..];
        foreach (byte[] entry in _entries)
        {
            if (entry.AsSpan().Contains((byte)'@') ? AsciiCase.Same(entry, hostOrAddress) : DomainEntry.Fit(entry, domain, isDeliveredHere: false) > 0)
                return true;
        }

        return false;
    }

    private static string? Problem(ReadOnlySpan<byte> line, out int offset)
    {
        int at = line.LastIndexOf((byte)'@');
        offset = 0;
        if (at < 0 || ByteOrderMark.Leads(line))
            return DomainName.Problem(line, out offset);
        if (at == 0)
            return "an address has a local part";
        string? problem = line[(at + 1)..].StartsWith("."u8) ? "a domain begins without a dot behind an @" : DomainName.Problem(line[(at + 1)..], out offset);
        offset += at + 1;
        return problem;
    }
}
