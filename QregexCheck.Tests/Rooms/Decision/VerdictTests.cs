using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Rules;
using Xunit;

namespace QregexCheck.Tests.Rooms.Decision;

public sealed class VerdictTests
{
    [Theory]
    [InlineData("BadHelo", "553 sorry, your HELO host name is in my badhelo list (#5.7.1)")]
    [InlineData("BadMailFrom", "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)")]
    [InlineData("BadMailFromNoRelay", "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)")]
    [InlineData("BadMailTo", "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)")]
    [InlineData("BadMailToNoRelay", "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)")]
    public void A_rejection_is_answered_as_the_patch_answers_it(string list, string reply)
    {
        Verdict verdict = Verdict.Of(Hit(System.Enum.Parse<ControlList>(list), new Annotation()));
        Assert.Equal(VerdictKind.Reject, verdict.Kind);
        Assert.Equal(reply, Text(verdict));
    }

    [Fact]
    public void A_deferral_and_trouble_have_replies_of_their_own()
    {
        Assert.Equal("451 try again later (#4.7.1)", Text(Verdict.Of(Hit(ControlList.BadMailTo, new Annotation { Action = RuleAction.Defer }))));
        Assert.Equal("451 temporary problem, try again later (#4.3.0)", Text(Verdict.Trouble("the reason is for the log")));
        Assert.Equal("", Text(Verdict.Accept));
        Assert.Equal("", Text(Verdict.AcceptBy(Hit(ControlList.GoodMailTo, new Annotation()))));
    }

    [Theory]
    [InlineData("Reject", "550 5.7.1 no")]
    [InlineData("Defer", "450 4.2.1 later")]
    public void The_reply_of_the_rule_comes_first(string action, string reply)
    {
        var annotation = new Annotation { Action = System.Enum.Parse<RuleAction>(action), Reply = Encoding.ASCII.GetBytes(reply) };
        Assert.Equal(reply, Text(Verdict.Of(Hit(ControlList.BadHelo, annotation))));
    }

    [Fact]
    public void A_rule_for_the_log_alone_can_be_no_verdict() =>
        Assert.Throws<System.Diagnostics.UnreachableException>(() => Verdict.Of(Hit(ControlList.BadHelo, new Annotation { Action = RuleAction.Log })));

    [Fact]
    public void Every_list_is_named_once_and_two_spare_relay_clients_with_their_plain_twins()
    {
        Assert.Equal(System.Enum.GetValues<ControlList>(), ControlLists.All.ToArray());
        string[] names = ControlLists.All.ToArray().Select(list => Encoding.ASCII.GetString(ControlLists.FileName(list))).ToArray();
        string[] rules = ["badhelo", "badmailfrom", "badmailfromnorelay", "badmailto", "badmailtonorelay", "goodmailfrom", "goodmailto"];
        string[] ofBounces = ["badbounceto", "goodbounceto", "badbounce", "goodbounce", "badbouncetohosts", "goodbouncetohosts"];
        Assert.Equal([.. rules, .. rules.Select(name => name + "hosts"), .. ofBounces], names);
        Assert.Equal(
            [
                ControlList.BadMailFromNoRelay, ControlList.BadMailToNoRelay,
                ControlList.BadMailFromNoRelayHosts, ControlList.BadMailToNoRelayHosts,
            ],
            ControlLists.All.ToArray().Where(ControlLists.SparesRelayClients));
    }

    private static Hit Hit(ControlList list, Annotation annotation) => new(list, 1, "x"u8.ToArray(), annotation);

    private static string Text(Verdict verdict) => Encoding.ASCII.GetString(verdict.Reply);
}
