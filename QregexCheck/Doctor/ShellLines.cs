using System;
using System.Collections.Generic;
using System.Text;

namespace QregexCheck.Doctor;

/// <summary>
/// The lines of a run script as its shell reads them: without remarks, those that a backslash binds together as one, without quotes and with one blank between
/// words, and with the values of the variables that it has set to a plain text before. What a shell would have to run stays as it is written.
/// </summary>
internal static class ShellLines
{
    // A value may hold another one twice, and that one the next.
    private const int MostBytes = 16 * 1024;

    /// <summary>Reads lines without remarks in the first column.</summary>
    public static List<HostLine> Of(IReadOnlyList<HostLine> lines)
    {
        var values = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var read = new List<HostLine>(lines.Count);
        for (int i = 0; i < lines.Count; i++)
        {
            int number = lines[i].Number;
            if (lines[i].Bytes.AsSpan().TrimStart(" \t"u8) is [(byte)'#', ..])
                continue;
            var joined = new List<byte>(lines[i].Bytes);
            while (joined is [.., (byte)'\\'] && i + 1 < lines.Count && lines[i + 1].Number == lines[i].Number + 1)
            {
                joined[^1] = (byte)' ';
                joined.AddRange(lines[++i].Bytes);
            }

            byte[] text = Words(Substituted(joined.ToArray(), values));
            Remember(text, values);
            read.Add(new HostLine(number, text));
        }

        return read;
    }

    private static byte[] Substituted(byte[] line, Dictionary<string, byte[]> values)
    {
        var text = new List<byte>(line.Length);
        for (int at = 0; at < line.Length; at++)
        {
            bool isBraced = line[at] == (byte)'$' && at + 1 < line.Length && line[at + 1] == (byte)'{';
            int begin = at + (isBraced ? 2 : 1);
            int end = begin;
            while (end < line.Length && IsOfName(line[end]))
                end++;
            if (text.Count > MostBytes)
                return line;
            if (line[at] == (byte)'$' && (!isBraced || (end < line.Length && line[end] == (byte)'}'))
                && values.TryGetValue(Encoding.Latin1.GetString(line, begin, end - begin), out byte[]? value))
            {
                text.AddRange(value);
                at = isBraced ? end : end - 1;
            }
            else
            {
                text.Add(line[at]);
            }
        }

        return text.Count <= MostBytes ? text.ToArray() : line;
    }

    private static byte[] Words(byte[] line)
    {
        var text = new List<byte>(line.Length);
        byte quote = 0;
        foreach (byte b in line)
        {
            bool isBegin = text.Count == 0 || text[^1] == (byte)' ';
            if (b == (byte)'#' && isBegin && quote == 0)
                break;
            if (b is (byte)'"' or (byte)'\'' && (quote == 0 || quote == b))
                quote = quote == 0 ? b : (byte)0;
            else if (b is not ((byte)' ' or (byte)'\t'))
                text.Add(b);
            else if (!isBegin)
                text.Add((byte)' ');
        }

        return text.ToArray();
    }

    /// <summary>Keeps the value of a line that sets one variable, and sets it to what is known without running anything.</summary>
    private static void Remember(byte[] line, Dictionary<string, byte[]> values)
    {
        ReadOnlySpan<byte> text = line.AsSpan().StartsWith("export "u8) ? line.AsSpan("export ".Length) : line;
        int sign = text.IndexOf((byte)'=');
        if (sign <= 0)
            return;
        foreach (byte b in text[..sign])
        {
            if (!IsOfName(b))
                return;
        }

        string name = Encoding.Latin1.GetString(text[..sign]);
        ReadOnlySpan<byte> value = text[(sign + 1)..];
        int end = value.IndexOf((byte)';');
        value = (end < 0 ? value : value[..end]).TrimEnd((byte)' ');
        if (value.IndexOfAny("$`"u8) >= 0)
            values.Remove(name);
        else
            values[name] = value.ToArray();
    }

    /// <summary>True for a byte that may stand in the name of a variable.</summary>
    public static bool IsOfName(byte sign) => char.IsAsciiLetterOrDigit((char)sign) || sign == (byte)'_';
}
