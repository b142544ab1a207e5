using System;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Decision;

/// <summary>The whole policy. Files are written <c>name=rule,rule;name=rule</c>, an envelope <c>helo sender recipient</c>.</summary>
public sealed class JudgeTests
{
    [Theory]
    [InlineData("", "h s@x r@y", "accept")]
    [InlineData("badhelo=^h$", "h s@x r@y", "reject badhelo:1")]
    [InlineData("badmailfrom=@x", "h s@x r@y", "reject badmailfrom:1")]
    [InlineData("badmailfromnorelay=@x", "h s@x r@y", "reject badmailfromnorelay:1")]
    [InlineData("badmailto=@y", "h s@x r@y", "reject badmailto:1")]
    [InlineData("badmailtonorelay=@y", "h s@x r@y", "reject badmailtonorelay:1")]
    [InlineData("badhelo=@x,@y", "h s@x r@y", "accept")]
    [InlineData("badmailfrom=^h$,@y", "h s@x r@y", "accept")]
    [InlineData("badmailto=^h$,@x", "h s@x r@y", "accept")]
    public void Each_file_is_asked_about_its_own_part_of_the_envelope(string files, string envelope, string verdict) => Check(files, envelope, verdict);

    [Theory]
    [InlineData("badmailtonorelay=.;badmailto=.;badmailfromnorelay=.;badmailfrom=.;badhelo=.", "reject badhelo:1")]
    [InlineData("badmailtonorelay=.;badmailto=.;badmailfromnorelay=.;badmailfrom=.", "reject badmailfrom:1")]
    [InlineData("badmailtonorelay=.;badmailto=.;badmailfromnorelay=.", "reject badmailfromnorelay:1")]
    [InlineData("badmailtonorelay=.;badmailto=.", "reject badmailto:1")]
    [InlineData("badmailtonorelay=.", "reject badmailtonorelay:1")]
    [InlineData("badmailto=no,@y,.", "reject badmailto:2")]
    public void The_first_rule_in_the_order_of_the_files_decides(string files, string verdict) => Check(files, "h s@x r@y", verdict);

    [Theory]
    [InlineData("badhelohosts=h", "reject badhelohosts:1")]
    [InlineData("badhelohosts=h;badmailfrom=.", "reject badhelohosts:1")]
    [InlineData("badhelo=h;badhelohosts=h", "reject badhelo:1")]
    [InlineData("badmailfromhosts=y,x;badmailfromnorelay=@", "reject badmailfromhosts:2")]
    [InlineData("badmailfromnorelayhosts=x;badmailto=.", "reject badmailfromnorelayhosts:1")]
    [InlineData("badmailtohosts=r@y;badmailtonorelay=.", "reject badmailtohosts:1")]
    [InlineData("badmailtonorelayhosts=y", "reject badmailtonorelayhosts:1")]
    [InlineData("badmailto=@y;goodmailtohosts=y", "accept goodmailtohosts:1")]
    [InlineData("badmailtohosts=y;goodmailto=@y", "accept goodmailto:1")]
    [InlineData("badmailtohosts=y;goodmailto=@y;goodmailtohosts=y", "accept goodmailto:1")]
    [InlineData("badmailtohosts=y;goodmailfromhosts=x,y", "reject badmailtohosts:1")]
    public void A_plain_list_is_asked_right_behind_the_rules_of_its_kind(string files, string verdict) => Check(files, "h s@x r@y", verdict);

    [Fact]
    public void A_plain_norelay_list_does_not_hold_for_a_relay_client() =>
        Check("badmailfromnorelayhosts=x;badmailtonorelayhosts=y", "h s@x r@y", "accept", isRelayClient: true);

    [Theory]
    [InlineData("badmailto=!@y$", "h s@x r@y", "accept")]
    [InlineData("badmailto=!@y$", "h s@x r@z", "reject badmailto:1")]
    [InlineData("badmailto=!", "h s@x r@y", "accept")]
    [InlineData("badmailto=(,!(,@y", "h s@x r@y", "reject badmailto:3")]
    [InlineData("badmailto=!@Y$", "h s@x r@y", "accept")]
    public void An_exclamation_mark_inverts_and_a_broken_rule_is_skipped_either_way(string files, string envelope, string verdict) =>
        Check(files, envelope, verdict);

    [Theory]
    [InlineData("badmailfromnorelay=.;badmailtonorelay=.", "h s@x r@y", "accept")]
    [InlineData("badhelo=.", "h s@x r@y", "reject badhelo:1")]
    [InlineData("badmailfrom=.", "h s@x r@y", "reject badmailfrom:1")]
    [InlineData("badmailto=.", "h s@x r@y", "reject badmailto:1")]
    public void The_norelay_files_do_not_hold_for_a_relay_client(string files, string envelope, string verdict) =>
        Check(files, envelope, verdict, isRelayClient: true);

