using System;
using System.Text;
using QregexCheck.Bounces;
using QregexCheck.Decision;

namespace QregexCheck.Commands;

/// <summary>All that <c>test --bounce</c> has found out about a saved message.</summary>
/// <param name="File">Its name, as the command line has it.</param>
/// <param name="Mail">What it quotes.</param>
/// <param name="Finding">The decision as <c>qregexcheck queue</c> comes to it; null when the message is no bounce, for then nothing is asked.</param>
/// <param name="WouldProve">What <c>QREGEXCHECK_BOUNCE=prove</c> would change; null when it is set, or changes nothing.</param>
internal sealed record TestedBounce(string File, QuotedMail Mail, BounceFinding? Finding, BounceFinding? WouldProve)
{
    /// <summary>The envelope sender, as the line Return-Path on top has it; null when there is no such line.</summary>
    public byte[]? Sender => SenderOf(Mail);

    /// <summary>The verdict. What can't be asked is accepted by <c>queue</c>, but here it is trouble.</summary>
    public VerdictKind Kind => Finding is null ? VerdictKind.Accept : Finding.Answer == BounceAnswer.Trouble ? VerdictKind.Trouble : Finding.Kind;

    /// <summary>The verdict's reason, for people and without a final stop.</summary>
    public string Why => Finding is null ? $"no bounce: its sender is <{Text.Escape.Text(Sender, Text.Plain.Printable)}>, so nothing is asked" : Sentence(Finding);

    /// <summary>The envelope sender of a saved message.</summary>
    public static byte[]? SenderOf(QuotedMail mail)
    {
        if (mail.ReturnPath is not { } line)
            return null;
        ReadOnlySpan<byte> value = line.AsSpan(line.AsSpan().IndexOf((byte)':') + 1).Trim(" \t"u8);
        return (value is [(byte)'<', .. var address, (byte)'>'] ? address : value).ToArray();
    }

    /// <summary>A finding as a sentence for people.</summary>
    public static string Sentence(BounceFinding finding) => finding.Answer switch
    {
        BounceAnswer.OursByRule => "it quotes mail of ours",
        BounceAnswer.OursByTag => $"it quotes mail of ours: the tag of {Encoding.Latin1.GetString(finding.Tagged!)}",
        BounceAnswer.NotOurs => "it quotes mail that we did not send",
        BounceAnswer.NotOursButLimited => "the rule does not count, since not all was read",
        BounceAnswer.Unproved => "it quotes a Received line, and none of ours",
        BounceAnswer.UnprovedButLimited => "it quotes a Received line and none of ours, but not all was read",
        BounceAnswer.Unprovable => "goodbounce has no rule, so that nothing can be proved",
        BounceAnswer.Trouble => finding.Words!,
        _ => finding.Logged.Count > 0 ? "no rule refuses it, but rules that log hit" : "no rule hits what it quotes",
    };

    /// <summary>The word for an answer, for programs.</summary>
    public static ReadOnlySpan<byte> Word(BounceAnswer answer) => answer switch
    {
        BounceAnswer.OursByRule => "ours"u8,
        BounceAnswer.OursByTag => "tagged"u8,
        BounceAnswer.NotOurs => "not ours"u8,
        BounceAnswer.NotOursButLimited or BounceAnswer.UnprovedButLimited => "limit"u8,
        BounceAnswer.Unproved => "unproved"u8,
        BounceAnswer.Unprovable => "unprovable"u8,
        BounceAnswer.Trouble => "trouble"u8,
        _ => "no hit"u8,
    };
}
