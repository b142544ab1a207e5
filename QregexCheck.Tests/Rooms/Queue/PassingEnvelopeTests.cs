using System;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Queue;
using QregexCheck.Rules;
using QregexCheck.Text;
using Xunit;

namespace QregexCheck.Tests.Rooms.Queue;

public sealed class PassingEnvelopeTests
{
    [Theory]
    [InlineData("Fa@b\0Tc@d\0Te\0\0")]
    [InlineData("F\0Tc@d\0\0")]
    [InlineData("F#@[]\0T\xFF\x01\0\0")]
    [InlineData("Fa@b\0\0")]
    public void What_is_handed_on_is_what_came_but_for_the_last_NUL(string envelope)
    {
        for (int size = 1; size <= envelope.Length; size++)
        {
            (PassingEnvelope passing, string passed, EnvelopeState state) = Pass(envelope, size);
            Assert.Equal(EnvelopeState.Whole, state);
            Assert.Equal(envelope[..^1], passed);
            Assert.Equal(envelope.Count(static c => c == 'T'), passing.Recipients);
        }
    }

    [Fact]
    public void Addresses_that_are_too_long_to_be_held_are_handed_on_and_nobody_is_asked_about_them()
    {
        string tooLong = new('x', 5000);
        string envelope = $"F\0T{tooLong}\0Tbad@x\0\0";
        (PassingEnvelope passing, string passed, EnvelopeState state) = Pass(envelope, 700);
        Assert.Equal(EnvelopeState.Whole, state);
        Assert.Equal(envelope[..^1], passed);
        Assert.Equal(2, passing.Recipients);
        Assert.Equal(VerdictKind.Accept, passing.Verdict.Whole.Kind);
        Assert.Equal((false, 1), (passing.HasLongSender, passing.LongRecipients));
    }

    [Fact]
    public void A_sender_that_is_too_long_to_be_held_is_no_recipient()
    {
        string tooLong = new('x', 5000);
        string envelope = $"F{tooLong}\0T{tooLong}\0Tbad@x\0\0";
        (PassingEnvelope passing, string passed, _) = Pass(envelope, 700);
        Assert.Equal(envelope[..^1], passed);
        Assert.Equal((true, 1, 2), (passing.HasLongSender, passing.LongRecipients, passing.Recipients));
    }

