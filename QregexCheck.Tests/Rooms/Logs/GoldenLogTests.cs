using System;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Logs;
using QregexCheck.Tests.Papers;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

/// <summary>A log of each format that <see cref="LogReader"/> reads line by line, and what each of its lines tells.</summary>
public sealed class GoldenLogTests
{
    private static readonly string Folder = Repository.PathOf("QregexCheck.Tests/Rooms/Logs/Golden");

    public static TheoryData<string> Logs => [.. Directory.GetFiles(Folder, "*.log").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Logs))]
    public void Each_line_of_a_log_tells_what_is_written_beside_it(string name)
    {
        string[] lines = File.ReadAllText(Path.Combine(Folder, name + ".log"), Encoding.Latin1).Split('\n')[..^1];
        string told = string.Concat(lines.Select(line => ReadLine.Told(line) + "\n"));
        Assert.Equal(File.ReadAllText(Path.Combine(Folder, name + ".told"), Encoding.Latin1), told);
    }

    /// <summary>The lines of one format never look like another's, so a file may hold them all.</summary>
    [Fact]
    public void One_log_of_all_formats_tells_the_same_as_each_alone()
    {
        LogReader reader = ReadLine.In("UTC");
        var together = new EventBlock();
        int alone = 0;
        foreach (string name in Directory.GetFiles(Folder, "*.log"))
        {
            foreach (string line in File.ReadAllText(name, Encoding.Latin1).Split('\n')[..^1])
            {
                reader.Read(Encoding.Latin1.GetBytes(line), together);
                alone += ReadLine.Told(line) is var told && told.Contains(" no mail", StringComparison.Ordinal) | told.Contains(" strange", StringComparison.Ordinal)
                    | told == "not ours" ? 0 : 1;
            }
        }

        Assert.Equal(alone, together.Events.Length);
    }
}
