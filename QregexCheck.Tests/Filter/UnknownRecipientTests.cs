using System.IO;
using Xunit;

namespace QregexCheck.Tests.Filter;

/// <summary>Recipients that don't exist, in a real session: looked up at each RCPT, and with <c>--unknown-limit</c> the end of it.</summary>
public class UnknownRecipientTests
{
    private const string NoMailbox = "550 sorry, no mailbox here by that name (#5.1.1)";
    private const string TooMany = "421 too many unknown recipients (#4.7.0)";

    // Agrees to all, and says what it was asked to deliver to.
    private const string Polite =
        "#!/bin/sh\nprintf '220 x\\r\\n'\nwhile read -r a; do echo \"server got $a\" >&2; case $a in QUIT*) printf '221 bye\\r\\n'; exit;; "
        + "*) printf '250 ok\\r\\n';; esac; done\necho server is alone >&2\n";

    [Theory]
    [InlineData("--unknown-limit=2")]
    [InlineData("--unknown-limit 2")]
    public void One_missing_recipient_more_than_the_limit_is_answered_with_421_and_the_connection_is_closed(string option)
    {
        using FilterServer server = Start(option.Split(' '));
        using Wire wire = server.Connect();
        wire.Send("MAIL FROM:<a@b>\r\nRCPT TO:<nobody1@d.example>\r\nRCPT TO:<joe@d.example>\r\nRCPT TO:<nobody2@d.example>\r\n"
            + "RCPT TO:<nobody3@d.example>\r\nRCPT TO:<joe@d.example>\r\nRSET\r\nMAIL FROM:<late@b>\r\n");
        Assert.Equal($"220 x\r\n250 ok\r\n{NoMailbox}\r\n250 ok\r\n{NoMailbox}\r\n{TooMany}\r\n", wire.ReadToEnd());
        server.WaitForSessions(1);
        string log = server.WaitForLog("server is alone");
        Assert.Contains("qregexcheck: session ip=127.0.0.1 mails=1 rcpts=4 rejected=3 unknown=3\n", log);
        Assert.Contains(
            $"qregexcheck: defer checkrcpthosts:1 ip=127.0.0.1 helo=- from=<a@b> to=<nobody3@d.example> rule=\"*\" reply=\"{TooMany}\" why=\"", log);
        Assert.DoesNotContain("late@b", log);
        server.WaitUntilAlone();
    }

    [Theory]
    [InlineData("")]
    [InlineData("--unknown-limit=0")]
    public void Without_a_limit_the_session_goes_on_and_each_recipient_is_looked_up_anew(string option)
    {
        using FilterServer server = Start(option.Length == 0 ? [] : [option]);
        using Wire wire = server.Connect();
        Assert.Equal("220 x", wire.ReadReply());
        Assert.Equal("250 ok", wire.Ask("MAIL FROM:<a@b>"));
        for (int i = 0; i < 20; i++)
            Assert.Equal(NoMailbox, wire.Ask("RCPT TO:<nobody@d.example>"));
        File.Delete(Path.Combine(server.Directory, "control", "checkrcpthosts"));
        Assert.Equal("250 ok", wire.Ask("RCPT TO:<nobody@d.example>"));
        Assert.Equal("221 bye", wire.Ask("QUIT"));
        Assert.Contains(" mails=1 rcpts=21 rejected=20 unknown=20\n", server.WaitForLog("qregexcheck: session "));
    }

    [Fact]
    public void NORCPTCHECK_turns_the_check_off_for_the_connection()
    {
        using FilterServer server = Start([], ("NORCPTCHECK", ""));
        using Wire wire = server.Connect();
        wire.ReadReply();
        Assert.Equal("250 ok", wire.Ask("MAIL FROM:<a@b>"));
        Assert.Equal("250 ok", wire.Ask("RCPT TO:<nobody@d.example>"));
    }

    private static FilterServer Start(string[] options, params (string Name, string Value)[] variables) => new(
        options, ["DIR/server"],
        [
            ("server", Polite), ("control/me", "mail.d.example\n"), ("control/locals", "d.example\n"), ("control/checkrcpthosts", "*\n"),
            ("control/validrcptto", "joe@d.example\n-@d.example\n"),
        ],
        variables: [("QREGEXCHECK_QMAIL", "DIR"), .. variables]);
}
