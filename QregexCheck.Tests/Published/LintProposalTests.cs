using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using QregexCheck.Tests.Papers;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>What the published <c>lint</c> offers, as it is printed: one rule a line, and one list for another program's file.</summary>
public sealed class LintProposalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("offers").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_line_with_several_findings_is_offered_one_rule()
    {
        File.WriteAllText(_directory + "/badmailfrom", "spam.example\n");
        (string text, int code) = Repository.RunScript("qregexcheck lint badmailfrom", _directory);
        Assert.Equal(0, code);
        Assert.Equal(["    try:     [@.]spam\\.example$"], text.Split('\n').Where(line => line.Contains("try:", StringComparison.Ordinal)));
        Assert.EndsWith("0 errors, 3 warnings, 0 notes in 1 file\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_another_programs_is_one_error_with_a_rule_for_each_line()
    {
        File.WriteAllText(_directory + "/badmailfrom", "/\\.click$/ REJECT no mail from there\n/^postmaster@/ OK\n");
        (string text, int code) = Repository.RunScript("qregexcheck lint badmailfrom", _directory);
        Assert.Equal(100, code);
        Assert.Equal(
            "badmailfrom:1:1: error: 2 of the file's 2 rules are lines as in a regexp or pcre table of Postfix: the slashes and the action are part of the rule"
            + " [foreign-file]\n    /\\.click$/ REJECT no mail from there\n    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n    line 1:\n"
            + "    above:   #: reply=\"553 no mail from there\"\n    try:     \\.click$\n    line 2, in goodmailfrom:\n    try:     ^postmaster@\n"
            + "1 error, 0 warnings, 0 notes in 1 file\n",
            text);
        (string json, _) = Repository.RunScript("qregexcheck lint --json badmailfrom", _directory);
        JsonElement lines = JsonDocument.Parse(json).RootElement.GetProperty("lines");
        Assert.Equal([1, 2], lines.EnumerateArray().Select(line => line.GetProperty("line").GetInt32()));
        Assert.Equal("goodmailfrom", lines[1].GetProperty("file").GetString());
        Assert.Equal("^postmaster@", lines[1].GetProperty("try").GetString());
    }

    [Fact]
    public void A_long_table_is_shown_in_part_and_all_of_it_in_json()
    {
        File.WriteAllText(_directory + "/badmailfrom", string.Concat(Enumerable.Range(0, 25).Select(i => $"@s{i}.example  a reason\n")));
        (string text, int code) = Repository.RunScript("qregexcheck lint badmailfrom", _directory);
        Assert.Equal(100, code);
        Assert.Equal(10, text.Split('\n').Count(line => line.StartsWith("    try:", StringComparison.Ordinal)));
        Assert.Contains("    and 15 lines more; --all shows each\n", text, StringComparison.Ordinal);
        (string all, _) = Repository.RunScript("qregexcheck lint --all badmailfrom", _directory);
        Assert.Equal(25, all.Split('\n').Count(line => line.StartsWith("    try:", StringComparison.Ordinal)));
        (string json, _) = Repository.RunScript("qregexcheck lint --json badmailfrom", _directory);
        Assert.Equal(25, JsonDocument.Parse(json).RootElement.GetProperty("lines").GetArrayLength());
    }

    [Fact]
    public void A_file_without_a_live_rule_exits_100()
    {
        File.WriteAllText(_directory + "/badmailfrom", "^spammer$\n");
        (string text, int code) = Repository.RunScript("qregexcheck lint badmailfrom", _directory);
        Assert.Equal(100, code);
        Assert.Contains("[dead-file]\n", text, StringComparison.Ordinal);
    }
}
