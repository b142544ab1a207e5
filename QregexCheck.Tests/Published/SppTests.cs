using System.IO;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>qmail-spp: what the client hears, with qmail-smtpd's side played by a stand-in.</summary>
public sealed class SppTests
{
    private static string Stage(string name) => $":'{PublishedBinary.Path}' spp {name}";

    [Fact]
    public void A_rejected_recipient_gets_one_E_line_and_its_newline()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        foreach (string line in new[] { PublishedBinary.Path, Stage("rcpt") })
        {
            (string reply, Outcome outcome) = QmailSmtpdStandIn.Spp(line, HookVariables.Spp(control, "h", "a@b.example", "no@d.example"));
            Assert.Equal("553 sorry, your envelope recipient is in my badmailto list (#5.7.1)", reply);
            Assert.Equal(["E553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\n"], outcome.Writes[1]);
            Assert.Equal(100, outcome.ExitCode);
        }
    }

    [Fact]
    public void An_accepted_recipient_gets_no_output_at_all()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        foreach (string line in new[] { PublishedBinary.Path, Stage("rcpt"), Stage("mail"), Stage("helo") })
        {
            (string reply, Outcome outcome) = QmailSmtpdStandIn.Spp(line, HookVariables.Spp(control, "h", "a@b.example", "yes@d.example"));
            Assert.Equal((QmailSmtpdStandIn.Accepted, 0, string.Empty, string.Empty), (reply, outcome.ExitCode, outcome.Output, outcome.Error));
        }
    }

    [Fact]
    public void A_deferral_is_an_E_line_with_the_rules_reply()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "#: action=defer\n^late@\n");
        (string reply, Outcome outcome) = QmailSmtpdStandIn.Spp(Stage("rcpt"), HookVariables.Spp(control, "h", "a@b.example", "late@d.example"));
        Assert.Equal(("451 try again later (#4.7.1)", 111), (reply, outcome.ExitCode));
    }

    [Fact]
    public void Trouble_is_answered_with_451_since_qmail_spp_does_not_look_at_the_exit_code()
    {
        using var control = new ControlFolder();
        Directory.CreateDirectory(control.Of("badmailto"));
        (string reply, Outcome outcome) = QmailSmtpdStandIn.Spp(PublishedBinary.Path, HookVariables.Spp(control, null, "a@b.example", "c@d.example"));
        Assert.Equal(("451 temporary problem, try again later (#4.3.0)", 111), (reply, outcome.ExitCode));
        Assert.Single(outcome.ErrorLines);
    }

    [Fact]
    public void The_mail_stage_does_not_look_at_the_recipient_of_an_earlier_message()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^stale@\n").With("badmailfrom", "^bad@\n");
        Assert.Equal(QmailSmtpdStandIn.Accepted, QmailSmtpdStandIn.Spp(Stage("mail"), HookVariables.Spp(control, "h", "a@b.example", "stale@d.example")).Reply);
        Assert.StartsWith("553 ", QmailSmtpdStandIn.Spp(Stage("mail"), HookVariables.Spp(control, "h", "bad@b.example", "stale@d.example")).Reply,
            System.StringComparison.Ordinal);
    }

    [Fact]
    public void The_rcpt_stage_judges_sender_and_recipient()
    {
        using ControlFolder control = new ControlFolder().With("badmailfrom", "^bad@\n");
        Assert.StartsWith(
            "553 sorry, your envelope sender ",
            QmailSmtpdStandIn.Spp(Stage("rcpt"), HookVariables.Spp(control, null, "bad@b.example", "c@d.example")).Reply,
            System.StringComparison.Ordinal);
    }

    [Fact]
    public void The_helo_stage_judges_the_host_name_alone()
    {
        using ControlFolder control = new ControlFolder().With("badhelo", "^dialup\n").With("badmailfrom", ".\n").With("badmailto", ".\n");
        Assert.Equal(
            "553 sorry, your HELO host name is in my badhelo list (#5.7.1)",
            QmailSmtpdStandIn.Spp(Stage("helo"), HookVariables.Spp(control, "dialup7", "a@b.example", "c@d.example")).Reply);
        Assert.Equal(
            QmailSmtpdStandIn.Accepted,
            QmailSmtpdStandIn.Spp(Stage("helo"), HookVariables.Spp(control, "mx", "a@b.example", "c@d.example")).Reply);
        Assert.Equal(
            QmailSmtpdStandIn.Accepted,
            QmailSmtpdStandIn.Spp(Stage("helo"), HookVariables.Spp(control, "dialup7", "a@b.example", "c@d.example", "NOBADHELO=1")).Reply);
    }

    [Fact]
    public void An_unset_SMTPHELOHOST_is_no_trouble_at_the_later_stages()
    {
        using ControlFolder control = new ControlFolder().With("badhelo", ".*\n");
        foreach (string line in new[] { PublishedBinary.Path, Stage("rcpt"), Stage("mail") })
            Assert.Equal(QmailSmtpdStandIn.Accepted, QmailSmtpdStandIn.Spp(line, HookVariables.Spp(control, null, "a@b.example", "c@d.example")).Reply);
    }

    [Theory]
    [InlineData("helo")]
    [InlineData("mail")]
    [InlineData("rcpt")]
    public void A_stage_whose_variable_is_missing_is_trouble_and_not_an_accept(string stage)
    {
        using var control = new ControlFolder();
        (string reply, Outcome outcome) = QmailSmtpdStandIn.Spp(Stage(stage), HookVariables.Spp(control, null, null, null));
        Assert.Equal(("451 temporary problem, try again later (#4.3.0)", 111), (reply, outcome.ExitCode));
        Assert.Single(outcome.ErrorLines);
    }

    [Fact]
    public void Relay_clients_are_checked_too_but_not_against_the_norelay_files()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n").With("badmailtonorelay", ".\n");
        Assert.StartsWith(
            "553 ",
            QmailSmtpdStandIn.Spp(Stage("rcpt"), HookVariables.Spp(control, "h", "a@b.example", "no@d.example", "RELAYCLIENT=")).Reply,
            System.StringComparison.Ordinal);
        Assert.Equal(
            QmailSmtpdStandIn.Accepted,
            QmailSmtpdStandIn.Spp(Stage("rcpt"), HookVariables.Spp(control, "h", "a@b.example", "c@d.example", "RELAYCLIENT=")).Reply);
    }

    /// <summary>qmail-spp forgets a refusal: HELO, MAIL and RCPT go on behind it, so the client is asked about again.</summary>
    [Theory]
    [InlineData("bad", "a@b.example", "mail", "553 sorry, your HELO host name is in my badhelo list (#5.7.1)")]
    [InlineData("bad", "a@b.example", "rcpt", "553 sorry, your HELO host name is in my badhelo list (#5.7.1)")]
    [InlineData("bad", "", "mail", "553 sorry, your HELO host name is in my badhelo list (#5.7.1)")]
    [InlineData("bad", "bad@b.example", "rcpt", "553 sorry, your HELO host name is in my badhelo list (#5.7.1)")]
    [InlineData("mx", "bad@b.example", "mail", "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)")]
    [InlineData("mx", "bad@b.example", "rcpt", "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)")]
    [InlineData("mx", "a@b.example", "rcpt", QmailSmtpdStandIn.Accepted)]
    public void A_client_that_ignores_a_refusal_is_refused_again_at_each_later_stage(string helo, string sender, string stage, string expected)
    {
        using ControlFolder control = new ControlFolder().With("badhelo", "^bad$\n").With("badmailfrom", "^bad@\n").With("badmailto", "^bad@\n");
        Assert.Equal(expected, QmailSmtpdStandIn.Spp(Stage(stage), HookVariables.Spp(control, helo, sender, "c@d.example")).Reply);
    }

    [Fact]
    public void NOBADHELO_holds_at_each_stage_and_the_name_is_logged_all_the_same()
    {
        using ControlFolder control = new ControlFolder().With("badhelo", ".\n");
        string[] environment = HookVariables.Spp(control, "mx.example.net", "a@b.example", "c@d.example", "NOBADHELO=", "QREGEXCHECK_LOG=all");
        foreach (string line in new[] { Stage("helo"), Stage("mail"), Stage("rcpt"), PublishedBinary.Path })
        {
            (string reply, Outcome outcome) = QmailSmtpdStandIn.Spp(line, environment);
            Assert.Equal(QmailSmtpdStandIn.Accepted, reply);
            Assert.Contains(" helo=mx.example.net ", outcome.Error, System.StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_refused_recipient_is_logged_with_the_HELO_name()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        (_, Outcome outcome) = QmailSmtpdStandIn.Spp(Stage("rcpt"), HookVariables.Spp(control, "mx.example.net", "a@b.example", "no@d.example"));
        Assert.Contains(" helo=mx.example.net from=<a@b.example> to=<no@d.example> ", outcome.Error, System.StringComparison.Ordinal);
    }

    /// <summary>qmail-smtpd appends RELAYCLIENT's value behind the [rcpt] plugins, so they see the recipient without it.</summary>
    [Fact]
    public void A_relay_clients_recipient_is_judged_as_qmail_will_queue_it()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^fax@d\\.example@fax$\n").With("badmailfrom", "@fax$\n");
        foreach (string line in new[] { Stage("rcpt"), PublishedBinary.Path })
        {
            (string reply, Outcome outcome) = QmailSmtpdStandIn.Spp(line, HookVariables.Spp(control, "h", "a@b.example", "fax@d.example", "RELAYCLIENT=@fax"));
            Assert.StartsWith("553 sorry, your envelope recipient ", reply, System.StringComparison.Ordinal);
            Assert.Contains(" to=<fax@d.example@fax> ", outcome.Error, System.StringComparison.Ordinal);
            Assert.Equal(
                QmailSmtpdStandIn.Accepted,
                QmailSmtpdStandIn.Spp(line, HookVariables.Spp(control, "h", "a@b.example", "fax@d.example", "RELAYCLIENT=")).Reply);
        }
    }

    /// <summary>The README's longer line. A shell exits 127 for a program that is not there, and qmail-spp takes that for an accept.</summary>
    [Fact]
    public void A_line_that_looks_at_the_exit_code_is_a_451_where_the_program_cannot_be_run()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        foreach ((string program, string recipient, string reply) in new[]
        {
            (control.Of("missing"), "c@d.example", QmailSmtpdStandIn.PluginTrouble),
            (PublishedBinary.Path, "c@d.example", QmailSmtpdStandIn.Accepted),
            (PublishedBinary.Path, "no@d.example", "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)"),
        })
        {
            string line = $":'{program}' spp rcpt; test $? -le 111 || exit 120";
            Assert.Equal(reply, QmailSmtpdStandIn.Spp(line, HookVariables.Spp(control, "h", "a@b.example", recipient)).Reply);
        }
    }

    /// <summary>qmail-spp reads no exit code but 120; with any other one its silence would be an accept.</summary>
    [Fact]
    public void With_nobody_to_hear_the_answer_the_exit_code_is_120()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        string[] environment = HookVariables.Spp(control, null, "a@b.example", "no@d.example");
        foreach (Wire wire in new[] { Wire.Closed, Wire.Broken, Wire.File("/dev/full") })
        {
            foreach (string[] arguments in new string[][] { [], ["spp", "rcpt"], ["spp", "nosuch"], ["spp", "helo"] })
            {
                Outcome outcome = new Child(PublishedBinary.Path, arguments)
                {
                    Environment = environment,
                    Wires = new System.Collections.Generic.Dictionary<int, Wire> { [1] = wire }
                }.Run();
                Assert.Equal((120, 0), (outcome.ExitCode, outcome.Signal));
            }
        }
    }
}
