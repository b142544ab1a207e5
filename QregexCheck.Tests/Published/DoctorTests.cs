using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>qregexcheck doctor</c> on a qmail that is laid down. What the machine around it has is no part of the tests.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly ControlFolder _folder = new();
    private readonly string _control;

    public DoctorTests()
    {
        _control = Path.Combine(_folder.Path, "control");
        Directory.CreateDirectory(_control);
        foreach ((string name, string text) in new[] { ("me", "mx.example.com\n"), ("locals", "example.com\n"), ("rcpthosts", "example.com\n") })
            _folder.With("control/" + name, text);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_error_is_told_with_place_reason_and_command_and_makes_100()
    {
        _folder.With("control/percenthack", "example.com\n");
        Outcome outcome = Run();
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.StartsWith($"qmail {_folder.Path}, rules in {_control}, seen by ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\nerror: strangers may relay through this host [open-relay]\n  why: ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"\n  {_control}/percenthack:1: mail to user%elsewhere@example.com is sent", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"\n    run: rm {_control}/percenthack\n", outcome.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_control, "percenthack")));
    }

    [Fact]
    public void JSON_is_an_object_a_line_and_ends_with_a_summary()
    {
        _folder.With("control/percenthack", "\x1b[2J\xff\n");
        string[] lines = Run("--json").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement finding = JsonDocument.Parse(lines.First(line => line.Contains("open-relay", StringComparison.Ordinal))).RootElement;
        Assert.Equal((_control + "/percenthack", 1, "error"),
            (finding.GetProperty("place").GetString(), finding.GetProperty("line").GetInt32(), finding.GetProperty("severity").GetString()));
        JsonElement summary = JsonDocument.Parse(lines[^1]).RootElement.GetProperty("summary");
        Assert.Equal(_folder.Path, summary.GetProperty("qmail").GetString());
        Assert.False(summary.GetProperty("blind").GetBoolean());
        Assert.Equal(lines.Count(line => line.Contains("\"unseen\":\"", StringComparison.Ordinal)), summary.GetProperty("unseen").GetInt32());
        Assert.All(lines, line => Assert.DoesNotContain(line, c => c is < ' ' or > '~'));
    }

    [Fact]
    public void A_list_with_another_program_s_name_counts_only_with_strict_where_there_is_no_error()
    {
        _folder.With("control/badrcptto", "x\n");
        Assert.Contains("[names-nobody-reads]", Run().Output, StringComparison.Ordinal);
        Assert.Equal(100, Run("--strict").ExitCode);
    }

    [Fact]
    public void Without_a_control_directory_nothing_can_be_said_and_the_report_says_why()
    {
        Outcome outcome = Run("--control", _folder.Of("nowhere"));
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains($"not seen, and so not judged:\n  {_folder.Of("nowhere")}: no such directory\n", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("0 errors, 0 warnings, 0 notes, 1 not seen\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_is_looked_at_is_changed()
    {
        string[] before = Listing();
        Run();
        Assert.Equal(before, Listing());
    }

    private string[] Listing() => [.. Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path).Ticks} {(File.Exists(path) ? File.ReadAllText(path) : string.Empty)}")
            .Order(StringComparer.Ordinal)];

    private Outcome Run(params string[] options) => PublishedBinary.Run(["doctor", .. options], ["QREGEXCHECK_QMAIL=" + _folder.Path]);
}