    [Theory]
    [InlineData("badmailfrom=.,^$,!x,;badmailfromnorelay=!x", "h <> r@y", "accept")]
    [InlineData("badmailto=.", "h <> r@y", "reject badmailto:1")]
    [InlineData("badhelo=.", "h <> r@y", "reject badhelo:1")]
    public void The_null_sender_is_never_asked_about(string files, string envelope, string verdict) => Check(files, envelope, verdict);

    [Theory]
    [InlineData("badmailto=!x", "h s@x <>", "reject badmailto:1")]
    [InlineData("badhelo=^$", "<> s@x r@y", "reject badhelo:1")]
    [InlineData("badhelo=.;badmailto=.", "- - -", "accept")]
    [InlineData("badmailto=.", "h s@x -", "accept")]
    [InlineData("badhelo=.", "- s@x r@y", "accept")]
    public void What_is_empty_is_asked_about_and_what_is_not_given_is_not(string files, string envelope, string verdict) => Check(files, envelope, verdict);

    [Theory]
    [InlineData("badmailfrom=.;goodmailfrom=@x", "h s@x r@y", "accept goodmailfrom:1")]
    [InlineData("badmailfromnorelay=.;goodmailfrom=no,@x", "h s@x r@y", "accept goodmailfrom:2")]
    [InlineData("badmailto=.;goodmailto=@y", "h s@x r@y", "accept goodmailto:1")]
    [InlineData("badmailtonorelay=.;goodmailto=!@z", "h s@x r@y", "accept goodmailto:1")]
    [InlineData("badmailfrom=.;goodmailfrom=@y;badmailto=no;goodmailto=.", "h s@x r@y", "reject badmailfrom:1")]
    [InlineData("badmailto=.;goodmailfrom=.", "h s@x r@y", "reject badmailto:1")]
    [InlineData("badmailfrom=.;goodmailto=.", "h s@x r@y", "reject badmailfrom:1")]
    [InlineData("badhelo=.;goodmailfrom=.;goodmailto=.", "h s@x r@y", "reject badhelo:1")]
    [InlineData("badmailfrom=.;goodmailfrom=.;badmailto=.", "h s@x r@y", "reject badmailto:1")]
    [InlineData("goodmailfrom=.;goodmailto=.", "h s@x r@y", "accept")]
    [InlineData("badmailto=#: action=defer,.;goodmailto=.", "h s@x r@y", "accept goodmailto:1")]
    public void A_match_in_a_good_file_takes_an_address_past_its_own_bad_files(string files, string envelope, string verdict) =>
        Check(files, envelope, verdict);

    [Theory]
    [InlineData("", "accept")]
    [InlineData("badmailfrom=x", "trouble")]
    [InlineData("badmailfromnorelay=x", "trouble")]
    [InlineData("badmailto=x;goodmailfrom=x;badhelo=x", "accept")]
    [InlineData("badmailfrom=x;badmailto=.", "reject badmailto:1")]
    public void A_sender_that_is_missing_is_trouble_where_there_are_rules_for_it_and_nothing_else_rejects(string files, string verdict) =>
        Check(files, "h - r@y", verdict, senderIsMissing: true);

    [Fact]
    public void A_missing_sender_is_no_trouble_for_a_relay_client_without_rules_that_hold_for_it() =>
        Check("badmailfromnorelay=x", "h - r@y", "accept", isRelayClient: true, senderIsMissing: true);

    [Fact]
    public void A_rule_for_the_log_alone_is_logged_and_passed()
    {
        RulesInMemory rules = Check("badmailto=#: action=log,.,no,#: action=log,@y,@y", "h s@x r@y", "reject badmailto:6");
        Assert.Equal(["badmailto:2", "badmailto:5"], rules.Logged);
        rules = Check("badmailfrom=#: action=log,.;badmailto=#: action=log,.", "h s@x r@y", "accept");
        Assert.Equal(["badmailfrom:2", "badmailto:2"], rules.Logged);
    }

    [Fact]
    public void A_rule_for_the_log_alone_in_a_good_file_excuses_nobody()
    {
        RulesInMemory rules = Check("badmailto=.;goodmailto=#: action=log,.", "h s@x r@y", "reject badmailto:1");
        Assert.Equal(["goodmailto:2"], rules.Logged);
    }

    [Theory]
    [InlineData("badmailto=#: action=defer,.,.", "defer badmailto:2")]
    [InlineData("badmailfrom=#: action=defer,.;badmailto=.", "defer badmailfrom:2")]
    [InlineData("badmailto=no,#: action=defer,no,.", "reject badmailto:4")]
    public void A_rule_that_defers_decides_as_one_that_rejects_does(string files, string verdict) => Check(files, "h s@x r@y", verdict);

    [Theory]
    [InlineData("badmailto=#: until=2026-11-23,.", "accept")]
    [InlineData("badmailto=#: until=2026-11-24,.", "reject badmailto:2")]
    [InlineData("badmailto=#: until=2026-11-25,.", "reject badmailto:2")]
    [InlineData("badmailto=#: until=2026-11-23,.,@y", "reject badmailto:3")]
    [InlineData("badmailto=.;goodmailto=#: until=2026-11-23,.", "reject badmailto:1")]
    public void A_rule_whose_last_day_is_over_sleeps(string files, string verdict) => Check(files, "h s@x r@y", verdict);

