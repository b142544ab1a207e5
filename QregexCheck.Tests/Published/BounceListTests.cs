using System;
using System.Linq;
using System.Text.Json;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>badbounceto and goodbounceto in the hooks as they are installed, and what <c>test</c> says of them.</summary>
public sealed class BounceListTests
{
    private const string Reply = "550 this address sends no mail, so it gets no bounces (#5.7.1)";
    private const string Rule = "^(jobs|press)@";

    /// <summary>Sender, recipient, what the client hears; null for no sender in the environment.</summary>
    public static TheoryData<string?, string, string> Mails => new()
    {
        { "", "jobs@x.example", Reply },
        { "", "JOBS@X.EXAMPLE", Reply },
        { "", "press@x.example", QmailSmtpdStandIn.Accepted },
        { "", "info@x.example", QmailSmtpdStandIn.Accepted },
        { "", "a@inbox.example", Reply },
        { "", "orders@inbox.example", QmailSmtpdStandIn.Accepted },
        { "a@b.example", "jobs@x.example", QmailSmtpdStandIn.Accepted },
        { "#@[]", "jobs@x.example", QmailSmtpdStandIn.Accepted },
        { null, "jobs@x.example", QmailSmtpdStandIn.Accepted },
    };

    [Theory]
    [MemberData(nameof(Mails))]
    public void The_hooks_ask_them_of_the_null_sender_alone(string? sender, string recipient, string reply)
    {
        foreach (bool isCompiled in new[] { false, true })
        {
            using ControlFolder control = Control(isCompiled);
            foreach (string[] relay in (string[][])[[], ["RELAYCLIENT="]])
            {
                Assert.Equal(reply, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, sender, recipient, ["USE_FD4=1", .. relay])).Reply);
                Assert.Equal(reply, QmailSmtpdStandIn.Spp(PublishedBinary.Path, HookVariables.Spp(control, "h", sender, recipient, relay)).Reply);
            }
        }
    }

    [Fact]
    public void Before_there_is_a_recipient_qmail_spp_hears_nothing_of_them()
    {
        using ControlFolder control = Control(isCompiled: false);
        string[] environment = HookVariables.Spp(control, "h", "", "jobs@x.example");
        Assert.Equal(QmailSmtpdStandIn.Accepted, QmailSmtpdStandIn.Spp($":'{PublishedBinary.Path}' spp mail", environment).Reply);
        Assert.Equal(Reply, QmailSmtpdStandIn.Spp($":'{PublishedBinary.Path}' spp rcpt", environment).Reply);
    }

    [Fact]
    public void Test_shows_for_the_null_sender_which_rule_which_exception_and_each_hooks_answer()
    {
        using ControlFolder control = Control(isCompiled: false);
        Outcome outcome = PublishedBinary.Run(["test", "--from", "", "jobs@x.example"], [control.Variable]);
        Assert.Equal(100, outcome.ExitCode);
        Assert.Equal(
            [
                "<> -> <jobs@x.example>: reject",
                $"  by    {control.Path}/badbounceto:1  {Rule}",
                $"  asked {control.Path}/badbounceto (1 rule), {control.Path}/goodbounceto (1 rule), "
                    + $"{control.Path}/badbouncetohosts (1 rule), {control.Path}/goodbouncetohosts (1 rule)",
                $"  reply {Reply}",
                $"  RCPTCHECK      exit 100, fd 4: {Reply}",
                $"  qmail-spp      exit 100, prints: E{Reply}",
                "  checkpassword  exit 0",
                string.Empty,
            ],
            outcome.Output.Split('\n'));
        string excused = PublishedBinary.Run(["test", "--from", "", "press@x.example"], [control.Variable]).Output;
        Assert.Contains($"  by    {control.Path}/goodbounceto:1  ^press@  (exception)\n", excused, StringComparison.Ordinal);
        Assert.Contains($"  also  {control.Path}/badbounceto:1  {Rule}  (an exception lets the address through)\n", excused, StringComparison.Ordinal);
        string other = PublishedBinary.Run(["test", "--from", "a@b.example", "jobs@x.example"], [control.Variable]).Output;
        Assert.DoesNotContain("bounce", other, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "jobs@x.example", "reject", "badbounceto")]
    [InlineData("", "press@x.example", "accept", "goodbounceto")]
    [InlineData("", "a@inbox.example", "reject", "badbouncetohosts")]
    [InlineData("", "orders@inbox.example", "accept", "goodbouncetohosts")]
    public void Test_has_the_same_in_json(string sender, string recipient, string verdict, string file)
    {
        using ControlFolder control = Control(isCompiled: false);
        JsonElement json = JsonDocument.Parse(PublishedBinary.Run(["test", "--json", "--from", sender, recipient], [control.Variable]).Output).RootElement;
        Assert.Equal(verdict, json.GetProperty("verdict").GetString());
        Assert.Contains(
            json.EnumerateObject().Where(static member => member.Value.ValueKind == JsonValueKind.Object),
            member => member.Value.TryGetProperty("file", out JsonElement found) && found.GetString() == $"{control.Path}/{file}");
        Assert.Equal(4, json.GetProperty("asked").GetArrayLength());
    }

    /// <summary>A log holds no message, so that a replay can't say what would be refused for it today.</summary>
    [Fact]
    public void A_replay_judges_them_and_not_what_was_refused_for_a_tag_or_a_quoted_line()
    {
        using ControlFolder control = Control(isCompiled: false);
        string[] otherwise = ["batvdomains:2", "onebounce:0", "goodbounce:0", "badbounce:2"];
        string log = string.Concat(otherwise.Select(static (place, i) => Line(place, $"a{i}@x.example", "x")));
        control.With("log", log + Line("badbounceto:1", "jobs@x.example", Rule) + Line("badbounceto:1", "press@x.example", Rule));
        Outcome outcome = PublishedBinary.Run(["replay", "--json", "--control", control.Path, control.Of("log")], ["TZ=UTC"]);
        JsonElement summary = JsonDocument.Parse(outcome.Output.Split('\n')[^2]).RootElement.GetProperty("summary");
        Assert.Equal(
            "newly 0, no longer 1, still 1, otherwise 4",
            $"newly {summary.GetProperty("newly")}, no longer {summary.GetProperty("no_longer")}, still {summary.GetProperty("still")}, "
            + $"otherwise {summary.GetProperty("not_judged").GetProperty("refused_otherwise")}");

        static string Line(string place, string recipient, string rule) =>
            $"2026-11-25 09:12:01 qregexcheck: reject {place} ip=192.0.2.4 helo=- from=<> to=<{recipient}> rule=\"{rule}\" reply=\"550 x\"\n";
    }

    private static ControlFolder Control(bool isCompiled)
    {
        ControlFolder control = new ControlFolder()
            .With("badbounceto", Rule + "\n").With("goodbounceto", "^press@\n")
            .With("badbouncetohosts", "inbox.example\n").With("goodbouncetohosts", "orders@inbox.example\n");
        if (isCompiled)
            Assert.Equal(0, PublishedBinary.Run(["compile", "--control", control.Path], []).ExitCode);
        return control;
    }
}
