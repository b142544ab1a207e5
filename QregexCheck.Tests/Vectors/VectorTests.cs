using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using QregexCheck.Tests.Parity;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Vectors;

/// <summary>The tables beside this file: pattern, subject, verdict and the clause that says so; all engines of the matrix run them.</summary>
public sealed class VectorTests
{
    private readonly ITestOutputHelper _output;

    public VectorTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Every_vector_gets_its_verdict_from_all_engines()
    {
        var matrix = new Matrix(_output);
        foreach (string path in Directory.GetFiles(Path.Combine(PublishedBinary.Root, "QregexCheck.Tests/Vectors"), "*.tsv"))
        {
            foreach (string line in File.ReadAllLines(path))
            {
                if (line.Length == 0 || line[0] == '#')
                    continue;
                string[] fields = line.Split('\t');
                Assert.Equal(4, fields.Length);
                matrix.Ask(RuleLines.OfTable(Unescape(fields[0])), [Unescape(fields[1])], [Verdict(fields[2])]);
            }
        }

        matrix.Close();
        Assert.InRange(matrix.Pairs, 150, long.MaxValue);
        Assert.Equal([], matrix.Silent);
    }

    private static Answer Verdict(string word) => word switch
    {
        "match" => new Answer(1, string.Empty, string.Empty),
        "nomatch" => new Answer(0, string.Empty, string.Empty),
        _ => new Answer(0, Answer.Number(1), word["error:".Length..] + " "),
    };

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
