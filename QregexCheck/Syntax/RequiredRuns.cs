using System;

namespace QregexCheck.Syntax;

/// <summary>
/// Collects every run of literal bytes that stands in all the upper-cased subjects a tree matches; <see cref="RequiredLiteral"/> knows the longest.
/// </summary>
internal sealed class RequiredRuns
{
    private byte[] _bytes = new byte[256];
    private int[] _ends = new int[16];

    /// <summary>Number of runs.</summary>
    public int Count { get; private set; }

    /// <summary>A run, in reading order; none is empty.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>Finds the runs of a tree, in place of those of the last one.</summary>
    public void Find(SyntaxTree tree)
    {
        Count = 0;
        if (_bytes.Length < tree.Count)
            _bytes = new byte[Math.Max(tree.Count, checked(_bytes.Length * 2))];
        var runs = new RequiredLiteral.Runs(tree, _bytes);
        int end = 0;
        while (runs.TryNext(out Span<byte> run))
        {
            run.Reverse();
            end += run.Length;
            if (Count == _ends.Length)
                Array.Resize(ref _ends, checked(Count * 2));
            _ends[Count++] = end;
        }
    }
}
