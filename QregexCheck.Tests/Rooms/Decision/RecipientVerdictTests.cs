using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Decision;

/// <summary>When the judge asks the recipient check, and what its answer does. The made-up check misses everybody but <c>joe</c>.</summary>
public sealed class RecipientVerdictTests
{
    private static readonly CoveringEntry Entry = new(1, "*"u8.ToArray(), Annotation.None);

    private readonly List<string> _asked = new();

    [Theory]
    [InlineData("", "reject", true)]
    [InlineData("badmailto=no;goodmailto=no", "reject", true)]
    [InlineData("badmailto=@y", "reject badmailto:1", false)]
    [InlineData("badmailfrom=@x", "reject badmailfrom:1", false)]
    [InlineData("badhelo=h", "reject badhelo:1", false)]
    [InlineData("badmailto=@y;goodmailto=@y", "accept goodmailto:1", false)]
    [InlineData("goodmailto=@y", "accept goodmailto:1", true)]
    [InlineData("goodmailto=#: action=log,@y", "reject", true)]
    [InlineData("goodmailto=#: until=2026-11-23,@y", "reject", true)]
    [InlineData("badmailfrom=@x;goodmailfrom=@x", "reject", true)]
    [InlineData("badmailto=#: action=log,@y", "reject", true)]
    public void The_check_comes_behind_the_lists_and_goodmailto_goes_before_it(string files, string verdict, bool isAsked)
    {
        Assert.Equal(verdict, Decide(files, "h", "s@x", "qxv@y"));
        Assert.Equal(isAsked ? ["qxv@y"] : [], _asked);
    }

    [Fact]
    public void The_recipients_of_bounces_are_checked_too() => Assert.Equal("reject", Decide("", "h", "", "qxv@y"));

    [Fact]
    public void Without_a_recipient_nobody_is_looked_up()
    {
        Assert.Equal("accept", Decide("", "h", "s@x", null));
        Assert.Empty(_asked);
    }

    [Fact]
    public void A_sender_that_is_missing_is_trouble_before_anybody_is_looked_up()
    {
        RulesInMemory rules = Rules("badmailfrom=x");
        Assert.Equal("trouble", rules.Decide(new Envelope { SenderIsMissing = true, Recipient = "qxv@y"u8.ToArray() }));
        Assert.Empty(_asked);
        Assert.Equal("reject", Rules("").Decide(new Envelope { SenderIsMissing = true, Recipient = "qxv@y"u8.ToArray() }));
    }

    [Fact]
    public void An_accept_carries_what_is_known_and_keeps_the_exception_of_the_sender()
    {
        Verdict plain = Rules("").Judge(Envelope("joe@y"));
        Assert.Equal((VerdictKind.Accept, ReasonKind.Recipient, RecipientState.Exists), (plain.Kind, plain.Reason?.Kind, plain.Reason?.Answer?.State));
        Verdict excepted = Rules("badmailfrom=@x;goodmailfrom=@x").Judge(Envelope("joe@y"));
        Assert.Equal((VerdictKind.Accept, ControlList.GoodMailFrom), (excepted.Kind, excepted.Reason?.Hit?.List));
        Assert.Equal(RecipientState.Exists, excepted.Reason?.Answer?.State);
    }

    [Fact]
    public void Without_a_check_or_with_one_that_is_off_nothing_changes()
    {
        Assert.Same(Verdict.Accept, new RulesInMemory().Judge(Envelope("qxv@y")));
        Assert.Same(Verdict.Accept, new RulesInMemory { Look = static _ => null }.Judge(Envelope("qxv@y")));
    }

    /// <summary>Trouble of the lists is a 451. Trouble of this check never is: no mail waits for a mistake in a look-up.</summary>
    [Theory]
    [InlineData(typeof(OutOfMemoryException), "out of memory")]
    [InlineData(typeof(InsufficientMemoryException), "out of memory")]
    [InlineData(typeof(IndexOutOfRangeException), "IndexOutOfRangeException")]
    [InlineData(typeof(HostFileException), "HostFileException")]
    [InlineData(typeof(ControlReadException), "ControlReadException")]
    public void Whatever_fails_in_the_check_accepts_with_one_warning(Type type, string word)
    {
        var rules = new RulesInMemory
        {
            Look = _ => throw (type == typeof(HostFileException) ? new HostFileException("/x"u8, "no disk")
                : type == typeof(ControlReadException) ? new ControlReadException("no disk")
                : (Exception)Activator.CreateInstance(type)!),
        };
        Verdict verdict = rules.Judge(Envelope("qxv@y"));
        Assert.Equal((VerdictKind.Accept, RecipientState.Unknown), (verdict.Kind, verdict.Reason?.Answer?.State));
        Assert.Contains(word, verdict.Reason!.Answer!.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_goodmailto_that_can_not_be_read_is_trouble_with_the_check_and_without() =>
        Assert.Throws<ControlReadException>(() => Decide("goodmailto=unreadable", "h", "s@x", "qxv@y"));

    private static Envelope Envelope(string recipient) =>
        new() { Helo = "h"u8.ToArray(), Sender = "s@x"u8.ToArray(), Recipient = Encoding.ASCII.GetBytes(recipient) };

    private string Decide(string files, string helo, string sender, string? recipient) => Rules(files).Decide(new Envelope
    {
        Helo = Encoding.ASCII.GetBytes(helo),
        Sender = Encoding.ASCII.GetBytes(sender),
        Recipient = recipient is null ? null : Encoding.ASCII.GetBytes(recipient),
    });

    private RulesInMemory Rules(string files)
    {
        var rules = new RulesInMemory { Look = Look };
        foreach (string file in files.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = file.Split('=', 2);
            rules[Enum.Parse<ControlList>(parts[0], ignoreCase: true)] = parts[1] == "unreadable" ? parts[1] : parts[1].Replace(',', '\n') + "\n";
        }

        return rules;
    }

    private RecipientAnswer Look(Envelope envelope)
    {
        string recipient = Encoding.ASCII.GetString(envelope.Recipient!);
        _asked.Add(recipient);
        bool exists = recipient.StartsWith("joe", StringComparison.Ordinal);
        return new RecipientAnswer { State = exists ? RecipientState.Exists : RecipientState.Missing, Why = "w"u8.ToArray(), Entry = Entry };
    }
}
