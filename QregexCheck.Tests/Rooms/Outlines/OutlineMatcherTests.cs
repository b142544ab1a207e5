using System;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QregexCheck.Outlines;
using Xunit;

namespace QregexCheck.Tests.Rooms.Outlines;

public sealed class OutlineMatcherTests
{
    /// <summary>Rows of two letters and a digit, on subjects of up to 200 bytes, as another program's expressions say it.</summary>
    [Fact]
    public void A_row_is_found_where_an_expression_finds_it()
    {
        var random = new Random(20261203);
        (string Text, ulong Set)[] sets = [("[A]", 1), ("[B]", 2), ("[AB]", 3), ("[0]", 1UL << 26), ("[A0]", 1 | (1UL << 26)), ("[AB0]", 3 | (1UL << 26)), ("[Z]", 1UL << 25)];
        int found = 0;
        for (int i = 0; i < 20_000; i++)
        {
            (bool start, bool end) = (random.Next(2) == 0, random.Next(3) == 0);
            var text = new StringBuilder(start ? "^" : string.Empty);
            var runs = new OutlineRun[random.Next(1, 6)];
            foreach (ref OutlineRun run in runs.AsSpan())
            {
                (string bytes, ulong set) = sets[random.Next(sets.Length)];
                int least = random.Next(4) == 0 ? random.Next(80) : random.Next(3);
                int most = random.Next(3) switch { 0 => OutlineRun.Unbounded, 1 => least, _ => least + random.Next(70) };
                run = new OutlineRun(set, (byte)least, (byte)most);
                text.Append(bytes).Append('{').Append(least).Append(',').Append(most == OutlineRun.Unbounded ? string.Empty : most).Append('}');
            }

            text.Append(end ? @"\z" : string.Empty);
            string subject = string.Concat(
                Enumerable.Range(0, random.Next(6)).Select(_ => new string("AB0"[random.Next(3)], random.Next(4) == 0 ? random.Next(70) : random.Next(3))));
            bool expected = Regex.IsMatch(subject, text.ToString(), RegexOptions.NonBacktracking);
            Assert.True(expected == Has(new Outline(runs, start, end), Encoding.ASCII.GetBytes(subject)), $"{text} on {subject}");
            found += expected ? 1 : 0;
        }

        Assert.InRange(found, 2_000, 18_000);
    }

    [Fact]
    public void Rows_that_begin_alike_share_their_levels()
    {
        var matcher = new OutlineMatcher("ABC123"u8);
        matcher.Begin(atStart: true);
        Assert.True(matcher.TryTake(0, new OutlineRun((1 << 26) - 1, 1, 3)));
        Assert.False(matcher.TryTake(1, new OutlineRun(1UL << 30, 1, 1)));
        Assert.True(matcher.TryTake(1, new OutlineRun(0x3FFUL << 26, 3, 3)));
        Assert.True(matcher.IsAtEnd(2));
        Assert.True(matcher.TryTake(1, new OutlineRun(0x3FFUL << 26, 1, 2)));
        Assert.False(matcher.IsAtEnd(2));
    }

    /// <summary>Takes a row from its beginning.</summary>
    internal static bool Has(Outline outline, byte[] subject)
    {
        var matcher = new OutlineMatcher(subject);
        matcher.Begin(outline.BeginsAtStart);
        for (int i = 0; i < outline.Runs.Length; i++)
        {
            if (!matcher.TryTake(i, outline.Runs[i]))
                return false;
        }

        return !outline.EndsAtEnd || matcher.IsAtEnd(outline.Runs.Length);
    }
}
