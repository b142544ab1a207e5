using System;
using QregexCheck.Text;

namespace QregexCheck.Rules;

/// <summary>The SMTP reply that an annotation gives a rule.</summary>
internal static class ReplyText
{
    /// <summary>Longest reply in bytes. It fits an SMTP reply line (512, RFC 5321 4.5.3.1.5) and leaves room for what qmail adds.</summary>
    public const int Longest = 400;

    /// <summary>True when a reply's class is the one that an action needs.</summary>
    public static bool Fits(byte[] reply, RuleAction action) => action switch
    {
        RuleAction.Defer => reply[0] == (byte)'4',
        RuleAction.Reject => reply[0] == (byte)'5',
        _ => true,
    };

    /// <summary>Says what is wrong with a reply text; empty when it is right. Source: RFC 5321 4.2, RFC 2034.</summary>
    public static string Problem(ReadOnlySpan<byte> reply)
    {
        if (reply.Length > Longest)
            return "the reply is longer than 400 bytes";
        if (PlainBytes.IndexOfUnprintable(reply) >= 0)
            return "the reply holds a byte that is not printable ASCII";
        bool code = reply.Length >= 3 && reply[0] is (byte)'4' or (byte)'5' && IsDigit(reply[1]) && IsDigit(reply[2]);
        if (!code || reply.Length < 5 || reply[3] != (byte)' ')
            return "a reply is a code from 400 to 599, a blank and a text";
        ReadOnlySpan<byte> text = reply[4..];
        if (text.Length >= 2 && IsDigit(text[0]) && text[1] == (byte)'.' && IsEnhancedCode(text) && text[0] != reply[0])
            return "the enhanced code's class is not the reply code's";
        return string.Empty;
    }

    private static bool IsEnhancedCode(ReadOnlySpan<byte> text)
    {
        int blank = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = blank < 0 ? text : text[..blank];
        int dots = 0;
        foreach (byte b in word)
        {
            if (b == (byte)'.')
                dots++;
            else if (!IsDigit(b))
                return false;
        }

        return dots == 2;
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';
}
