using Xunit;

namespace QregexCheck.Tests.Filter;

/// <summary>Rules for a pair and for a place in a real session: what depends on the recipient is decided at each RCPT.</summary>
public class ConditionTests
{
    private const string Polite =
        "#!/bin/sh\nprintf '220 x\\r\\n'\nwhile read -r a; do case $a in QUIT*) printf '221 bye\\r\\n'; exit;; *) printf '250 ok\\r\\n';; esac; done\n";

    [Fact]
    public void Each_recipient_gets_the_answer_of_its_own_pair()
    {
        using FilterServer server = Start(
            ("control/badhelo", "#: only-from=\"^$\"\n^mx[.]example$\n"),
            ("control/badmailfrom", "#: action=log\n^bulk@\n#: only-to=\"^boss@\"\n^bulk@\n"),
            ("control/badmailto", "#: only-ip=127.0.0.0/8\n^here@\n#: not-ip=127.0.0.0/8\n^there@\n#: only-from=\"^$\"\n^info@\n"));
        using Wire wire = server.Connect();
        wire.ReadReply();
        wire.Ask("HELO mx.example");
        Assert.Equal("250 ok", wire.Ask("MAIL FROM:<bulk@b>"));
        Assert.Equal("250 ok", wire.Ask("RCPT TO:<joe@d>"));
        Assert.StartsWith("553 sorry, your envelope sender", wire.Ask("RCPT TO:<boss@d>"));
        Assert.StartsWith("553 sorry, your envelope sender", wire.Ask("RCPT TO:<\"boss\"@d>"));
        Assert.Equal("250 ok", wire.Ask("RCPT TO:<info@d>"));
        Assert.StartsWith("553 sorry, your envelope recipient", wire.Ask("RCPT TO:<here@d>"));
        Assert.Equal("250 ok", wire.Ask("RCPT TO:<there@d>"));
        wire.Ask("RSET");
        Assert.Equal("250 ok", wire.Ask("MAIL FROM:<>"));
        Assert.StartsWith("553 sorry, your HELO", wire.Ask("RCPT TO:<joe@d>"));
        wire.Ask("HELO other.example");
        Assert.Equal("250 ok", wire.Ask("MAIL FROM:<>"));
        Assert.Equal("250 ok", wire.Ask("RCPT TO:<joe@d>"));
        Assert.StartsWith("553 sorry, your envelope recipient", wire.Ask("RCPT TO:<info@d>"));
        wire.Ask("QUIT");
        string log = server.WaitForLog("qregexcheck: session ");
        Assert.Contains("qregexcheck: reject badmailfrom:4 ip=127.0.0.1 helo=mx.example from=<bulk@b> to=<boss@d> rule=\"^bulk@\"", log);

        // A rule that only logs is logged with each recipient where the verdict waits, as RCPTCHECK does; never twice for one.
        Assert.Contains("qregexcheck: log badmailfrom:2 ip=127.0.0.1 helo=mx.example from=<bulk@b> to=<joe@d> rule=\"^bulk@\"\n", log);
        Assert.DoesNotContain("from=<bulk@b> to=- ", log);
    }

    [Fact]
    public void An_exception_for_a_pair_lets_that_pair_through_and_no_other()
    {
        using FilterServer server = Start(("control/badmailfrom", "^bulk@\n"), ("control/goodmailfrom", "#: only-to=\"^press@\"\n^bulk@\n"));
        using Wire wire = server.Connect();
        wire.ReadReply();
        Assert.Equal("250 ok", wire.Ask("MAIL FROM:<bulk@b>"));
        Assert.Equal("250 ok", wire.Ask("RCPT TO:<press@d>"));
        Assert.StartsWith("553 ", wire.Ask("RCPT TO:<joe@d>"));
        Assert.Equal("250 ok", wire.Ask("RCPT TO:<press@d>"));
        wire.Ask("QUIT");
    }

    private static FilterServer Start(params (string Name, string Text)[] files) => new([], ["DIR/server"], [("server", Polite), .. files]);
}
