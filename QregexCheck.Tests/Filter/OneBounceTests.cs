using System;
using System.Linq;
using Xunit;

namespace QregexCheck.Tests.Filter;

/// <summary>QREGEXCHECK_ONEBOUNCE, badbounceto and goodbounceto in a real session: what the client hears, and what the log tells.</summary>
public sealed class OneBounceTests
{
    private const string Second = "550 a bounce has one recipient (#5.7.1)";
    private const string NoBounces = "550 this address sends no mail, so it gets no bounces (#5.7.1)";

    // It does not know addresses that begin with "no".
    private const string Server =
        "#!/bin/sh\nprintf '220 x\\r\\n'\n"
        + "while read -r a; do a=${a%?}\ncase $a in *TO:\\<no*) printf '550 no\\r\\n';; *) printf '250 %s\\r\\n' \"$a\";; esac\n"
        + "case $a in QUIT*) exit;; esac; done\n";

    [Fact]
    public void The_second_recipient_of_a_bounce_is_refused_and_all_else_passes()
    {
        using FilterServer server = Start("1");
        using Wire wire = server.Connect();
        wire.ReadReply();
        wire.Ask("MAIL FROM:<>");
        Assert.Equal("550 no", wire.Ask("RCPT TO:<nobody@x.example>"));
        Assert.Equal("250 RCPT TO:<a@x.example>", wire.Ask("RCPT TO:<a@x.example>"));
        Assert.Equal(Second, wire.Ask("RCPT TO:<b@x.example>"));
        Assert.Equal("250 RCPT TO:<a@x.example>", wire.Ask("RCPT TO:<a@x.example>"));
        Assert.Equal(Second, wire.Ask("RCPT TO:<c@x.example>"));

        // A second mail begins anew, and one that is no bounce has as many as it likes.
        wire.Ask("RSET");
        wire.Ask("MAIL FROM:<>");
        Assert.Equal("250 RCPT TO:<b@x.example>", wire.Ask("RCPT TO:<b@x.example>"));
        wire.Ask("MAIL FROM:<s@x.example>");
        Assert.Equal("250 RCPT TO:<a@x.example>", wire.Ask("RCPT TO:<a@x.example>"));
        Assert.Equal("250 RCPT TO:<b@x.example>", wire.Ask("RCPT TO:<b@x.example>"));
        wire.Ask("QUIT");
        string log = server.WaitForLog("qregexcheck: session ");
        string[] refused = [.. log.Split('\n').Where(static line => line.Contains(" onebounce:0 ", StringComparison.Ordinal))];
        Assert.Equal(
            ["b", "c"],
            refused.Select(static line => line.Split(" to=<")[1][..1]));
        Assert.All(refused, static line => Assert.EndsWith(
            $" rule=\"(more than one recipient)\" reply=\"{Second}\"", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("yes")]
    public void Any_other_value_refuses_nobody(string value)
    {
        using FilterServer server = Start(value);
        using Wire wire = server.Connect();
        wire.ReadReply();
        wire.Ask("MAIL FROM:<>");
        Assert.Equal("250 RCPT TO:<a@x.example>", wire.Ask("RCPT TO:<a@x.example>"));
        Assert.Equal("250 RCPT TO:<b@x.example>", wire.Ask("RCPT TO:<b@x.example>"));
        wire.Ask("QUIT");
    }

    [Fact]
    public void An_address_that_sends_no_mail_gets_no_bounces_and_any_other_mail()
    {
        using FilterServer server = Start("0", ("control/badbounceto", "^(jobs|press)@\n"), ("control/goodbounceto", "^press@x\\.example$\n"));
        using Wire wire = server.Connect();
        wire.ReadReply();
        wire.Ask("MAIL FROM:<>");
        Assert.Equal(NoBounces, wire.Ask("RCPT TO:<Jobs@x.example>"));
        Assert.Equal("250 RCPT TO:<press@x.example>", wire.Ask("RCPT TO:<press@x.example>"));
        Assert.Equal(NoBounces, wire.Ask("RCPT TO:<press@y.example>"));
        wire.Ask("MAIL FROM:<s@x.example>");
        Assert.Equal("250 RCPT TO:<jobs@x.example>", wire.Ask("RCPT TO:<jobs@x.example>"));
        wire.Ask("QUIT");
        string log = server.WaitForLog("qregexcheck: session ");
        Assert.Contains(
            $"qregexcheck: reject badbounceto:1 ip=127.0.0.1 helo=- from=<> to=<Jobs@x.example> rule=\"^(jobs|press)@\" reply=\"{NoBounces}\"\n", log,
            StringComparison.Ordinal);
        Assert.Contains("mails=2 rcpts=4 rejected=2\n", log, StringComparison.Ordinal);
    }

    private static FilterServer Start(string value, params (string Name, string Text)[] files) => new(
        [], ["DIR/server"], [("server", Server), .. files], variables: [("QREGEXCHECK_ONEBOUNCE", value)]);
}
