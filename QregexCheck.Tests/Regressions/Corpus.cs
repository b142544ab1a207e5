using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Regressions;

/// <summary>
/// The files beside this one. Each is an input that once led to a crash, a wrong verdict or a way past the rules, with the right answer.
/// </summary>
/// <remarks>
/// A line is a word, a blank and a text. <c>#</c> begins a remark. In a text <c>\xNN</c> is a byte, and <c>\r</c>, <c>\n</c> and <c>\\</c> mean
/// the same as in C. <c>\{900a}</c> is 900 times what follows the number. The first word names the kind of file, see <see cref="Replay"/>.
/// </remarks>
internal static class Corpus
{
    private static readonly string Folder = Path.Combine(PublishedBinary.Root, "QregexCheck.Tests", "Regressions");

    /// <summary>The names of all files.</summary>
    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The lines of a file.</summary>
    public static List<Line> Read(string name)
    {
        var lines = new List<Line>();
        foreach (string line in File.ReadAllLines(Path.Combine(Folder, name + ".txt"), Encoding.Latin1))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] parts = line.Split(' ', 2);
            lines.Add(new Line(parts[0], parts.Length == 2 ? Unescape(parts[1]) : string.Empty));
        }

        return lines;
    }

    private static string Unescape(string text)
    {
        var bytes = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                bytes.Append(text[i]);
                continue;
            }

            char what = text[++i];
            switch (what)
            {
                case 'x':
                    bytes.Append((char)int.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    i += 2;
                    break;
                case '{':
                    int end = text.IndexOf('}', i);
                    string times = string.Concat(text.Skip(i + 1).TakeWhile(char.IsAsciiDigit));
                    bytes.Insert(bytes.Length, text[(i + 1 + times.Length)..end], int.Parse(times, CultureInfo.InvariantCulture));
                    i = end;
                    break;
                default:
                    bytes.Append(what switch
                    {
                        'r' => '\r',
                        'n' => '\n',
                        '\\' => '\\',
                        _ => throw new FormatException($"\\{what} is no escape"),
                    });
                    break;
            }
        }

        return bytes.ToString();
    }

    /// <summary>A line of a file; its text is Latin-1, a character a byte.</summary>
    internal sealed record Line(string Word, string Text);
}
