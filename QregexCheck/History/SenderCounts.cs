using System;

namespace QregexCheck.History;

/// <summary>
/// How many different senders stand behind each of many rows. It is exact while there is room. Then the rows with the most senders give way: of theirs only every
/// second one is kept, then every fourth, and so on; which ones, their hash tells. A row with few senders stays exact.
/// </summary>
internal sealed class SenderCounts
{
    private readonly ulong _key;
    private readonly int _mostKept;
    private ulong[] _senders;
    private int[] _rows;
    private int _kept;
    private Row[] _counts = new Row[64];

    /// <param name="mostKept">How many pairs of a row and a sender are kept. Each takes up to 24 bytes.</param>
    /// <param name="key">A number that strangers don't know: where a sender is kept hangs on it, and nothing else.</param>
    public SenderCounts(int mostKept, ulong key)
    {
        _mostKept = mostKept;
        _key = key | 1;
        _senders = new ulong[1024];
        _rows = new int[1024];
    }

    private record struct Row(int Kept, int Halvings);

    public Tallied Of(int row)
    {
        Row counted = row < _counts.Length ? _counts[row] : default;
        return new Tallied((long)counted.Kept << counted.Halvings, counted.Halvings == 0);
    }

    /// <summary>Takes note of a sender.</summary>
    /// <param name="row">The row's number, from 0.</param>
    /// <param name="sender">The sender's hash; it has no key, so that estimates are the same each time.</param>
    public void Add(int row, ulong sender)
    {
        if (row >= _counts.Length)
            Array.Resize(ref _counts, Math.Max(row + 1, 2 * _counts.Length));
        if (!IsKept(sender, _counts[row].Halvings))
            return;
        int slot = SlotOf(row, sender);
        if (_rows[slot] != 0)
            return;
        if (_kept == _mostKept)
        {
            Halve();
            Add(row, sender);
            return;
        }

        Keep(slot, row, sender);
        _counts[row].Kept++;
        if (4L * _kept > 3L * _rows.Length)
            Rebuild(2 * _rows.Length);
    }

    private static bool IsKept(ulong sender, int halvings) => halvings == 0 || sender >> (64 - halvings) == 0;

    /// <summary>Has the rows with more than half of the most senders keep every second one of what they keep.</summary>
    private void Halve()
    {
        int most = 0;
        foreach (Row row in _counts)
            most = Math.Max(most, row.Kept);
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i].Kept > most / 2)
                _counts[i].Halvings++;
            _counts[i].Kept = 0;
        }

        Rebuild(_rows.Length);
        for (int slot = 0; slot < _rows.Length; slot++)
        {
            if (_rows[slot] != 0)
                _counts[_rows[slot] - 1].Kept++;
        }
    }

    private void Rebuild(int size)
    {
        ulong[] senders = _senders;
        int[] rows = _rows;
        _senders = new ulong[size];
        _rows = new int[size];
        _kept = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i] - 1;
            if (row >= 0 && IsKept(senders[i], _counts[row].Halvings))
                Keep(SlotOf(row, senders[i]), row, senders[i]);
        }
    }

    private void Keep(int slot, int row, ulong sender)
    {
        _senders[slot] = sender;
        _rows[slot] = row + 1;
        _kept++;
    }

    /// <summary>The slot of a row's sender, or the free one where it belongs.</summary>
    private int SlotOf(int row, ulong sender)
    {
        int mask = _rows.Length - 1;
        int slot = (int)(unchecked((sender + ((ulong)row * 0x9E37_79B9_7F4A_7C15)) * _key) >> 32 & (ulong)mask);
        while (_rows[slot] != 0 && (_rows[slot] != row + 1 || _senders[slot] != sender))
            slot = (slot + 1) & mask;
        return slot;
    }
}
