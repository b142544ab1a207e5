using System;
using QregexCheck.Decision;
using QregexCheck.Text;

namespace QregexCheck.Qmail;

/// <summary>The answer to who runs us in the place of qmail-queue, where a message is not accepted: an exit code, and text on the reply descriptor.</summary>
/// <param name="Text">The text; empty where the exit code must say it all.</param>
/// <param name="ExitCode">The exit code that goes with the text.</param>
/// <param name="UntoldExitCode">The exit code where the text can't be written, or there is none.</param>
internal sealed record QueueReply(byte[] Text, ExitCode ExitCode, ExitCode UntoldExitCode)
{
    /// <summary>The longest text in bytes. qmail.c reads no more.</summary>
    public const int LongestText = 255;

    // qmail.c takes no shorter one.
    private const int ShortestText = 3;

    private const int CodeLength = 3;

    /// <summary>The answer to a verdict that is no accept: <c>D</c> for good or <c>Z</c> for now, and the reply without its code, for which qmail-smtpd has its own.</summary>
    public static QueueReply To(Verdict verdict)
    {
        bool isForGood = verdict.Kind == VerdictKind.Reject;
        ReadOnlySpan<byte> words = verdict.Reply[Math.Min(CodeLength, verdict.Reply.Length)..].TrimStart((byte)' ');
        byte[] text = new ByteText().Add(isForGood ? (byte)'D' : (byte)'Z').Add(words[..Math.Min(words.Length, LongestText - 1)]).Bytes.ToArray();
        ExitCode untold = isForGood ? ExitCode.QueueReject : ExitCode.QueueDefer;
        return text.Length < ShortestText ? new QueueReply([], untold, untold) : new QueueReply(text, ExitCode.QueueReplied, untold);
    }
}
