using System;
using System.Buffers;
using QregexCheck.Text;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads a published list of domains: one a line, as <c>d</c>, <c>@d</c>, or, for what is below d alone, <c>.d</c> or <c>*.d</c>. Such a list does not
/// say whether a domain stands for what is below it, too. The caller does.
/// </summary>
internal static class DomainList
{
    private static readonly SearchValues<byte> DomainBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"u8);

    // What stands in no address without quotes, and most likely means a pattern, or words around an address.
    private static readonly SearchValues<byte> OddUserBytes = SearchValues.Create(" \t*?^$|\\()[]<>,;:\""u8);

    public static void Read(ReadOnlySpan<byte> file, ConversionTarget target, bool withSubdomains, ConversionSink sink)
    {
        var lines = new SourceLines(ByteOrderMark.Without(file));
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            ReadOnlySpan<byte> name = WithoutRemark(line).Trim(" \t\r"u8);
            if (name.IsEmpty)
                continue;
            int column = line.IndexOf(name) + 1;
            if (Problem(name, target) is { } problem)
                sink.LeaveOut(lines.Number, column, problem);
            else
                sink.Add(new SourceRule(PatternOf(name, target, withSubdomains), IsNegated: false, SourceAction.Reject, Reply: null, lines.Number));
        }
    }

    /// <summary>A remark begins with a <c>#</c>, at the front of the line or behind a blank.</summary>
    private static ReadOnlySpan<byte> WithoutRemark(ReadOnlySpan<byte> line)
    {
        for (int at = 0; at < line.Length; at++)
        {
            if (line[at] == (byte)'#' && (at == 0 || line[at - 1] is (byte)' ' or (byte)'\t'))
                return line[..at];
        }

        return line;
    }

    private static string? Problem(ReadOnlySpan<byte> name, ConversionTarget target)
    {
        ReadOnlySpan<byte> domain = DomainOf(name, out _);
        int at = domain.LastIndexOf((byte)'@');
        if (at >= 0 && target == ConversionTarget.BadHelo)
            return "an address, and a HELO name is none";
        ReadOnlySpan<byte> host = domain[(at + 1)..];
        if (host.IsEmpty || host[0] == (byte)'.' || host.IndexOf(".."u8) >= 0)
            return "this is no domain";
        int odd = host.IndexOfAnyExcept(DomainBytes);
        return odd < 0 ? ProblemOfUser(name[..(name.LastIndexOf((byte)'@') + 1)])
            : host[odd] >= 0x80 ? "a domain comes over SMTP in its ASCII form; write it as xn--"
            : host[odd] is (byte)' ' or (byte)'\t' ? "there is more than one domain in the line"
            : "this byte can't stand in a domain";
    }

    /// <summary>An address is one to the letter: what looks like a pattern about users would silently refuse nobody, or another than it means.</summary>
    private static string? ProblemOfUser(ReadOnlySpan<byte> user)
    {
        if (user.Length < 2)
            return null;
        int odd = user[..^1].IndexOfAny(OddUserBytes);
        return odd >= 0 && user[odd] is (byte)' ' or (byte)'\t' ? "there is more than one domain in the line"
            : odd >= 0 || user[0] is (byte)'@' or (byte)'.' || user[..^1].Contains((byte)'@') ? "this is no address without quotes or wildcards"
            : null;
    }

    /// <summary>A domain without what stands around it, or an address.</summary>
    private static ReadOnlySpan<byte> DomainOf(ReadOnlySpan<byte> name, out bool isBelow)
    {
        name = name.EndsWith("."u8) ? name[..^1] : name;
        if (name.StartsWith("@"u8))
            name = name[1..];
        isBelow = name.StartsWith("."u8) || name.StartsWith("*."u8);
        return isBelow ? name[(name.IndexOf((byte)'.') + 1)..] : name;
    }

    private static byte[] PatternOf(ReadOnlySpan<byte> name, ConversionTarget target, bool withSubdomains)
    {
        ReadOnlySpan<byte> domain = DomainOf(name, out bool isBelow);
        if (domain.Contains((byte)'@'))
            return LiteralPattern.Whole(domain);
        if (isBelow)
            return LiteralPattern.Ending("\\."u8, domain);
        if (target == ConversionTarget.BadHelo)
            return LiteralPattern.Ending(withSubdomains ? "(^|\\.)"u8 : "^"u8, domain);
        return LiteralPattern.Ending(withSubdomains ? "[@.]"u8 : "@"u8, domain);
    }
}
