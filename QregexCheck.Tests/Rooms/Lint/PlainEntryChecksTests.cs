using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Lint;
using QregexCheck.Proof;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>What <see cref="PlainEntryChecks"/> finds in plain lists. Files are written <c>name=line,line;name=line</c>.</summary>
public sealed class PlainEntryChecksTests
{
    private static readonly int Today = new DateOnly(2026, 11, 24).DayNumber;

    [Theory]
    [InlineData("badmailfromhosts=example.com,.example.org,joe@example.net", "")]
    [InlineData("badhelohosts=localhost,192.0.2.1,joe@example.com", "badhelohosts:3:4 plain-entry")]
    [InlineData("badmailfromhosts=@example.com,*.example.org", "badmailfromhosts:1:1 plain-entry|badmailfromhosts:2:1 plain-entry")]
    [InlineData("badmailfromhosts=a.example\r,b.example\r", "badmailfromhosts:1:10 plain-return")]
    [InlineData("badmailfromhosts=a.example,A.example", "badmailfromhosts:2:1 duplicate")]
    [InlineData("badmailfromhosts=.b.example,a.b.example", "badmailfromhosts:2:1 redundant")]
    [InlineData("badmailfromhosts=.example,.b.example,example", "badmailfromhosts:2:1 redundant|badmailfromhosts:3:1 redundant")]
    [InlineData("badmailfromhosts=b.example,joe@b.example,joe@a.b.example", "badmailfromhosts:2:1 redundant")]
    [InlineData("badmailfromhosts=b.example,.b.example,a.b.example", "badmailfromhosts:3:1 redundant")]
    [InlineData("badmailfromhosts=#: action=log,b.example,b.example", "")]
    [InlineData("badmailfromhosts=a.example,b.example;goodmailfromhosts=B.example", "badmailfromhosts:2:1 shadowed")]
    [InlineData("badmailfromnorelayhosts=a.b.example;goodmailfromhosts=.b.example", "badmailfromnorelayhosts:1:1 shadowed")]
    [InlineData("badmailtohosts=b.example;goodmailfromhosts=b.example", "")]
    [InlineData("badmailtohosts=#+ joe@c.example,b.example", "badmailtohosts:1:1 example-fails")]
    [InlineData("badmailtohosts=b.example,#: action=defer", "badmailtohosts:2:1 orphan-annotation")]
    [InlineData("badmailtohosts=#: until=2026-11-20,b.example", "badmailtohosts:2:1 asleep")]
    [InlineData("badmailtohosts=#: lint-ignore=plain-entry,*", "")]
    [InlineData("badmailfromhosts=#: only-to=\"^boss@\",a.example,a.example,joe@a.example", "badmailfromhosts:4:1 redundant")]
    [InlineData("badmailfromhosts=a.example,#: only-to=\"^boss@\",a.example", "badmailfromhosts:3:1 duplicate")]
    [InlineData("badmailfromhosts=#: only-ip=192.0.2.1,a.example,#: only-ip=192.0.2.1/32,joe@a.example,#: only-ip=192.0.2.2,a.example", "badmailfromhosts:4:1 redundant")]
    [InlineData("badmailfromhosts=a.example;goodmailfromhosts=#: only-to=\"^boss@\",a.example", "")]
    [InlineData("badmailfromhosts=#: only-ip=192.0.2.1,.example;badmailfromnorelayhosts=a.example", "")]
    public void Each_mistake_is_found_and_nothing_else(string files, string findings) => Assert.Equal(findings, Lint(files));

    [Fact]
    public void A_long_published_list_has_no_findings_and_many_odd_lines_are_counted()
    {
        string many = string.Join(',', Enumerable.Range(0, 20_000).Select(static i => $"host{i}.example"));
        Assert.Empty(Lint("badmailfromhosts=" + many));
        Assert.Empty(Lint("badhelohosts=" + many));
        string odd = string.Join(',', Enumerable.Range(0, 5_000).Select(static i => $"*{i}"));
        Assert.Equal(FindingLimit.Most + 1, Lint("badmailfromhosts=" + odd).Split('|').Length);
    }

    private static string Lint(string files)
    {
        var linted = new List<LintedFile>();
        foreach (string file in files.Split(';'))
        {
            string[] parts = file.Split('=', 2);
            linted.Add(new LintedFile(parts[0], LintedFile.ListOf(parts[0]), Encoding.Latin1.GetBytes(parts[1].Replace(',', '\n') + "\n")));
        }

        Assert.All(linted, static file => Assert.True(ControlLists.IsPlain(file.List!.Value)));
        return string.Join('|', Linter.Run(linted, [], Today, static (_, _) => { }, Workers.Alone)
            .Select(static finding => $"{finding.File.Name}:{finding.Line}:{finding.Column} {finding.Kind.Id}"));
    }
}
