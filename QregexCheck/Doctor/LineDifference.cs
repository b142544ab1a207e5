using System;
using System.Collections.Generic;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>The lines in which two states of a file differ, in the form of <c>diff -u0</c>. Source: POSIX, diff, "Diff -u Output Format".</summary>
internal static class LineDifference
{
    /// <summary>Writes the difference of one stretch of lines. Bytes that would not print are escaped.</summary>
    /// <param name="text">Takes it.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="before">Its bytes; null where there is no file.</param>
    /// <param name="after">Its new bytes.</param>
    public static void Add(ByteText text, ReadOnlySpan<byte> path, byte[]? before, byte[] after)
    {
        List<byte[]> old = Lines(before ?? []);
        List<byte[]> changed = Lines(after);
        int same = 0;
        while (same < old.Count && same < changed.Count && old[same].AsSpan().SequenceEqual(changed[same]))
            same++;
        int tail = 0;
        while (tail < Math.Min(old.Count, changed.Count) - same && old[^(tail + 1)].AsSpan().SequenceEqual(changed[^(tail + 1)]))
            tail++;
        if (before is null)
            text.Add("--- /dev/null\n"u8);
        else
            text.Add("--- "u8).AddEscaped(path, Plain.FileName).Add("\n"u8);
        text.Add("+++ "u8).AddEscaped(path, Plain.FileName).Add("\n@@ "u8);
        AddPlace(text.Add("-"u8), same, old.Count - tail);
        AddPlace(text.Add(" +"u8), same, changed.Count - tail);
        text.Add(" @@\n"u8);
        AddLines(text, (byte)'-', old, same, old.Count - tail);
        AddLines(text, (byte)'+', changed, same, changed.Count - tail);
    }

    private static void AddPlace(ByteText text, int from, int to)
    {
        // A stretch without lines is named by the line before it.
        text.Add(to == from ? from : from + 1);
        if (to - from != 1)
            text.Add(","u8).Add(to - from);
    }

    private static void AddLines(ByteText text, byte sign, List<byte[]> lines, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            bool isWhole = lines[i] is [.., (byte)'\n'];
            text.Add(sign).AddEscaped(isWhole ? lines[i].AsSpan(..^1) : lines[i], Plain.Message).Add("\n"u8);
            if (!isWhole)
                text.Add("\\ No newline at end of file\n"u8);
        }
    }

    /// <summary>The lines with their newlines.</summary>
    private static List<byte[]> Lines(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<byte[]>();
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            int length = end < 0 ? bytes.Length : end + 1;
            lines.Add(bytes[..length].ToArray());
            bytes = bytes[length..];
        }

        return lines;
    }
}
