using System;

namespace QregexCheck.Mailboxes;

/// <summary>A recipient as <c>control/validrcptto</c> is asked about it: the entries that would say something of it.</summary>
/// <remarks>
/// A recipient that begins with <c>-</c> is found as an address where an entry says "does not exist" of the rest of it: the patch compares bytes, and of two
/// readings this is the one that refuses nobody.
/// </remarks>
internal readonly ref struct ValidQuestion
{
    private readonly ReadOnlySpan<byte> _no;
    private readonly int _at;

    private ValidQuestion(ReadOnlySpan<byte> no, int at)
    {
        _no = no;
        _at = at;
    }

    /// <summary>How much room is needed to ask.</summary>
    public const int Room = ValidRecipients.LongestAddress * 2;

    /// <summary><c>user@domain</c>; empty for a recipient without a local part.</summary>
    public ReadOnlySpan<byte> Address => _at == 0 ? default : _no[1..^DomainLength];

    /// <summary><c>-user@domain</c>; empty for a recipient without a local part.</summary>
    public ReadOnlySpan<byte> NotAddress => _at == 0 ? default : _no[..^DomainLength];

    /// <summary><c>@domain</c>.</summary>
    public ReadOnlySpan<byte> Domain => _no[^(DomainLength - 1)..];

    /// <summary><c>-@domain</c>.</summary>
    public ReadOnlySpan<byte> NotDomain => _no[^DomainLength..];

    private int DomainLength => (_no.Length - _at) / 2;

    /// <summary>Makes the question.</summary>
    /// <param name="recipient">The recipient.</param>
    /// <param name="room">Room for its entries, of <see cref="Room"/> bytes.</param>
    /// <param name="question">The question.</param>
    /// <returns>False for a recipient that no entry can be about: it has no <c>@</c>, or is too long.</returns>
    public static bool TryMake(ReadOnlySpan<byte> recipient, Span<byte> room, out ValidQuestion question)
    {
        int at = recipient.LastIndexOf((byte)'@');
        question = default;
        if (at < 0 || recipient.Length > ValidRecipients.LongestAddress - 1)
            return false;

        // -user@domain-@domain: each entry is a part of it.
        room[0] = (byte)'-';
        AsciiCase.Lower(recipient, room[1..]);
        int length = 1 + recipient.Length;
        room[length++] = (byte)'-';
        ReadOnlySpan<byte> domain = room[(1 + at)..(1 + recipient.Length)];
        domain.CopyTo(room[length..]);
        length += domain.Length;
        question = new ValidQuestion(room[..length], at);
        return true;
    }
}
