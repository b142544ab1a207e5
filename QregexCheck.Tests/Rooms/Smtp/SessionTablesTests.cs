using System;
using System.Linq;
using QregexCheck.Smtp;
using QregexCheck.Tests.Papers;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>The tables of the session: its phases, in code and on paper, and its verbs.</summary>
public class SessionTablesTests
{
    [Fact]
    public void ARCHITECTURE_has_one_row_for_each_phase_in_the_order_of_the_code()
    {
        string[] phases = Enum.GetNames<SessionPhase>();
        string[] rows = Repository.Read("ARCHITECTURE.md").Split('\n')
            .SkipWhile(static line => !line.StartsWith("| phase |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('`')[1]).ToArray();
        Assert.Equal(phases, rows);
    }

    [Fact]
    public void No_reply_leads_out_of_a_session_that_is_over()
    {
        foreach (ReplyTo to in Enum.GetValues<ReplyTo>())
        {
            foreach (int code in new[] { 0, 220, 221, 235, 250, 334, 354, 421, 550 })
                Assert.Equal(SessionPhase.Over, SessionPhase.Over.Behind(to, code, isClear: true));
        }
    }

    [Fact]
    public void Each_verb_has_a_row_and_only_a_RCPT_may_be_overtaken()
    {
        foreach (SmtpVerb verb in Enum.GetValues<SmtpVerb>())
        {
            PassedCommand passed = verb.Passed();
            Assert.Equal(verb == SmtpVerb.Rcpt, passed.RunsAhead);
            Assert.Equal(verb is SmtpVerb.Helo or SmtpVerb.Ehlo or SmtpVerb.Mail, passed.KeepsArgument);
            if (passed.Reply != ReplyTo.Nothing)
                Assert.Equal(verb.ToString(), passed.Reply.ToString());
        }
    }
}