    [Fact]
    public void A_sleeping_rule_does_not_even_log()
    {
        RulesInMemory rules = Check("badmailto=#: until=2026-11-23 action=log,.", "h s@x r@y", "accept");
        Assert.Empty(rules.Logged);
    }

    [Fact]
    public void Files_are_opened_in_their_order_and_no_further_than_needed()
    {
        RulesInMemory rules = Check("", "h s@x r@y", "accept");
        Assert.Equal(
            [
                ControlList.BadHelo, ControlList.BadHeloHosts, ControlList.BadMailFrom, ControlList.BadMailFromHosts,
                ControlList.BadMailFromNoRelay, ControlList.BadMailFromNoRelayHosts, ControlList.GoodMailFrom, ControlList.GoodMailFromHosts,
                ControlList.BadMailTo, ControlList.BadMailToHosts, ControlList.BadMailToNoRelay, ControlList.BadMailToNoRelayHosts,
                ControlList.GoodMailTo, ControlList.GoodMailToHosts,
            ],
            rules.Opened);
        rules = Check("badhelo=.", "h s@x r@y", "reject badhelo:1");
        Assert.Equal([ControlList.BadHelo], rules.Opened);
    }

    [Theory]
    [InlineData("badhelo")]
    [InlineData("badmailfrom")]
    [InlineData("badmailfromnorelay")]
    [InlineData("badmailto")]
    [InlineData("badmailtonorelay")]
    [InlineData("goodmailfrom")]
    [InlineData("goodmailto")]
    [InlineData("badmailfromhosts")]
    [InlineData("goodmailfromhosts")]
    [InlineData("goodmailtohosts")]
    public void A_file_that_cannot_be_read_is_an_exception_before_it_matters(string name)
    {
        var exception = Assert.Throws<ControlReadException>(() => Check(name + "=unreadable", "h s@x r@y", ""));
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_rules_and_annotations_are_warned_of_with_their_place()
    {
        RulesInMemory rules = Check("badmailto=a(b,!x[,#: colour=red,no,(a)\\2", "h s@x r@y", "accept");
        Assert.Equal(["badmailto:1:2", "badmailto:2:3", "badmailto:3:4", "badmailto:5:4"], rules.Warned);
    }

    [Fact]
    public void Each_answer_of_a_file_is_told_though_an_exception_lets_the_address_through()
    {
        RulesInMemory rules = Check("badmailfrom=no,@x,.;goodmailfrom=@x;badmailto=.;goodmailto=no,@y", "h s@x r@y", "accept goodmailto:2");
        Assert.Equal(["badmailfrom:2", "goodmailfrom:1", "badmailto:1", "goodmailto:2"], rules.Told);
    }

    [Fact]
    public void A_check_that_can_not_be_made_is_a_verdict_for_who_has_to_answer()
    {
        var envelope = new Envelope { Recipient = "r@y"u8.ToArray() };
        Verdict unreadable = new Judge(static _ => throw new ControlReadException("no disk"), static _ => { }).DecideOrTrouble(envelope);
        Assert.Equal((VerdictKind.Trouble, "no disk"), (unreadable.Kind, unreadable.Reason?.Words));
        Verdict tooLarge = new Judge(static _ => throw new InsufficientMemoryException(), static _ => { }).DecideOrTrouble(envelope);
        Assert.Equal(VerdictKind.Trouble, tooLarge.Kind);
        Assert.StartsWith("out of memory: ", tooLarge.Reason!.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_gives_up_is_warned_of_and_hits_neither_way()
    {
        var rules = new RulesInMemory { [ControlList.BadMailTo] = "^(a*)*(a*)*(a*)*\\1\\2\\3[bd]$\n!^(a*)*(a*)*(a*)*\\1\\2\\3[bd]$\n" };
        Assert.Equal("accept", rules.Decide(new Envelope { Recipient = Encoding.Latin1.GetBytes(new string('a', 400) + "c") }));
        Assert.Equal(["badmailto:1:1", "badmailto:2:1"], rules.Warned);
    }

    private static RulesInMemory Check(string files, string envelope, string verdict, bool isRelayClient = false, bool senderIsMissing = false)
    {
        var rules = new RulesInMemory();
        foreach (string file in files.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = file.Split('=', 2);
            ControlList list = Enum.GetValues<ControlList>().Single(l => Encoding.ASCII.GetString(ControlLists.FileName(l)) == parts[0]);
            rules[list] = parts[1].Replace(',', '\n');
        }

        byte[]?[] words = envelope.Split(' ').Select(word => word == "-" ? null : Encoding.Latin1.GetBytes(word == "<>" ? "" : word)).ToArray();
        Assert.Equal(verdict, rules.Decide(new Envelope
        {
            Helo = words[0],
            Sender = words[1],
            Recipient = words[2],
            IsRelayClient = isRelayClient,
            SenderIsMissing = senderIsMissing,
        }));
        return rules;
    }
}
