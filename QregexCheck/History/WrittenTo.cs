using System.Collections.Generic;

namespace QregexCheck.History;

/// <summary>The addresses that somebody here has written to, with the last time, by the hash of the address in capital letters.</summary>
internal sealed class WrittenTo
{
    private readonly int _most;
    private readonly Dictionary<ulong, long> _last = new();

    /// <param name="most">How many are kept. Those that come later are not known.</param>
    public WrittenTo(int most) => _most = most;

    public bool IsEmpty => _last.Count == 0;

    /// <summary>False when there were more addresses than are kept.</summary>
    public bool IsWhole { get; private set; } = true;

    public void Add(ulong address, long time)
    {
        if (_last.TryGetValue(address, out long before))
        {
            if (time > before)
                _last[address] = time;
        }
        else if (_last.Count < _most)
        {
            _last.Add(address, time);
        }
        else
        {
            IsWhole = false;
        }
    }

    public bool TryGetLast(ulong address, out long time) => _last.TryGetValue(address, out time);
}
