using System;
using System.Collections.Generic;
using System.Text;

namespace QregexCheck.Qmail;

/// <summary>Finds the name that a user meant, from the name that he typed.</summary>
internal static class NearestName
{
    /// <summary>Finds the nearest name.</summary>
    /// <param name="name">The typed name.</param>
    /// <param name="names">The names that could be meant.</param>
    /// <returns>Null when none is near. Near means at most two slips, and at most a third of its letters.</returns>
    public static string? Of(string name, IReadOnlyList<string> names)
    {
        string plain = Plain(name);
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string other in names)
        {
            string meant = Plain(other);
            bool isBegun = plain.Length >= 2 && meant.StartsWith(plain, StringComparison.Ordinal);
            int slips = isBegun ? 1 : Slips(plain, meant);
            if (slips < least && (isBegun || slips <= Math.Min(2, meant.Length / 3)))
                (nearest, least) = (other, slips);
        }

        return nearest;
    }

    /// <summary>A name in small letters, without blanks, dashes and other bytes that are no letters.</summary>
    public static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
                plain.Append(char.ToLowerInvariant(c));
        }

        return plain.ToString();
    }

    /// <summary>The number of slips between two names. A slip is a letter added, left out, changed, or swapped with the next one.</summary>
    public static int Slips(string one, string other)
    {
        Span<int> beforeLast = stackalloc int[other.Length + 1];
        Span<int> last = stackalloc int[other.Length + 1];
        Span<int> row = stackalloc int[other.Length + 1];
        for (int j = 0; j <= other.Length; j++)
            last[j] = j;
        for (int i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int changed = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                row[j] = Math.Min(changed, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            Span<int> free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }

        return last[other.Length];
    }
}
