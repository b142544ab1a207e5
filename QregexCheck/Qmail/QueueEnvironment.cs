using System;
using System.Buffers.Text;
using QregexCheck.Posix;
using QregexCheck.Text;

namespace QregexCheck.Qmail;

/// <summary>The variables that are for the program in the place of qmail-queue.</summary>
internal static class QueueEnvironment
{
    /// <summary>How many of us may run one another. More are a loop: one of them is in the place of the program that it runs.</summary>
    public const int MostDepth = 8;

    // The first three are the message, the envelope and the log.
    private const int LowestReplyDescriptor = 3;

    /// <summary>How many of us have run one another to come here. What is no number counts as none.</summary>
    public static int Depth => ReadNumber("QREGEXCHECK_QUEUEDEPTH\0"u8) ?? 0;

    /// <summary>
    /// The descriptor on which the caller reads our words, if QREGEXCHECK_QUEUE_FD names one and a caller is there. To be asked before anything is opened:
    /// later the number could belong to a file of ours.
    /// </summary>
    /// <returns>The descriptor; -1 where the exit code must say it all.</returns>
    public static int FindReplyDescriptor() =>
        ReadNumber("QREGEXCHECK_QUEUE_FD\0"u8) is >= LowestReplyDescriptor and { } number && Descriptor.IsOpenToSay(number) ? number : -1;

    /// <summary>True when a bounce for more than one recipient is refused: <c>QREGEXCHECK_ONEBOUNCE=1</c>.</summary>
    public static bool BouncesHaveOneRecipient => Environ.Get("QREGEXCHECK_ONEBOUNCE\0"u8).AsSpan().SequenceEqual("1"u8);

    /// <summary>True when whoever runs us, a filter or another of us, judges tags by itself.</summary>
    public static bool TagsAreJudged => Environ.Get("QREGEXCHECK_BATV\0"u8).AsSpan().SequenceEqual("judged"u8);

    /// <summary>The path of the program to run where the command line names none, ending in NUL.</summary>
    public static byte[] NextPath()
    {
        byte[]? named = Environ.Get("QREGEXCHECK_NEXTQUEUE\0"u8);
        return named is null or [] ? [.. QmailHome.Path, .. "/bin/qmail-queue\0"u8] : [.. named, 0];
    }

    /// <summary>Makes the environment that of the next program. What we read of it ourselves is to be asked before.</summary>
    /// <exception cref="PosixException">There is no memory for it.</exception>
    public static void PrepareNext()
    {
        Environ.Set("QREGEXCHECK_QUEUEDEPTH\0"u8, new ByteText().Add(Depth + 1).Add((byte)0).Bytes);
        SayTagsAreJudged();
        Environ.Unset("QREGEXCHECK_NEXTQUEUE\0"u8);
    }

    /// <summary>Tells whom we run that tags are judged. Whether somebody has told us is to be asked before.</summary>
    /// <exception cref="PosixException">There is no memory for it.</exception>
    public static void SayTagsAreJudged() => Environ.Set("QREGEXCHECK_BATV\0"u8, "judged\0"u8);

    private static int? ReadNumber(ReadOnlySpan<byte> name) =>
        Environ.Get(name) is { } value && Utf8Parser.TryParse(value, out int number, out int read) && read == value.Length && number is >= 0 and < int.MaxValue
            ? number : null;
}
