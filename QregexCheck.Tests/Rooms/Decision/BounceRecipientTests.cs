using System;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Decision;

/// <summary><see cref="Judge"/> about the recipient of a bounce: badbounceto and goodbounceto are asked for the null sender alone.</summary>
public sealed class BounceRecipientTests
{
    [Theory]
    [InlineData("badbounceto=^press@", "", "reject badbounceto:1")]
    [InlineData("badbounceto=^press@", "a@b", "accept")]
    [InlineData("badbounceto=^press@", null, "accept")]
    [InlineData("badbounceto=^other@", "", "accept")]
    [InlineData("badbounceto=^press@;goodbounceto=@y$", "", "accept goodbounceto:1")]
    [InlineData("badbounceto=^press@;goodmailto=.", "", "reject badbounceto:1")]
    [InlineData("badbounceto=^press@;goodmailfrom=.", "", "reject badbounceto:1")]
    [InlineData("badmailto=^press@;badbounceto=^press@", "", "reject badmailto:1")]
    [InlineData("badmailto=^press@;goodbounceto=^press@", "", "reject badmailto:1")]
    [InlineData("badmailto=^press@;goodmailto=^press@;badbounceto=^press@", "", "reject badbounceto:1")]
    [InlineData("badmailtonorelay=^press@;badbounceto=^press@", "", "reject badmailtonorelay:1")]
    [InlineData("badbounceto=!^press@", "", "accept")]
    [InlineData("badbouncetohosts=y", "", "reject badbouncetohosts:1")]
    [InlineData("badbounceto=^press@;goodbouncetohosts=press@y", "", "accept goodbouncetohosts:1")]
    [InlineData("badbounceto=#: action=defer,^press@", "", "defer badbounceto:2")]
    [InlineData("badbounceto=#: action=log,^press@", "", "accept")]
    [InlineData("badbounceto=#: only-ip=192.0.2.0/24,^press@", "", "reject badbounceto:2")]
    [InlineData("badbounceto=#: not-ip=192.0.2.0/24,^press@", "", "accept")]
    [InlineData("badbounceto=#: only-from=\"^$\",^press@", "", "reject badbounceto:2")]
    [InlineData("badbounceto=#: only-from=\"@b$\",^press@", "", "accept")]
    [InlineData("goodbounceto=.;badbounce=.;goodbounce=.", "", "accept")]
    public void Its_lists_are_asked_behind_those_of_every_recipient(string files, string? sender, string verdict)
    {
        foreach (bool isRelayClient in new[] { false, true })
        {
            if (isRelayClient && verdict.Contains("norelay", StringComparison.Ordinal))
                continue;
            Assert.Equal(verdict, Rules(files).Decide(Mail(sender, isRelayClient)));
        }
    }

    [Fact]
    public void A_sender_that_was_not_told_is_unknown_and_not_null()
    {
        RulesInMemory rules = Rules("badbounceto=.");
        Assert.Equal("accept", rules.Decide(new Envelope { SenderIsMissing = true, Recipient = "press@y"u8.ToArray() }));
    }

    private static Envelope Mail(string? sender, bool isRelayClient) => new()
    {
        Sender = sender is null ? null : Encoding.Latin1.GetBytes(sender),
        Recipient = "press@y"u8.ToArray(),
        ClientIp = "192.0.2.7"u8.ToArray(),
        IsRelayClient = isRelayClient,
    };

    private static RulesInMemory Rules(string files)
    {
        var rules = new RulesInMemory();
        foreach (string file in files.Split(';'))
        {
            string[] parts = file.Split('=', 2);
            ControlList list = Enum.GetValues<ControlList>().Single(l => Encoding.ASCII.GetString(ControlLists.FileName(l)) == parts[0]);
            rules[list] = parts[1].Replace(',', '\n');
        }

        return rules;
    }
}
