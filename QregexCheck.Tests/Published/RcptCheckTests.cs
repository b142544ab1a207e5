using System.Collections.Generic;
using System.IO;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>RCPTCHECK: what the client hears, with qmail-smtpd's side played by a stand-in.</summary>
public sealed class RcptCheckTests
{
    private const string FourIsReady = "USE_FD4=1";

    [Fact]
    public void A_recipient_that_no_rule_objects_to_is_accepted_in_silence()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^spam@\n").With("badmailfrom", "@bad\\.example$\n");
        (string reply, Outcome outcome) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "info@example.com", FourIsReady));
        Assert.Equal(QmailSmtpdStandIn.Accepted, reply);
        Assert.Equal((0, string.Empty, string.Empty), (outcome.ExitCode, outcome.Error, outcome.Reply));
    }

    [Fact]
    public void A_recipient_in_badmailto_is_rejected_with_the_reply_of_the_patch()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "# made-up names\n^[a-z]+[0-9]+@example\\.com$\n");
        (string reply, Outcome outcome) = QmailSmtpdStandIn.RcptCheck(
            HookVariables.RcptCheck(control, "a@b.example", "abc123@example.com", FourIsReady, "HELO=mx.example.net"));
        Assert.Equal("553 sorry, your envelope recipient is in my badmailto list (#5.7.1)", reply);
        Assert.Equal(100, outcome.ExitCode);
        Assert.Equal("553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\n", outcome.Reply);
        Assert.Equal(
            "qregexcheck: reject badmailto:2 ip=192.0.2.7 helo=mx.example.net from=<a@b.example> to=<abc123@example.com> "
            + "rule=\"^[a-z]+[0-9]+@example\\.com$\" reply=\"553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\"\n",
            outcome.Error);
    }

    [Theory]
    [InlineData("badmailfrom", "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)")]
    [InlineData("badmailfromnorelay", "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)")]
    [InlineData("badmailto", "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)")]
    [InlineData("badmailtonorelay", "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)")]
    [InlineData("badhelo", "553 sorry, your HELO host name is in my badhelo list (#5.7.1)")]
    public void Each_control_file_has_its_reply(string file, string expected)
    {
        using ControlFolder control = new ControlFolder().With(file, ".\n");
        (string reply, _) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "c@d.example", FourIsReady, "HELO=h"));
        Assert.Equal(expected, reply);
    }

    [Theory]
    [InlineData("badmailfromnorelay")]
    [InlineData("badmailtonorelay")]
    public void The_norelay_files_spare_a_relay_client_even_if_the_variable_is_empty(string file)
    {
        using ControlFolder control = new ControlFolder().With(file, ".\n");
        string[] environment = HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "RELAYCLIENT=");
        Assert.Equal(QmailSmtpdStandIn.Accepted, QmailSmtpdStandIn.RcptCheck(environment).Reply);
    }

    /// <summary>The patches run the check behind the place where qmail-smtpd appends the value.</summary>
    [Fact]
    public void RELAYCLIENTs_value_is_in_RECIPIENT_already_and_is_not_appended_again()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^fax@d\\.example@fax$\n");
        string[] environment = HookVariables.RcptCheck(control, "a@b.example", "fax@d.example@fax", "RELAYCLIENT=@fax");
        Assert.Equal(100, QmailSmtpdStandIn.RcptCheck(environment).Outcome.ExitCode);
        environment = HookVariables.RcptCheck(control, "a@b.example", "fax@d.example", "RELAYCLIENT=@fax");
        Assert.Equal(QmailSmtpdStandIn.Accepted, QmailSmtpdStandIn.RcptCheck(environment).Reply);
    }

    [Fact]
    public void HELOHOST_of_rejectutils_is_taken_where_HELO_is_not_set()
    {
        using ControlFolder control = new ControlFolder().With("badhelo", "^dialup\n");
        (_, Outcome outcome) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "HELOHOST=dialup7"));
        Assert.Equal(100, outcome.ExitCode);
        (string reply, _) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "HELOHOST=dialup7", "NOBADHELO="));
        Assert.Equal(QmailSmtpdStandIn.Accepted, reply);
    }

    [Fact]
    public void A_rule_that_defers_is_told_on_descriptor_4_and_keeps_the_connection()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "#: action=defer reply=\"450 4.2.1 come back tomorrow\"\n^late@\n");
        (string reply, Outcome outcome) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "late@d.example", FourIsReady));
        Assert.Equal("450 4.2.1 come back tomorrow", reply);
        Assert.Equal(100, outcome.ExitCode);
        Assert.StartsWith("qregexcheck: defer badmailto:2 ", outcome.Error, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Without_USE_FD4_nothing_is_written_to_descriptor_4()
    {
        // Without the variable the descriptor is not ours: it may be anything, a database of qmail-smtpd's for one.
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n#: action=defer\n^late@\n");
        (string reply, Outcome rejected) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "no@d.example"));
        Assert.Equal(("550 sorry, no mailbox here by that name (#5.1.1)", string.Empty), (reply, rejected.Reply));
        (reply, Outcome deferred) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "late@d.example"));
        Assert.Equal((QmailSmtpdStandIn.Trouble, 111, string.Empty), (reply, deferred.ExitCode, deferred.Reply));
    }

    [Fact]
    public void With_USE_FD4_and_descriptor_4_closed_a_no_stays_a_no_and_a_deferral_is_a_soft_error()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n#: action=defer\n^late@\n");
        var wires = new Dictionary<int, Wire> { [4] = Wire.Closed };
        Assert.Equal(100, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "no@d.example", FourIsReady), wires).Outcome.ExitCode);
        Assert.Equal(111, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "late@d.example", FourIsReady), wires).Outcome.ExitCode);
    }

    [Fact]
    public void With_nobody_at_the_other_end_of_descriptor_4_a_deferral_is_never_a_final_no()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n#: action=defer\n^late@\n");
        var wires = new Dictionary<int, Wire> { [4] = Wire.Broken };
        Assert.Equal(100, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "no@d.example", FourIsReady), wires).Outcome.ExitCode);
        Assert.Equal(111, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "late@d.example", FourIsReady), wires).Outcome.ExitCode);
    }

    [Fact]
    public void The_text_on_descriptor_4_is_one_short_write()
    {
        // qmail-smtpd reads it after we have ended; more than a pipe holds would hang both.
        string text = "550 " + new string('x', 396);
        using ControlFolder control = new ControlFolder().With("badmailto", $"#: reply=\"{text}\"\n.\n");
        (string reply, Outcome outcome) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "c@d.example", FourIsReady));
        Assert.Equal(text, reply);
        Assert.Equal([text + "\n"], outcome.Writes[4]);
    }

    [Fact]
    public void A_rule_that_only_logs_lets_the_mail_go_on_to_the_next_rule()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "#: action=log\n^[a-z]+@\n^no@\n");
        (string reply, Outcome outcome) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "yes@d.example"));
        Assert.Equal(QmailSmtpdStandIn.Accepted, reply);
        Assert.Equal("qregexcheck: log badmailto:2 ip=192.0.2.7 helo=- from=<a@b.example> to=<yes@d.example> rule=\"^[a-z]+@\"\n", outcome.Error);
        (_, outcome) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "no@d.example"));
        Assert.Equal(100, outcome.ExitCode);
        Assert.Equal(2, outcome.ErrorLines.Length);
    }

    [Fact]
    public void An_exception_list_lets_an_address_past_a_rule()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "@d\\.example$\n").With("goodmailto", "^postmaster@\n");
        Assert.Equal(0, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "postmaster@d.example")).Outcome.ExitCode);
        Assert.Equal(100, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "c@d.example")).Outcome.ExitCode);
    }

    [Fact]
    public void A_control_file_that_cannot_be_read_is_a_soft_error_with_one_line()
    {
        using var control = new ControlFolder();
        Directory.CreateDirectory(control.Of("badmailto"));
        (string reply, Outcome outcome) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "c@d.example", FourIsReady));
        Assert.Equal((QmailSmtpdStandIn.Trouble, 111, string.Empty), (reply, outcome.ExitCode, outcome.Reply));
        Assert.Equal(
            $"qregexcheck: fatal: unable to read {control.Path}/badmailto: is a directory; make it a file that qmail-smtpd's user can read, or remove it\n",
            outcome.Error);
    }

    [Fact]
    public void SENDER_and_RECIPIENT_win_over_what_qmail_spp_left_in_the_environment()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^stale@\n").With("badmailfrom", "^old@\n");
        string[] environment = HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "SMTPMAILFROM=old@b.example", "SMTPRCPTTO=stale@d.example");
        (string reply, Outcome outcome) = QmailSmtpdStandIn.RcptCheck(environment);
        Assert.Equal((QmailSmtpdStandIn.Accepted, 0, string.Empty), (reply, outcome.ExitCode, outcome.Output));
    }

    [Fact]
    public void The_null_sender_is_never_looked_up()
    {
        using ControlFolder control = new ControlFolder().With("badmailfrom", ".*\n!never\n").With("badmailfromnorelay", ".*\n");
        Assert.Equal(0, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, string.Empty, "c@d.example")).Outcome.ExitCode);
    }

    [Fact]
    public void A_sender_that_is_not_in_the_environment_is_trouble_only_where_senders_have_rules()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        Assert.Equal(0, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, null, "c@d.example")).Outcome.ExitCode);
        control.With("badmailfrom", "^x@\n");
        (string reply, Outcome outcome) = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, null, "c@d.example"));
        Assert.Equal(QmailSmtpdStandIn.Trouble, reply);
        Assert.Equal(
            "qregexcheck: fatal: the envelope sender is not in the environment, and there are rules for it; set SENDER (or SMTPMAILFROM)\n", outcome.Error);
        Assert.Equal(100, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, null, "no@d.example")).Outcome.ExitCode);
    }

    [Fact]
    public void No_envelope_at_all_is_a_soft_error_with_one_line()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        foreach (string[] environment in new[] { [], HookVariables.RcptCheck(control, "a@b.example", null) })
        {
            (string reply, Outcome outcome) = QmailSmtpdStandIn.RcptCheck(environment);
            Assert.Equal((QmailSmtpdStandIn.Trouble, 111), (reply, outcome.ExitCode));
            Assert.Equal(
                ["qregexcheck: fatal: no envelope in the environment (RECIPIENT or SMTPRCPTTO); to try rules by hand, run: qregexcheck test ADDRESS"],
                outcome.ErrorLines);
        }
    }

    [Fact]
    public void An_empty_recipient_is_judged_as_one()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^$\n");
        Assert.Equal(100, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", string.Empty)).Outcome.ExitCode);
        control.With("badmailto", ".\n");
        Assert.Equal(0, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", string.Empty)).Outcome.ExitCode);
    }
}
