using System;
using System.Collections.Generic;
using System.Globalization;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Rules;

/// <summary>
/// What must be true of the rest of an envelope, so that a rule which hits its subject counts as a hit: <c>only-to</c>, <c>only-from</c>, <c>only-ip</c>,
/// <c>not-ip</c>. All that is said must be true.
/// </summary>
internal sealed class Condition
{
    /// <summary>Longest text in bytes, as <see cref="Text"/> has it. A compiled file gives its length 16 bits.</summary>
    public const int Longest = 32_768;

    private readonly IpNetwork[] _onlyIp = [];
    private readonly IpNetwork[] _notIp = [];

    /// <summary>The rule that the recipient must meet, its <c>!</c> included; null for none.</summary>
    public byte[]? OnlyTo { get; init; }

    /// <summary>The rule that the sender must meet, its <c>!</c> included; null for none. The null sender is empty.</summary>
    public byte[]? OnlyFrom { get; init; }

    /// <summary>The client's address must be in one of these; empty for none.</summary>
    public IpNetwork[] OnlyIp
    {
        get => _onlyIp;
        init => _onlyIp = Sorted(value);
    }

    /// <summary>The client's address must be in none of these; empty for none.</summary>
    public IpNetwork[] NotIp
    {
        get => _notIp;
        init => _notIp = Sorted(value);
    }

    /// <summary>All of it as annotations say it: the fields with blanks between them. It is the same for equal conditions that are written alike.</summary>
    public required byte[] Text { get; init; }

    /// <summary>True when both ask the same, however the networks are written and ordered. None is like none.</summary>
    public static bool AreEqual(Condition? left, Condition? right) =>
        ReferenceEquals(left, right)
        || (left is not null && right is not null
            && IsSame(left.OnlyTo, right.OnlyTo) && IsSame(left.OnlyFrom, right.OnlyFrom)
            && left.OnlyIp.AsSpan().SequenceEqual(right.OnlyIp) && left.NotIp.AsSpan().SequenceEqual(right.NotIp));

    /// <summary>The same bytes for equal conditions, and for no others: the fields, and the networks as numbers.</summary>
    public byte[] Key()
    {
        ByteText key = new ByteText().Add(OnlyTo).Add("\n"u8).Add(OnlyFrom).Add("\n"u8);
        AddKey(key, OnlyIp);
        AddKey(key.Add("\n"u8), NotIp);
        return key.Bytes.ToArray();
    }

    /// <summary>True when something is said of the client's address.</summary>
    public bool AsksForIp => OnlyIp.Length > 0 || NotIp.Length > 0;

    /// <summary>Tells whether the client's address meets what is said of it.</summary>
    /// <param name="ip">The address; null when there is none, or what is there is none. It is in no network then: only-ip does not hold, and not-ip
    /// does.</param>
    public bool HoldsFor(IpAddress? ip) =>
        (OnlyIp.Length == 0 || (ip is { } one && AnyHolds(OnlyIp, one))) && !(ip is { } other && AnyHolds(NotIp, other));

    /// <summary>True when its expressions are such.</summary>
    public bool CanBeUsed(PatternTest test) =>
        (OnlyTo is null || test(Rule.Of(OnlyTo).Pattern).Kind == SyntaxErrorKind.None)
        && (OnlyFrom is null || test(Rule.Of(OnlyFrom).Pattern).Kind == SyntaxErrorKind.None);

    /// <summary>Reads what <see cref="Text"/> has.</summary>
    /// <returns>Null when it is not what some annotation says, written in that way.</returns>
    public static Condition? Read(ReadOnlySpan<byte> text)
    {
        var errors = new List<RuleError>();
        var parser = new AnnotationParser();
        parser.Add([.. "#:"u8, .. text], 1, errors);
        return parser.TryTake(errors, out Annotation annotation) && errors.Count == 0 && annotation.Condition is { } condition
            && condition.Text.AsSpan().SequenceEqual(text) ? condition : null;
    }

    private static void AddKey(ByteText key, IpNetwork[] networks)
    {
        foreach (IpNetwork network in networks)
            key.Add(string.Create(CultureInfo.InvariantCulture, $"{network.First.High:x}:{network.First.Low:x}/{network.Bits} "));
    }

    private static bool AnyHolds(IpNetwork[] networks, IpAddress address)
    {
        foreach (IpNetwork network in networks)
        {
            if (network.Holds(address))
                return true;
        }

        return false;
    }

    private static bool IsSame(byte[]? left, byte[]? right) => left is null ? right is null : right is not null && left.AsSpan().SequenceEqual(right);

    private static IpNetwork[] Sorted(IpNetwork[] networks)
    {
        var sorted = (IpNetwork[])networks.Clone();
        Array.Sort(sorted, IpNetwork.Compare);
        return sorted;
    }
}
