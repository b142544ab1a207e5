using System;
using System.Collections.Generic;
using System.Globalization;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>Adds entries to <c>checkrcpthosts</c> that only log: so a domain comes under the check, and nobody is refused yet.</summary>
internal static class LoggedEntries
{
    private static ReadOnlySpan<byte> OnlyLogs => "#: action=log\n"u8;

    /// <summary>The line of a file that is about a domain and no other one; null when there is none.</summary>
    public static HostLine? Find(byte[] bytes, ReadOnlySpan<byte> domain)
    {
        foreach (HostLine line in ExaminedHost.LinesOf(bytes))
        {
            ReadOnlySpan<byte> name = DomainEntry.IsExclusion(line.Bytes) ? line.Bytes.AsSpan(1) : line.Bytes;
            if (AsciiCase.Same(name, domain))
                return line;
        }

        return null;
    }

    /// <summary>The file with entries behind all that is there.</summary>
    /// <param name="bytes">The file's bytes; empty for a file that is to be made.</param>
    /// <param name="domains">The entries: domains, or those with a dot before them.</param>
    /// <param name="problem">Why nothing can be added; null when it was.</param>
    public static byte[]? Add(byte[] bytes, IReadOnlyList<byte[]> domains, out string? problem)
    {
        problem = EndsInAnnotations(bytes) is var line and > 0
            ? string.Create(CultureInfo.InvariantCulture, $"line {line} is an annotation of no entry, and would become one of the entry that is added")
            : null;
        if (problem is not null)
            return null;
        var text = new ByteText().Add(bytes);
        if (bytes is not ([] or [.., (byte)'\n']))
            text.Add((byte)'\n');
        foreach (byte[] domain in domains)
            text.Add(OnlyLogs).Add(domain).Add((byte)'\n');
        return text.Bytes.ToArray();
    }

    /// <summary>The domains that were added between two states of the file.</summary>
    /// <returns>Null when the one is not the other with such entries behind it.</returns>
    public static List<byte[]>? Added(byte[] before, byte[] after)
    {
        var domains = new List<byte[]>();
        if (!after.AsSpan().StartsWith(before))
            return null;
        ReadOnlySpan<byte> rest = after.AsSpan(before.Length);
        if (before is not ([] or [.., (byte)'\n']) && rest is [(byte)'\n', ..])
            rest = rest[1..];
        while (rest.StartsWith(OnlyLogs))
        {
            rest = rest[OnlyLogs.Length..];
            int end = rest.IndexOf((byte)'\n');
            if (end <= 0 || DomainEntry.Problem(rest[..end], out _) is not null)
                return null;
            domains.Add(rest[..end].ToArray());
            rest = rest[(end + 1)..];
        }

        return rest.IsEmpty && domains.Count > 0 ? domains : null;
    }

    /// <summary>The number of the first annotation behind the last entry; 0 when there is none.</summary>
    private static int EndsInAnnotations(byte[] bytes)
    {
        int first = 0;
        RandomSource source = ExaminedHost.SourceOf(bytes);
        int read = 0;
        var file = new ControlFile(new LineReader(Next));
        while (file.TryRead(out ControlLine line))
        {
            if (!line.IsComment)
                first = 0;
            else if (first == 0 && AnnotationParser.IsAnnotation(line.Bytes))
                first = line.Number;
        }

        return first;

        int Next(Span<byte> room)
        {
            int count = source(read, room);
            read += count;
            return count;
        }
    }
}
