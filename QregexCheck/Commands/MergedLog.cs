using System;
using QregexCheck.Logs;

namespace QregexCheck.Commands;

/// <summary>A log of several that are merged: its events wait here until it is their turn.</summary>
internal sealed class MergedLog
{
    private readonly LogThreads _threads;
    private readonly LogLines _lines;
    private readonly Func<EventTaker, LogSequence> _begin;
    private readonly EventBlock _events = new();
    private LogChain? _chain;
    private LogSequence? _sequence;
    private int _next;
    private bool _isOver;

    /// <param name="threads">Reads it.</param>
    /// <param name="lines">The log.</param>
    /// <param name="first">When its first line was; less than all times when that is not known.</param>
    /// <param name="begin">Makes what puts its events in order.</param>
    public MergedLog(LogThreads threads, LogLines lines, long first, Func<EventTaker, LogSequence> begin)
    {
        _threads = threads;
        _lines = lines;
        _begin = begin;
        Time = first;
    }

    /// <summary>
    /// When its next event is due: as its stamp says, but never earlier than those before it. Until the log is begun, the time of its first line.
    /// </summary>
    public long Time { get; private set; }

    /// <summary>True when only its deliveries count: it was named for what was sent.</summary>
    public bool IsOfSent => _lines.IsOfSent;

    /// <summary>How many bytes of its files were read.</summary>
    public long Done => _chain?.Done ?? 0;

    /// <summary>True when the log has been begun and an event waits.</summary>
    public bool HasEvent => _next < _events.Events.Length;

    /// <summary>Hands out its events that are due up to a time.</summary>
    /// <param name="until">The time of the log that comes next.</param>
    /// <param name="take">Gets them.</param>
    public void HandOut(long until, EventTaker take)
    {
        int first = _next;
        while (HasEvent && Time <= until)
        {
            _next++;
            if (HasEvent)
                Reach(_events.Events[_next].Time);
        }

        take(_events, _events.Events[first.._next]);
    }

    /// <summary>Reads on until an event waits.</summary>
    /// <param name="counts">Is told at the end what lines there were.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="Control.ControlReadException">A file can't be read.</exception>
    public bool ReadOn(LineCounts counts)
    {
        if (_isOver)
            return false;
        _chain ??= _threads.Begin(_lines);
        _sequence ??= _begin(_events.Add);
        _events.Clear();
        _next = 0;
        while (!HasEvent)
        {
            if (_threads.Take(_chain) is not { } block)
            {
                _isOver = true;
                _sequence.End();
                counts.Add(_sequence.Lines);
                break;
            }

            _sequence.Take(block);
            _threads.Return(block);
        }

        if (HasEvent)
            Reach(_events.Events[0].Time);
        return HasEvent;
    }

    private void Reach(long time)
    {
        if (time > Time)
            Time = time;
    }
}
