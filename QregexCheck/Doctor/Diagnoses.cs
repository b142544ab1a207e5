using System.Collections.Generic;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>Collects what is found, and hands it out in the order of the catalogue.</summary>
internal sealed class Diagnoses
{
    /// <summary>Most findings of one kind that are kept. The number of the others is told by a last one.</summary>
    public const int MostOfAKind = 50;

    private readonly List<Diagnosis>[] _found = new List<Diagnosis>[(int)AilmentTable.Last + 1];
    private readonly int[] _counts = new int[(int)AilmentTable.Last + 1];

    /// <summary>Adds a finding.</summary>
    public void Add(Ailment ailment, byte[] place, string words, string? command = null, int line = 0, byte[]? domain = null)
    {
        List<Diagnosis> found = _found[(int)ailment] ??= [];
        if (++_counts[(int)ailment] <= MostOfAKind)
            found.Add(new Diagnosis(ailment, place, line, words, command) { Domain = domain });
    }

    /// <summary>True when something of this kind was found.</summary>
    public bool Has(Ailment ailment) => _counts[(int)ailment] > 0;

    /// <summary>All findings, those of one kind together.</summary>
    public List<Diagnosis> All()
    {
        var all = new List<Diagnosis>();
        for (int i = 0; i < _found.Length; i++)
        {
            if (_found[i] is not { } found)
                continue;
            all.AddRange(found);
            int rest = _counts[i] - found.Count;
            if (rest > 0)
                all.Add(new Diagnosis((Ailment)i, found[^1].Place, 0, $"{rest} more of this kind", null));
        }

        return all;
    }
}

/// <summary>What an examination has found.</summary>
/// <param name="Findings">The findings, in the order of the catalogue.</param>
/// <param name="Unseen">What could not be looked at.</param>
/// <param name="IsBlind">True when something could not be looked at without which nothing can be said.</param>
internal sealed record DoctorReport(IReadOnlyList<Diagnosis> Findings, IReadOnlyList<Evidence> Unseen, bool IsBlind);
