using System;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using Xunit;

namespace QregexCheck.Tests.Rooms.Qmail;

/// <summary>Each verdict at each hook: what qmail-smtpd then sees.</summary>
public sealed class HookReplyTests
{
    private const string Trouble = "451 temporary problem, try again later (#4.3.0)";

    [Theory]
    [InlineData("accept", false, 0, "")]
    [InlineData("accept", true, 0, "")]
    [InlineData("excuse", true, 0, "")]
    [InlineData("reject", false, 100, "")]
    [InlineData("reject", true, 100, "550 no\n")]
    [InlineData("defer", false, 111, "")]
    [InlineData("defer", true, 100, "450 later\n")]
    [InlineData("trouble", false, 111, "")]
    [InlineData("trouble", true, 111, "")]
    public void Rcptcheck_reads_the_exit_code_and_descriptor_4(string verdict, bool hasDescriptor4, int code, string text)
    {
        HookReply reply = HookReply.ToRcptCheck(Verdicts(verdict), hasDescriptor4);
        Assert.Equal(code, (int)reply.ExitCode);
        Assert.Equal(text, Encoding.ASCII.GetString(reply.Descriptor4));
        Assert.Empty(reply.Output);

        // Without its text a deferral would be a final no.
        Assert.Equal(verdict == "defer" ? 111 : code, (int)reply.UntoldExitCode);
    }

    [Theory]
    [InlineData("accept", 0, "")]
    [InlineData("excuse", 0, "")]
    [InlineData("reject", 100, "E550 no\n")]
    [InlineData("defer", 111, "E450 later\n")]
    [InlineData("trouble", 111, "E" + Trouble + "\n")]
    public void Spp_reads_one_line(string verdict, int code, string line)
    {
        HookReply reply = HookReply.ToSpp(Verdicts(verdict));
        Assert.Equal(code, (int)reply.ExitCode);
        Assert.Equal(line, Encoding.ASCII.GetString(reply.Output));
        Assert.Empty(reply.Descriptor4);
        Assert.Equal(line.Length == 0 ? code : 120, (int)reply.UntoldExitCode);
    }

    [Theory]
    [InlineData("accept", 0)]
    [InlineData("excuse", 0)]
    [InlineData("reject", 1)]
    [InlineData("defer", 111)]
    [InlineData("trouble", 111)]
    public void Checkpassword_has_a_no_of_its_own(string verdict, int code) => Assert.Equal(code, (int)HookReply.ToCheckpassword(Verdicts(verdict)));

    [Fact]
    public void There_are_no_other_exit_codes() => Assert.Equal([0, 1, 2, 31, 71, 81, 82, 91, 100, 111, 120], Enum.GetValues<ExitCode>().Select(code => (int)code));

    [Fact]
    public void A_reply_is_one_line_whatever_the_rule_says()
    {
        foreach (ControlList list in Enum.GetValues<ControlList>())
        {
            byte[] line = HookReply.ToSpp(Verdict.Of(new Hit(list, 1, [], Annotation.None))).Output;
            Assert.Equal(line.Length - 1, Array.IndexOf(line, (byte)'\n'));
            Assert.Equal(ListFamily.Of(list).Subject >= Subject.BounceRecipient ? "E550 " : "E553 ", Encoding.ASCII.GetString(line)[..5]);
        }
    }

    [Theory]
    [InlineData("helo", "Helo")]
    [InlineData("mail", "Mail")]
    [InlineData("rcpt", "Rcpt")]
    [InlineData("", null)]
    [InlineData("Rcpt", null)]
    [InlineData("rcpt ", null)]
    [InlineData("data", null)]
    [InlineData("auth", null)]
    [InlineData("unnamed", null)]
    public void Three_stages_have_a_name(string name, string? stage) =>
        Assert.Equal(stage, SppStages.Find(Encoding.ASCII.GetBytes(name))?.ToString());

    private static Verdict Verdicts(string name)
    {
        Hit Hit(RuleAction action, string reply) =>
            new(ControlList.BadMailTo, 1, "x"u8.ToArray(), new Annotation { Action = action, Reply = Encoding.ASCII.GetBytes(reply) });
        return name switch
        {
            "accept" => Verdict.Accept,
            "excuse" => Verdict.AcceptBy(Hit(RuleAction.Reject, "550 no")),
            "reject" => Verdict.Of(Hit(RuleAction.Reject, "550 no")),
            "defer" => Verdict.Of(Hit(RuleAction.Defer, "450 later")),
            _ => Verdict.Trouble("a reason"),
        };
    }
}
