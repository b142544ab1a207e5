using System;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>The dots of a pattern that were meant as dots and are not, and how to write them.</summary>
internal sealed class RuleDots
{
    /// <summary>Backslashes for dots between labels, or between another part and a domain.</summary>
    public PatternEdits Inner { get; } = new();

    public int FirstInner { get; private set; } = -1;

    /// <summary>The domain behind the first dot that stands behind another part than a label; empty when there is none.</summary>
    public byte[] InnerWord { get; private set; } = [];

    /// <summary>Backslashes for dots at the beginning of a domain: <c>.ru$</c>, <c>@.*.ru$</c>.</summary>
    public PatternEdits Leading { get; } = new();

    public int FirstLeading { get; private set; } = -1;

    /// <summary>The domain behind the first dot of these, or one of these domains.</summary>
    public byte[] Word { get; private set; } = [];

    /// <summary>Dots to remove: those behind the last label.</summary>
    public PatternEdits Trailing { get; } = new();

    public int FirstTrailing { get; private set; } = -1;

    /// <summary>Finds the dots.</summary>
    /// <param name="map">The pattern.</param>
    /// <param name="isWhole">False for a very long pattern: then only dots between two bytes of labels are looked for.</param>
    public static RuleDots Of(in PatternMap map, bool isWhole)
    {
        var dots = new RuleDots();
        for (int at = 0; at < map.Pattern.Length; at++)
        {
            if (map.IsAnyByte(at))
                dots.Look(map, at, isWhole);
            else if (map.IsDot(at) && map.BeginOf(at) == at && map.IsLabel(at - 1) && map.IsAnchor(map.EndOf(at), Anchor.End) && IsInDomain(map, at))
                dots.TakeOut(at, map.EndOf(at) - at);
        }

        return dots;
    }

    private void Look(in PatternMap map, int at, bool isWhole)
    {
        bool isLast = at + 1 == map.Pattern.Length || map.IsAnchor(at + 1, Anchor.End);
        if (map.IsLabel(at - 1) && (map.IsLabel(at + 1) || isLast))
        {
            if (!isLast)
                Escape(at);
            else if (IsInDomain(map, at))
                TakeOut(at, 1);
            else if (IsBehindAt(map, at))
                Escape(at);
            return;
        }

        if (!isWhole || !map.IsDomain(at + 1, out bool isHeld, out byte[] word))
            return;
        int before = map.OutOfGroups(at);
        bool isAtStart = before == 0 || map.IsAnchor(before - 1, Anchor.Start);
        bool isBehindAt = map.IsAt(before - 1);
        if (isAtStart || isBehindAt || map.IsBehindAnything(before))
        {
            bool hasAt = map.Pattern[..at].IndexOf((byte)'@') >= 0;
            if (!isAtStart && !isHeld && !hasAt)
                return;
            if (FirstLeading < 0)
                (FirstLeading, Word) = (at, word);
            if (before == 1 && isAtStart && Leading.Count == 0)
                Leading.Remove(0, 1);
            Leading.Insert(at, isBehindAt ? ".*\\"u8 : "\\"u8);
        }
        else if (before > 0
            && (map.IsLabel(before - 1) || map.Pattern[before - 1] is (byte)']' or (byte)')' or (byte)'}' or (byte)'*' or (byte)'+' or (byte)'?'))
        {
            if (InnerWord.Length == 0)
                InnerWord = word;
            Escape(at);
        }
    }

    private void Escape(int at)
    {
        FirstInner = FirstInner < 0 ? at : FirstInner;
        Inner.Insert(at, "\\"u8);
    }

    private void TakeOut(int at, int length)
    {
        FirstTrailing = FirstTrailing < 0 ? at : FirstTrailing;
        Trailing.Remove(at, length);
    }

    /// <summary>True when a domain of two or more labels ends before the place.</summary>
    private static bool IsInDomain(in PatternMap map, int at)
    {
        int label = LabelBefore(map, at);
        return map.IsDot(label - 1) || map.IsAnyByte(label - 1);
    }

    private static bool IsBehindAt(in PatternMap map, int at) => map.IsAt(LabelBefore(map, at) - 1);

    private static int LabelBefore(in PatternMap map, int at)
    {
        while (map.IsLabel(at - 1))
            at--;
        return at;
    }
}
