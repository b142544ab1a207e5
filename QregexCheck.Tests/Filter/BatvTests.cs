using System;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Posix;
using Xunit;

namespace QregexCheck.Tests.Filter;

/// <summary><c>filter --batv</c> in a real session: the server says what it was told, and whether it was told that tags are judged.</summary>
public sealed class BatvTests
{
    private const string Key = "1 00112233445566778899aabbccddeeff 2020-01-01\n";
    private const string Reject = "#: action=reject\nx.example\n";
    private const string NotOurs = "550 this bounce is for mail we did not send (#5.7.1)";

    private const string Echo =
        "#!/bin/sh\nprintf '220 judged=%s\\r\\n' \"$QREGEXCHECK_BATV\"\n"
        + "while read -r a; do a=${a%?}; printf '250 %s\\r\\n' \"$a\"; case $a in QUIT*) exit;; esac; done\n";

    [Fact]
    public void Bounces_are_judged_at_RCPT_and_tags_come_off()
    {
        using FilterServer server = Start("--batv", Reject, Key);
        using Wire wire = server.Connect();
        Assert.Equal("220 judged=judged", wire.ReadReply());
        Assert.Equal("250 MAIL FROM:<>", wire.Ask("MAIL FROM:<>"));
        Assert.Equal(NotOurs, wire.Ask("RCPT TO:<joe@x.example>"));
        Assert.Equal("250 RCPT TO:<joe@x.example> NOTIFY=NEVER", wire.Ask($"RCPT TO:<{Signed(0)}> NOTIFY=NEVER"));
        Assert.Equal(NotOurs, wire.Ask($"RCPT TO:<{Signed(-9)}>"));
        Assert.Equal("250 MAIL FROM:<a@b>", wire.Ask("MAIL FROM:<a@b>"));
        Assert.Equal("250 RCPT TO:<joe@x.example>", wire.Ask($"RCPT TO:<{Signed(-9)}>"));
        wire.Ask("QUIT");
        string log = server.WaitForLog("qregexcheck: session ");
        Assert.Contains(
            $"qregexcheck: reject batvdomains:2 ip=127.0.0.1 helo=- from=<> to=<joe@x.example> batv=missing rule=\"x.example\" reply=\"{NotOurs}\"\n", log,
            StringComparison.Ordinal);
        Assert.Contains($" to=<{Signed(-9)}> batv=stale ", log, StringComparison.Ordinal);
        Assert.Contains("mails=2 rcpts=4 rejected=2\n", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.example\n", Key, "log batvdomains:1 ip=127.0.0.1 helo=- from=<> to=<joe@x.example> batv=missing rule=\"x.example\"\n")]
    [InlineData(
        Reject, "1 00112233445566778899aabbccddeeff\n", "log batvdomains:2 ip=127.0.0.1 helo=- from=<> to=<joe@x.example> batv=missing rule=\"x.example\"\n")]
    [InlineData(Reject, "", "log batvdomains:2 ip=127.0.0.1 helo=- from=<> to=<joe@x.example> batv=missing rule=\"x.example\"\n")]
    [InlineData(Reject, "nonsense\n", "warning: batvkey:1:")]
    public void What_is_to_be_logged_and_keys_that_are_too_young_or_no_keys_refuse_nobody(string domains, string key, string logged)
    {
        using FilterServer server = Start("--batv", domains, key);
        using Wire wire = server.Connect();
        wire.ReadReply();
        wire.Ask("MAIL FROM:<>");
        Assert.Equal("250 RCPT TO:<joe@x.example>", wire.Ask("RCPT TO:<joe@x.example>"));
        wire.Ask("QUIT");
        server.WaitForLog("qregexcheck: " + logged.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("RELAYCLIENT")]
    [InlineData("QREGEXCHECK_BATV")]
    public void A_relay_client_and_a_session_that_another_of_us_judges_are_not_judged(string variable)
    {
        using FilterServer server = Start("--batv", Reject, Key, (variable, variable == "RELAYCLIENT" ? "" : "judged"));
        using Wire wire = server.Connect();
        Assert.Equal("220 judged=judged", wire.ReadReply());
        wire.Ask("MAIL FROM:<>");
        Assert.Equal("250 RCPT TO:<joe@x.example>", wire.Ask("RCPT TO:<joe@x.example>"));
        Assert.Equal("250 RCPT TO:<joe@x.example>", wire.Ask($"RCPT TO:<{Signed(0)}>"));
        wire.Ask("QUIT");
    }

    /// <summary>The mailbox behind the tag is known to the rules all the same; the server sees the tag, and judges.</summary>
    [Fact]
    public void Without_the_option_the_line_passes_as_it_is()
    {
        using FilterServer server = Start("--timeout=60", Reject, Key);
        using Wire wire = server.Connect();
        Assert.Equal("220 judged=", wire.ReadReply());
        wire.Ask("MAIL FROM:<>");
        foreach (string recipient in new[] { "joe@x.example", Signed(0), Signed(-9), "prvs=1791000000=spam@x.example" })
            Assert.Equal($"250 RCPT TO:<{recipient}>", wire.Ask($"RCPT TO:<{recipient}>"));
        Assert.StartsWith("553 ", wire.Ask($"RCPT TO:<{Signed(0, "spam@x.example")}>"), StringComparison.Ordinal);
        wire.Ask("QUIT");
    }

    private static FilterServer Start(string option, string domains, string key, params (string, string)[] variables) => new(
        [option], ["DIR/server"],
        [("server", Echo), ("control/batvdomains", domains), ("control/batvkey", key), ("control/badmailto", "^spam@\n")], variables: variables);

    private static string Signed(int days, string address = "joe@x.example") => Encoding.Latin1.GetString(
        SenderTag.Sign(Encoding.Latin1.GetBytes(address), BatvKeys.Read(Encoding.ASCII.GetBytes(Key)), UtcDay.Today() + days)!);
}
