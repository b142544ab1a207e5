using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QregexCheck.Conversion;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>
/// The samples of other programs' forms in <c>control-samples/convert</c>: the first line of each tells the command, and what that makes stands beside it.
/// <c>make golden</c> writes these files anew.
/// </summary>
public sealed class SampleConversionsTests
{
    private const string Folder = "control-samples/convert/";

    public static TheoryData<string> Formats => new(ConversionFormats.Names());

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_sample_becomes_what_stands_beside_it(string format)
    {
        string[] words = File.ReadLines(Repository.PathOf(Folder + format)).First().Split(' ');
        Assert.Equal(["#", "qregexcheck", "convert", "--from", format], words[..5]);
        Assert.Equal([format, ">"], words[^3..^1]);
        int good = Array.IndexOf(words, "--good");
        using var folder = new FreshDirectory();
        File.Copy(Repository.PathOf(Folder + format), Path.Combine(folder.Path, format));
        (string output, int code) = Repository.RunScript($"{string.Join(' ', words[1..])} 2> said", folder.Path);
        string said = File.ReadAllText(Path.Combine(folder.Path, "said"));
        Assert.Equal((string.Empty, said.Contains(": warning: ", StringComparison.Ordinal) ? 100 : 0), (output, code));
        var made = new Dictionary<string, string>();
        string[] lists = good < 0 ? [words[^1]] : [words[^1], words[good + 1]];
        foreach (string list in lists)
            made.Add($"{format}.{list}", File.ReadAllText(Path.Combine(folder.Path, list)));
        if (said.Length > 0)
            made.Add(format + ".said", said);
        if (Environment.GetEnvironmentVariable("QREGEXCHECK_GOLDEN") is not null)
        {
            foreach ((string name, string text) in made)
                File.WriteAllText(Repository.PathOf(Folder + name), text);
        }

        Assert.Equal(
            made.Keys.Order(StringComparer.Ordinal),
            Directory.GetFiles(Repository.PathOf(Folder)).Select(static path => Path.GetFileName(path))
                .Where(name => name.StartsWith(format + ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        foreach ((string name, string text) in made)
            Assert.Equal(Repository.Read(Folder + name), text);

        // What is made can be used as it is.
        (string findings, _) = Repository.RunScript($"qregexcheck lint --ignore open-right --ignore open-left {string.Join(' ', lists)}", folder.Path);
        Assert.Contains("\n0 errors, ", "\n" + findings, StringComparison.Ordinal);
    }
}
