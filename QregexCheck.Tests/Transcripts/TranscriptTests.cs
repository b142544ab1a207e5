using System;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Transcripts;

/// <summary>
/// sh runs NAME.sh under env -, in an empty directory. $QREGEXCHECK names the published program, which is found in PATH; its path may hold
/// blanks. All that the script prints, on either output, is compared with NAME.exp. <c>make golden</c> sets QREGEXCHECK_GOLDEN, which writes
/// NAME.exp anew: read the diff.
/// </summary>
public sealed class TranscriptTests
{
    private static readonly string Folder = Path.Combine(PublishedBinary.Root, "QregexCheck.Tests", "Transcripts");

    public static TheoryData<string> Names => new(Directory.GetFiles(Folder, "*.sh").Select(file => Path.GetFileNameWithoutExtension(file)).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_transcript_is_what_it_was(string name)
    {
        using var empty = new ControlFolder();
        string expectation = Path.Combine(Folder, name + ".exp");
        Outcome outcome = new Child("/bin/sh", Path.Combine(Folder, name + ".sh"))
        {
            Environment = ["QREGEXCHECK=qregexcheck", $"PATH={Path.GetDirectoryName(PublishedBinary.Path)}:/usr/bin:/bin"],
            Directory = empty.Path,
            Wires = new System.Collections.Generic.Dictionary<int, Wire> { [2] = Wire.SameAs(1) },
        }.Run();
        if (Environment.GetEnvironmentVariable("QREGEXCHECK_GOLDEN") is not null)
            File.WriteAllBytes(expectation, Encoding.Latin1.GetBytes(outcome.Output));
        string expected = File.Exists(expectation) ? Encoding.Latin1.GetString(File.ReadAllBytes(expectation)) : string.Empty;
        Assert.True(expected == outcome.Output, Difference(expectation, outcome.Output));
        Assert.NotEqual(string.Empty, outcome.Output);
    }

    /// <summary>Every expectation belongs to a script; a script that was renamed leaves none behind.</summary>
    [Fact]
    public void Every_expectation_has_its_script() =>
        Assert.All(Directory.GetFiles(Folder, "*.exp"), file => Assert.True(File.Exists(Path.ChangeExtension(file, ".sh")), file));

    private static string Difference(string expectation, string actual)
    {
        using ControlFolder folder = new ControlFolder().With("actual", actual);
        Outcome diff = new Child("/usr/bin/diff", "-u", expectation, folder.Of("actual")).Run();
        return "the transcript differs; if it should, run make golden\n" + diff.Output + diff.Error;
    }
}
