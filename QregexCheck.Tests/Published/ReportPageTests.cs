using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>The page of <c>report --html</c>, as a browser reads it: headless Chromium prints the tree that it has made of the page.</summary>
public sealed class ReportPageTests
{
    // Each would be an element, the end of one, or a script, if it were taken for markup.
    private static readonly string[] Forged =
    [
        "<script>document.title='forged'</script>", "</title><h1>forged</h1>", "</text></svg><img src=x onerror=\"document.title='forged'\">", "\"><iframe src=x>",
        "<!--", "&lt;b&gt;&amp;", "' onload='document.title=1",
    ];

    [Fact]
    public void A_browser_sees_the_words_in_their_order_and_takes_nothing_of_the_log_for_markup()
    {
        using ControlFolder folder = Folder();
        string tree = Render(folder, "--dump-dom").Output;
        Assert.Contains("<title>Rules and their hits, 2026-11-01 .. 11-20</title>", tree, StringComparison.Ordinal);
        Assert.Empty(Regex.Matches(tree, "<(script|img|iframe|link|object|embed|base)\\b", RegexOptions.IgnoreCase));
        Assert.DoesNotContain("<!--", tree, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(tree, "<h1\\b"));
        Assert.Empty(Regex.Matches(tree, "<[^>]* on[a-z]+="));

        string text = Text(tree);
        Assert.All(Forged, forged => Assert.Contains(Encoding.ASCII.GetString(Decision.LogLine.RuleText(Encoding.ASCII.GetBytes(forged))), text, StringComparison.Ordinal));
        string[] order =
        [
            "Rules and their hits", "2026-11-01 .. 11-20", "20 days", "refused", "Hits a day", "badmailto", "Rules by hits", "^room[0-9]+@", "^few@", "Sources", "badmailto",
            "No longer in the files", "No hits", "^never@", "too soon to say",
        ];
        int at = 0;
        foreach (string words in order)
        {
            int next = text.IndexOf(words, at, StringComparison.Ordinal);
            Assert.True(next >= 0, $"{words} does not stand behind {text[..at]}");
            at = next + words.Length;
        }
    }

    [Fact]
    public void The_pictures_are_drawn_and_their_columns_are_as_high_as_the_hits()
    {
        using ControlFolder folder = Folder();
        string tree = Render(folder, "--dump-dom").Output;
        string days = Regex.Match(tree, "<svg class=\"days\".*?</svg>", RegexOptions.Singleline).Value;
        double[] heights = [.. Regex.Matches(days, "<rect [^>]*height=\"([0-9.]+)\"").Select(column => double.Parse(column.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(20, heights.Length);
        Assert.True(heights[19] > heights[0] && heights[0] > 0, days);
        Assert.Equal(2, Regex.Count(tree, "<svg class=\"bars\""));
    }

    /// <summary>The page has a look for each of the two, and each is more than one plain colour.</summary>
    [Theory]
    [InlineData("--blink-settings=preferredColorScheme=1")]
    [InlineData("--blink-settings=preferredColorScheme=0")]
    public void The_page_can_be_drawn_light_and_dark(string scheme)
    {
        using ControlFolder folder = Folder();
        Outcome outcome = Render(folder, scheme, "--window-size=1100,2000", "--screenshot=" + folder.Of("page.png"));
        Assert.True(File.Exists(folder.Of("page.png")), outcome.Error);
        byte[] picture = File.ReadAllBytes(folder.Of("page.png"));
        Assert.Equal("PNG", Encoding.ASCII.GetString(picture[1..4]));
        Assert.True(picture.Length > 20_000, $"{picture.Length} bytes");
    }

    private static ControlFolder Folder()
    {
        var log = new StringBuilder();
        for (int day = 1; day <= 20; day++)
        {
            for (int i = 0; i < day; i++)
                log.Append(Line(day, "^room[0-9]+@", $"192.0.2.{i}", $"a@d{i % 3}.example", $"room{i}@example.com"));
        }

        log.Append(Line(3, "^few@", "192.0.2.1", "a@b.example", "few@example.com"));
        foreach (string forged in Forged)
            log.Append(Line(4, Encoding.ASCII.GetString(Decision.LogLine.RuleText(Encoding.ASCII.GetBytes(forged))), "192.0.2.1", "a@b.example", "x@example.com"));
        return new ControlFolder().With("badmailto", "^room[0-9]+@\n^few@\n^never@\n" + Forged[0] + "\n").With("log", log.ToString());
    }

    private static string Line(int day, string rule, string ip, string sender, string recipient) =>
        $"2026-11-{day:00} 12:00:00 qregexcheck: reject badmailto:9 ip={ip} helo=h.example from=<{sender}> to=<{recipient}> rule=\"{rule}\" reply=\"553 no\"\n";

    private static Outcome Render(ControlFolder folder, params string[] options)
    {
        Outcome report = PublishedBinary.Run(["report", "--control", folder.Path, "--html", folder.Of("page.html"), folder.Of("log")], ["TZ=UTC"]);
        Assert.Equal((0, string.Empty), (report.ExitCode, report.Error));
        string[] browser =
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--user-data-dir=" + folder.Of("browser"),
            .. options, "file://" + folder.Of("page.html"),
        ];
        Outcome outcome = new Child("/usr/bin/env", browser) { Environment = ["HOME=" + folder.Path, "PATH=/usr/local/bin:/usr/bin:/bin"] }.Run();
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome;
    }

    /// <summary>What a reader sees of the tree: no markup, references undone.</summary>
    private static string Text(string tree) => System.Net.WebUtility.HtmlDecode(
        Regex.Replace(Regex.Replace(tree, "<(style|title)\\b.*?</\\1>", string.Empty, RegexOptions.Singleline), "<[^>]+>", " "));
}
