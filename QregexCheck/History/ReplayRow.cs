using System;
using System.Collections.Generic;

namespace QregexCheck.History;

/// <summary>What becomes of past mail at a rule.</summary>
internal enum ReplayChange
{
    /// <summary>The rule refuses what was not refused.</summary>
    Newly,

    /// <summary>The rule refused what is not refused any more.</summary>
    NoLonger,

    /// <summary>The rule refuses what was refused, be it by another rule.</summary>
    Still,
}

/// <summary>A sender and a recipient, for people to look at.</summary>
/// <param name="Risk">Why they matter.</param>
/// <param name="Sender">The sender; empty for the null sender, null when it is not known.</param>
/// <param name="Recipient">The recipient; null when it is not known.</param>
/// <param name="Count">How often they were seen.</param>
/// <param name="Delivered">How often the mail was delivered, as far as that is known.</param>
/// <param name="Last">When they were seen last, or NoTime.</param>
/// <param name="LastReply">When somebody here wrote to the sender last; null when nobody did.</param>
internal sealed record ReplayExample(Risk Risk, byte[]? Sender, byte[]? Recipient, int Count, int Delivered, long Last, long? LastReply);

/// <summary>A rule, and what changes by it.</summary>
/// <param name="number">The row's number, from 0.</param>
/// <param name="change">What changes.</param>
/// <param name="rule">The rule.</param>
internal sealed class ReplayRow(int number, ReplayChange change, ReplayedRule rule)
{
    private readonly long[] _risks = new long[(int)Risk.Rest + 1];

    public int Number { get; } = number;

    public ReplayChange Change { get; } = change;

    /// <summary>The rule; its line number is the one seen last.</summary>
    public ReplayedRule Rule { get; set; } = rule;

    public long Recipients { get; set; }

    /// <summary>What is worth a look, the riskiest first. Only what is newly refused has examples.</summary>
    public List<ReplayExample> Examples { get; } = new();

    /// <summary>How many of the recipients are of a risk. It is told only of what is newly refused.</summary>
    public long Of(Risk risk) => _risks[(int)risk];

    public void Add(Risk risk, long recipients) => _risks[(int)risk] += recipients;

    /// <summary>True when a pair with these numbers would be among the examples, if bytes did not matter.</summary>
    public bool MayShow(Risk risk, int count, long last, int most) =>
        Examples.Count < most || (most > 0 && Compare(risk, count, last, Examples[^1]) <= 0);

    /// <summary>Takes an example in its place, and drops the last one above a number.</summary>
    public void Show(ReplayExample example, int most)
    {
        int place = Examples.Count;
        while (place > 0 && Compare(example, Examples[place - 1]) < 0)
            place--;
        Examples.Insert(place, example);
        if (Examples.Count > most)
            Examples.RemoveAt(most);
    }

    private static int Compare(ReplayExample one, ReplayExample other)
    {
        int order = Compare(one.Risk, one.Count, one.Last, other);
        if (order == 0)
            order = Compare(one.Recipient, other.Recipient);
        return order != 0 ? order : Compare(one.Sender, other.Sender);
    }

    /// <summary>Compares addresses. One that is not known is another than the null sender.</summary>
    private static int Compare(byte[]? one, byte[]? other) =>
        one is null || other is null ? (one is null ? 0 : 1) - (other is null ? 0 : 1) : one.AsSpan().SequenceCompareTo(other);

    private static int Compare(Risk risk, int count, long last, ReplayExample other)
    {
        int order = risk.CompareTo(other.Risk);
        if (order == 0)
            order = other.Count.CompareTo(count);
        return order != 0 ? order : other.Last.CompareTo(last);
    }
}
