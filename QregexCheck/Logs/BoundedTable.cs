using System;
using System.Collections.Generic;

namespace QregexCheck.Logs;

/// <summary>
/// What is known of sessions, messages or deliveries that go on at the same time, by their numbers. A log can hold any number that never ends, so the table has a
/// bound: the one that was not asked for longest is forgotten.
/// </summary>
/// <typeparam name="T">What is kept. An object is used again when its number was closed or forgotten, so it must be cleared by the one who opens it.</typeparam>
internal sealed class BoundedTable<T>
    where T : class
{
    private readonly Func<T> _make;
    private readonly int _most;
    private readonly Dictionary<UInt128, int> _places = [];
    private Place[] _all = new Place[16];
    private int _used;
    private int _free = None;
    private int _oldest = None;
    private int _newest = None;

    private const int None = -1;

    /// <param name="most">The most numbers that are known at once.</param>
    /// <param name="make">Makes an object.</param>
    public BoundedTable(int most, Func<T> make) => (_most, _make) = (most, make);

    /// <summary>True when the next number that is opened will take the place of <see cref="Oldest"/>.</summary>
    public bool IsFull => _places.Count == _most;

    /// <summary>The one that was not asked for longest; null when the table is empty.</summary>
    public T? Oldest => _oldest == None ? null : _all[_oldest].Value;

    /// <summary>What is known of a number; null when nothing is.</summary>
    public T? Find(UInt128 number)
    {
        if (_places.Count == 0 || !_places.TryGetValue(number, out int place))
            return null;
        if (place != _newest)
        {
            Unlink(place);
            Link(place);
        }

        return _all[place].Value;
    }

    /// <summary>The object of a number: the one that it has, or one that is free, or that of the oldest number.</summary>
    public T Open(UInt128 number)
    {
        if (Find(number) is { } known)
            return known;
        int place = Vacant();
        ref Place opened = ref _all[place];
        opened.Number = number;
        opened.Value ??= _make();
        _places.Add(number, place);
        Link(place);
        return opened.Value;
    }

    /// <summary>Forgets a number.</summary>
    public void Close(UInt128 number)
    {
        if (!_places.Remove(number, out int place))
            return;
        Unlink(place);
        _all[place].Older = _free;
        _free = place;
    }

    /// <summary>Forgets the oldest number, and hands out what was known of it, until the next one is opened.</summary>
    public bool TryCloseOldest(out T oldest)
    {
        oldest = Oldest!;
        if (_oldest == None)
            return false;
        Close(_all[_oldest].Number);
        return true;
    }

    private int Vacant()
    {
        if (IsFull)
            Close(_all[_oldest].Number);
        if (_free != None)
        {
            int place = _free;
            _free = _all[place].Older;
            return place;
        }

        if (_used == _all.Length)
            Array.Resize(ref _all, Math.Min(2 * _used, _most));
        return _used++;
    }

    private void Link(int place)
    {
        _all[place].Older = _newest;
        _all[place].Newer = None;
        if (_newest == None)
            _oldest = place;
        else
            _all[_newest].Newer = place;
        _newest = place;
    }

    private void Unlink(int place)
    {
        (int older, int newer) = (_all[place].Older, _all[place].Newer);
        if (older == None)
            _oldest = newer;
        else
            _all[older].Newer = newer;
        if (newer == None)
            _newest = older;
        else
            _all[newer].Older = older;
    }

    private struct Place
    {
        public UInt128 Number;
        public T? Value;
        public int Older;
        public int Newer;
    }
}
