using System;
using System.Buffers;
using System.Numerics;
using QregexCheck.Database;
using QregexCheck.Rules;

namespace QregexCheck.Logs;

/// <summary>Which events tell of one recipient, and what becomes of two that do.</summary>
internal static class TwinMerge
{
    /// <summary>The kind of our own lines that only log: a check writes one beside the line with its decision.</summary>
    public const int OwnLogged = 1 << ((int)LogFormat.Tcpserver + 1);

    /// <summary>So many bytes of both addresses have a part in the hash.</summary>
    private const int LongestHashed = 256;

    private const MailField Addresses = MailField.Sender | MailField.Recipient;

    /// <summary>Bytes that every format writes as they are.</summary>
    private static readonly SearchValues<byte> Unaltered =
        SearchValues.Create("!\"#$&'()*+,-./0123456789:;<=>@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>What outweighs what: a recipient was accepted only when nobody refused it, and a rule's word is told before another reason.</summary>
    private static ReadOnlySpan<byte> Weights => [1, 4, 3, 2, 0, 0, 0];

    /// <summary>The kind of an event, as a bit: its format; our own lines are of two kinds. Twins are of different kinds.</summary>
    public static int KindOf(in MailEvent mail) => mail.Format == LogFormat.Own ? KindOfOwn(mail.Outcome) : 1 << (int)mail.Format;

    /// <summary>The kind of an event of our own lines.</summary>
    public static int KindOfOwn(Outcome outcome) => outcome == Outcome.OnlyLogged ? OwnLogged : 1 << (int)LogFormat.Own;

    /// <summary>A hash of the addresses. It is the same for bytes and for what a format writes instead of them.</summary>
    public static ulong Hash(EventBlock block, in MailEvent mail, AddressHash hash)
    {
        Span<byte> written = stackalloc byte[LongestHashed];
        int length = Write(block.Bytes(mail.Recipient), written);
        length += Write(block.Bytes(mail.Sender), written[length..]);
        return hash.Of(written[..length]);
    }

    /// <summary>True when two events tell of one recipient, as far as it can be told without their times.</summary>
    public static bool IsSame(EventBlock block, in MailEvent one, EventBlock otherBlock, in MailEvent other)
    {
        MailField common = one.Known & other.Known & Addresses;
        if (!IsEnough(in one, in other, common))
            return false;
        bool isSameClient = (one.Knows(MailField.Ip) && other.Knows(MailField.Ip) && IsSameIp(block.Bytes(one.Ip), otherBlock.Bytes(other.Ip)))
            || (one.Process != 0 && one.Process == other.Process);
        MailField altered = one.Altered | other.Altered;
        return isSameClient
            && ((common & MailField.Recipient) == 0
                || IsSame(block.Bytes(one.Recipient), otherBlock.Bytes(other.Recipient), (altered & MailField.Recipient) != 0))
            && ((common & MailField.Sender) == 0 || IsSame(block.Bytes(one.Sender), otherBlock.Bytes(other.Sender), (altered & MailField.Sender) != 0));
    }

    /// <summary>
    /// Where both events name a rule and one of them only logged, its hit is kept as an event of its own, which is no recipient any more. Then the two can be merged.
    /// </summary>
    public static bool TrySplit(ref MailEvent one, ref MailEvent other, out MailEvent hit)
    {
        hit = default;
        if (one.List.Length == 0 || other.List.Length == 0)
            return false;
        ref MailEvent logged = ref one;
        if (one.Outcome != Outcome.OnlyLogged)
            logged = ref other;
        if (logged.Outcome != Outcome.OnlyLogged)
            return false;
        hit = logged;
        hit.IsCounted = true;
        WithoutRule(ref logged);
        return true;
    }

    /// <summary>One event of two. Their bytes stand in one block.</summary>
    public static MailEvent Merge(in MailEvent one, in MailEvent other) => Wins(in other, in one) ? Filled(in other, in one) : Filled(in one, in other);

    /// <summary>True when two events know the same addresses. The qregex patch may leave one out; then the other is enough.</summary>
    private static bool IsEnough(in MailEvent one, in MailEvent other, MailField common)
    {
        bool isSame = ((one.Known ^ other.Known) & Addresses) == 0;
        bool hasPart = one.Format == LogFormat.Qregex ? (one.Known & Addresses) == common : other.Format == LogFormat.Qregex && (other.Known & Addresses) == common;
        return common != MailField.None && (isSame || hasPart);
    }

    private static bool Wins(in MailEvent one, in MailEvent other)
    {
        bool isOwn = one.Format == LogFormat.Own;
        if (isOwn || other.Format == LogFormat.Own)
            return isOwn && (other.Format != LogFormat.Own || other.Outcome == Outcome.OnlyLogged);
        return Knowledge(in one) > Knowledge(in other);
    }

    private static int Knowledge(in MailEvent mail) => BitOperations.PopCount((uint)(mail.Known & ~MailField.Rule));

    private static MailEvent Filled(in MailEvent winner, in MailEvent twin)
    {
        MailEvent filled = winner;
        MailField better = (twin.Known & ~winner.Known) | (winner.Altered & twin.Known & ~twin.Altered);
        if ((better & MailField.Ip) != 0)
            filled.Ip = twin.Ip;
        if ((better & MailField.Relay) != 0)
            filled.IsRelayClient = twin.IsRelayClient;
        if ((better & MailField.Helo) != 0)
            filled.Helo = twin.Helo;
        if ((better & MailField.Sender) != 0)
            filled.Sender = twin.Sender;
        if ((better & MailField.Recipient) != 0)
            filled.Recipient = twin.Recipient;
        if (winner.List.Length == 0 && twin.List.Length > 0)
            (filled.List, filled.Rule, filled.RuleLine, better) = (twin.List, twin.Rule, twin.RuleLine, better | (twin.Known & MailField.Rule));
        else
            better &= ~MailField.Rule;
        filled.Known |= better;
        filled.Altered = (winner.Altered & ~better) | (twin.Altered & better);
        if (filled.Process == 0)
            filled.Process = twin.Process;
        if (Weights[(int)twin.Outcome] > Weights[(int)winner.Outcome])
            filled.Outcome = twin.Outcome;
        return filled;
    }

    private static void WithoutRule(ref MailEvent mail)
    {
        mail.List = default;
        mail.Rule = default;
        mail.RuleLine = 0;
        mail.Known &= ~MailField.Rule;
        mail.Altered &= ~MailField.Rule;
    }

    private static bool IsSameIp(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        IpAddress.WithoutMapping(one).SequenceEqual(IpAddress.WithoutMapping(other));

    private static bool IsSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, bool isAltered)
    {
        if (!isAltered || one.Length != other.Length)
            return one.SequenceEqual(other);
        for (int i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i] && Written(one[i]) != Written(other[i]))
                return false;
        }

        return true;
    }

    /// <summary>One byte for all that formats write with <c>_</c> or <c>?</c>, and for these two.</summary>
    private static byte Written(byte b) => Unaltered.Contains(b) ? b : (byte)'_';

    private static int Write(ReadOnlySpan<byte> address, Span<byte> written)
    {
        int length = Math.Min(address.Length, written.Length);
        address[..length].CopyTo(written);
        if (address.IndexOfAnyExcept(Unaltered) < 0)
            return length;
        for (int i = 0; i < length; i++)
            written[i] = Written(written[i]);
        return length;
    }
}
