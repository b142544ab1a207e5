using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Vectors;

/// <summary>The tables beside this file: pattern, subject, verdict and the clause that says so; every engine runs them, and glibc too.</summary>
public sealed class VectorTests
{
    [Fact]
    public void Every_vector_gets_its_verdict_from_us_and_from_glibc()
    {
        var engine = new OurEngine();
        var wrong = new List<string>();
        int vectors = 0;
        foreach (string path in Directory.GetFiles(Path.Combine(PublishedBinary.Root, "QregexCheck.Tests/Vectors"), "*.tsv"))
        {
            foreach (string line in File.ReadAllLines(path))
            {
                if (line.Length == 0 || line[0] == '#')
                    continue;
                string[] fields = line.Split('\t');
                Assert.Equal(4, fields.Length);
                vectors++;
                byte[] pattern = Unescape(fields[0]);
                byte[] subject = Unescape(fields[1]);
                string ours = engine.Verdict(pattern, subject);
                string theirs = Glibc.Verdict(pattern, subject);
                if (ours != fields[2] || theirs != fields[2])
                    wrong.Add($"{line}: ours {ours}, glibc {theirs}");
            }
        }

        Assert.Equal([], wrong);
        Assert.InRange(vectors, 150, int.MaxValue);
    }

    /// <summary><c>\xNN</c> is a byte, <c>\\</c> a backslash.</summary>
    private static byte[] Unescape(string text)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                bytes.AddRange(Encoding.Latin1.GetBytes(text.Substring(i, 1)));
            }
            else if (text[i + 1] == '\\')
            {
                bytes.Add((byte)'\\');
                i++;
            }
            else
            {
                Assert.Equal('x', text[i + 1]);
                bytes.Add(byte.Parse(text.AsSpan(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 3;
            }
        }

        return bytes.ToArray();
    }
}
