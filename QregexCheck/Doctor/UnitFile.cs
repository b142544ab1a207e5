using System;
using System.Collections.Generic;

namespace QregexCheck.Doctor;

/// <summary>A file in the syntax of systemd. Source: systemd.syntax(7).</summary>
internal static class UnitFile
{
    /// <summary>
    /// The settings of its section <c>[Service]</c>, each as <c>NAME=VALUE</c> without blanks around the sign. One that goes on in further lines has the number
    /// of its first.
    /// </summary>
    public static List<HostLine> Settings(ExaminedHost host, ReadOnlySpan<byte> path)
    {
        var settings = new List<HostLine>();
        bool isService = false;
        foreach (HostLine line in Lines(host, path))
        {
            int sign = line.Bytes.AsSpan().IndexOf((byte)'=');
            if (line.Bytes[0] == '[')
                isService = line.Bytes.AsSpan().SequenceEqual("[Service]"u8);
            else if (isService && sign > 0)
                settings.Add(new HostLine(line.Number, [.. line.Bytes.AsSpan(0, sign).TrimEnd(" \t"u8), .. "="u8, .. Value(line.Bytes.AsSpan(sign + 1))]));
        }

        return settings;
    }

    /// <summary>Its lines, without the blanks before and behind them, and without comments. A backslash at a line's end binds the next one to it.</summary>
    public static List<HostLine> Lines(ExaminedHost host, ReadOnlySpan<byte> path)
    {
        var lines = new List<HostLine>();
        var whole = new List<byte>();
        int first = 0;
        foreach (HostLine line in host.Lines(path))
        {
            ReadOnlySpan<byte> text = Value(line.Bytes);

            // A comment may stand between the lines of one setting.
            if (text is [] or [(byte)'#' or (byte)';', ..])
                continue;
            first = whole.Count == 0 ? line.Number : first;
            bool goesOn = text is [.., (byte)'\\'];
            whole.AddRange(goesOn ? text[..^1].TrimEnd(" \t"u8) : text);
            if (goesOn)
            {
                whole.Add((byte)' ');
                continue;
            }

            lines.Add(new HostLine(first, [.. whole]));
            whole.Clear();
        }

        if (whole.Count > 1)
            lines.Add(new HostLine(first, [.. whole]));
        return lines;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text) => text.Trim(" \t\r"u8);
}