    [Fact]
    public void A_hundred_thousand_recipients_pass_one_by_one()
    {
        string envelope = "Fa@b\0" + string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"Tuser{i}@example.com\0")) + "\0";
        (PassingEnvelope passing, string passed, _) = Pass(envelope, 65_536);
        Assert.Equal(100_000, passing.Recipients);
        Assert.Equal(envelope[..^1], passed);
        Assert.Equal("user0@example.com", Encoding.Latin1.GetString(passing.FirstRecipient!));
    }

    [Theory]
    [InlineData("F\0Tbad@x\0\0", "Reject")]
    [InlineData("F\0Tbad@x\0Tbad@y\0\0", "Reject")]
    [InlineData("F\0Tbad@x\0Tgood@x\0\0", "Accept")]
    [InlineData("F\0Tgood@x\0Tbad@x\0\0", "Accept")]
    [InlineData("F\0Tbad@x\0Tlater@x\0Tbad@y\0\0", "Defer")]
    [InlineData("F\0Tlater@x\0Ttrouble@x\0\0", "Trouble")]
    [InlineData("F\0\0", "Accept")]
    [InlineData("Fa@b\0Tbad@x\0\0", "Accept")]
    [InlineData("F#@[]\0Tbad@x\0\0", "Accept")]
    public void A_message_is_refused_only_if_it_is_a_bounce_and_each_recipient_is(string envelope, string wanted)
    {
        (PassingEnvelope passing, string passed, _) = Pass(envelope, 4);
        Assert.Equal(wanted, passing.Verdict.Whole.Kind.ToString());
        Assert.Equal(envelope[..^1], passed);
    }

    [Fact]
    public void Of_a_bounce_that_passes_it_is_known_that_a_recipient_would_not()
    {
        MessageVerdict verdict = Pass("F\0Tgood@x\0Tbad@x\0Tbad@y\0\0", 100).Passing.Verdict;
        Assert.True(verdict.PassesRefused);
        Assert.Equal("bad@x", Encoding.Latin1.GetString(verdict.RefusedRecipient!));
    }

    [Theory]
    [InlineData("F\0Tgood@x\0Tgood@y\0\0", "Reject")]
    [InlineData("F\0Tgood@x\0Tgood@x\0\0", "Accept")]
    [InlineData("F\0Tgood@x\0Ttag=good@x\0\0", "Accept")]
    [InlineData("F\0Tgood@x\0Tgood@X\0\0", "Accept")]
    [InlineData("F\0Tgood@X\0Ttag=good@x\0\0", "Accept")]
    [InlineData("F\0Tgood@x\0TGood@x\0\0", "Reject")]
    [InlineData("F\0Tgood@x\0TLONG@x\0\0", "Accept")]
    [InlineData("F\0TLONG@x\0Tgood@x\0\0", "Accept")]
    [InlineData("F\0TLONG@x\0TLONG@y\0\0", "Accept")]
    [InlineData("F\0TLONG@x\0Tgood@x\0Tgood@y\0\0", "Reject")]
    [InlineData("F\0Tgood@x\0TLONG@x\0Tgood@y\0\0", "Reject")]
    [InlineData("F\0Tgood@x\0Tgood@y\0TLONG@x\0\0", "Reject")]
    [InlineData("F\0TLONG@x\0Tbad@y\0\0", "Accept")]
    [InlineData("F\0Tbad@y\0TLONG@x\0\0", "Accept")]
    [InlineData("F\0Tgood@x\0Tbad@y\0\0", "Accept")]
    [InlineData("F\0Tbad@x\0Tlater@y\0\0", "Defer")]
    [InlineData("Fa@b\0Tgood@x\0Tgood@y\0\0", "Accept")]
    public void Where_a_bounce_has_one_recipient_a_second_accepted_one_refuses_it(string envelope, string wanted)
    {
        Verdict whole = Pass(envelope.Replace("LONG", new string('l', 1100), StringComparison.Ordinal), 5, hasOneRecipient: true).Passing.Verdict.Whole;
        Assert.Equal(wanted, whole.Kind.ToString());
        if (wanted == "Reject")
            Assert.Equal("550 a bounce has one recipient (#5.7.1)", Encoding.ASCII.GetString(whole.Reply));
    }

    [Fact]
    public void A_tag_of_ours_does_not_go_on()
    {
        Assert.Equal("F\0Tgood@x\0Tgood@y\0", Pass("F\0Ttag=good@x\0Tgood@y\0\0", 3).Passed);
        Assert.Equal("Fa\0Tgood@x\0", Pass("Fa\0Ttag=good@x\0\0", 3).Passed);
    }

    private static (PassingEnvelope Passing, string Passed, EnvelopeState State) Pass(string envelope, int size, bool hasOneRecipient = false)
    {
        var passing = new PassingEnvelope(
            static (recipient, isBounce) =>
            {
                string address = Encoding.Latin1.GetString(recipient).Replace("tag=", "", StringComparison.Ordinal);
                return new AskedRecipient(Encoding.Latin1.GetBytes(address), isBounce ? Answer(address.Split('@')[0]) : Verdict.Accept);
            },
            new MessageVerdict(hasOneRecipient));
        var passed = new ByteText();
        byte[] all = Encoding.Latin1.GetBytes(envelope);
        EnvelopeState state = EnvelopeState.Coming;
        for (int at = 0; at < all.Length && state == EnvelopeState.Coming; at += size)
            state = passing.Read(all.AsSpan(at, Math.Min(size, all.Length - at)), passed);
        return (passing, Encoding.Latin1.GetString(passed.Bytes), state);
    }

    private static Verdict Answer(string local) => local switch
    {
        "bad" => VerdictOf(VerdictKind.Reject),
        "later" => VerdictOf(VerdictKind.Defer),
        "trouble" => Verdict.Trouble("no list"),
        _ => Verdict.Accept,
    };

    private static Verdict VerdictOf(VerdictKind kind) => Verdict.Of(
        new Hit(ControlList.BadMailTo, 1, "bad"u8.ToArray(), new Annotation { Action = kind == VerdictKind.Reject ? RuleAction.Reject : RuleAction.Defer }));
}
