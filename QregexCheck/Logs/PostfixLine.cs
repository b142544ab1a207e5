using System;

namespace QregexCheck.Logs;

/// <summary>The form of Postfix's lines that are about mail: <c>QUEUEID: TEXT</c>, behind syslog's tag <c>postfix/smtpd[PID]: </c>.</summary>
/// <remarks>Source: smtpd_check.c (log_whatsup), smtpd.c (smtpd_check_rewrite, mail_cmd), qmgr_active.c, log_adhoc.c, postconf(5) enable_long_queue_ids.</remarks>
internal static class PostfixLine
{
    /// <summary>The longest queue ID: long ones have 10 to 20 bytes, short ones fewer.</summary>
    private const int LongestQueueId = 20;

    /// <summary>True for a line that is about mail or a session's rejection, by its beginning.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text) => TryTakeQueueId(ref text, out _) && !text.IsEmpty && text[0] switch
    {
        (byte)'c' => text.StartsWith("client="u8),
        (byte)'f' => text.StartsWith("from=<"u8),
        (byte)'r' => text.StartsWith("reject: "u8) || text.StartsWith("reject_warning: "u8) || text.SequenceEqual("removed"u8),
        (byte)'t' => text.StartsWith("to=<"u8),
        _ => false,
    };

    /// <summary>Takes the queue ID, or NOQUEUE, with what stands behind it.</summary>
    /// <param name="text">The line; behind it what Postfix says of the message.</param>
    /// <param name="id">The queue ID as a number: six bits a byte.</param>
    public static bool TryTakeQueueId(scoped ref ReadOnlySpan<byte> text, out UInt128 id)
    {
        id = 0;
        ReadOnlySpan<byte> start = text[..Math.Min(text.Length, LongestQueueId + 1)];
        int colon = start.IndexOf((byte)':');
        if (colon <= 0 || colon + 1 >= text.Length || text[colon + 1] != (byte)' ')
            return false;
        for (int i = 0; i < colon; i++)
        {
            int digit = Digit(start[i]);
            if (digit == 0)
                return false;
            id = (id << 6) | (uint)digit;
        }

        text = text[(colon + 2)..];
        return true;
    }

    /// <summary>The name of the daemon in the tag before a text: <c>smtpd</c>; empty when it is no tag of Postfix's.</summary>
    /// <param name="head">What stands before the text: <c>Nov 26 09:12:01 mx postfix/smtpd[123]: </c>.</param>
    public static ReadOnlySpan<byte> Daemon(ReadOnlySpan<byte> head)
    {
        int bracket = head.LastIndexOf((byte)'[');
        if (bracket < 0)
            return default;
        ReadOnlySpan<byte> tag = head[(head[..bracket].LastIndexOf((byte)' ') + 1)..bracket];
        int slash = tag.LastIndexOf((byte)'/');
        return slash > 0 ? tag[(slash + 1)..] : default;
    }

    /// <summary>Takes a client: <c>NAME[IP]</c>, or with postscreen <c>[IP]</c>. A name of the DNS holds no bracket.</summary>
    /// <param name="text">Begins with the client; behind it what follows its bracket.</param>
    /// <param name="ip">The address.</param>
    public static bool TryTakeClient(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> ip)
    {
        ip = default;
        int end = text.IndexOf((byte)']');
        int bracket = end < 0 ? -1 : text[..end].IndexOf((byte)'[');
        if (bracket < 0 || end - bracket - 1 is 0 or > TcpserverLine.LongestIp || text[..bracket].IndexOfAny((byte)' ', (byte)',') >= 0)
            return false;
        ip = text[(bracket + 1)..end];
        text = text[(end + 1)..];
        return true;
    }

    /// <summary>Takes the recipient of the envelope: behind <c>orig_to=</c> where an alias has replaced it.</summary>
    /// <param name="text">Begins behind <c>to=&lt;</c>; behind it what follows <c>relay=</c>.</param>
    /// <param name="recipient">The recipient.</param>
    /// <returns>False when it is ambiguous where the recipient ends.</returns>
    public static bool TryTakeRecipient(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> recipient)
    {
        recipient = default;
        int end = text.IndexOf(">, relay="u8);
        if (end < 0)
            return false;
        recipient = text[..end];
        text = text[(end + ">, relay="u8.Length)..];
        if (text.IndexOf(">, relay="u8) >= 0)
            return false;
        int original = recipient.IndexOf(">, orig_to=<"u8);
        if (original >= 0)
            recipient = recipient[(original + ">, orig_to=<"u8.Length)..];
        return recipient.IndexOf(">, "u8) < 0;
    }

    private static int Digit(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0' + 1,
        >= (byte)'A' and <= (byte)'Z' => b - 'A' + 11,
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 37,
        _ => 0,
    };
}
