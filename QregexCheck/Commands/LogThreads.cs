using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using QregexCheck.Logs;

namespace QregexCheck.Commands;

/// <summary>
/// Reads logs with several threads: a thread reads a chunk, makes events of its lines, and leaves the block for the one thread that takes the blocks in
/// their order. That one helps where nothing is ready. Memory has a bound: a chunk for each thread, some blocks for each log.
/// </summary>
internal sealed class LogThreads : IDisposable
{
    // Some 1,000 lines: their events fit into the processor's cache, and to hand them over costs little beside reading them.
    private const int ChunkSize = 256 * 1024;

    private readonly object _lock = new();
    private readonly List<LogChain> _chains = [];
    private readonly Stack<EventBlock> _free = new();
    private readonly List<Thread> _threads = [];
    private readonly ChunkReader _own;
    private readonly int _room;
    private ExceptionDispatchInfo? _failure;
    private bool _isOver;

    /// <param name="threads">How many threads read, the one that takes the blocks among them. Where no further one can be made, there are fewer.</param>
    /// <param name="newReader">Makes a reader of lines, for a thread.</param>
    public LogThreads(int threads, Func<LogReader> newReader)
    {
        _own = new ChunkReader(newReader());
        _room = threads == 1 ? 1 : (2 * threads) + 4;
        for (int thread = 1; thread < threads; thread++)
        {
            var reader = new ChunkReader(newReader());
            if (WorkerThreads.TryStart(thread, _ => Work(reader)) is not { } started)
                break;
            _threads.Add(started);
        }
    }

    /// <summary>Begins to read a log.</summary>
    public LogChain Begin(LogLines lines)
    {
        var chain = new LogChain(lines, _room);
        lock (_lock)
        {
            _chains.Add(chain);
            Monitor.PulseAll(_lock);
        }

        return chain;
    }

    /// <summary>The next block of a log; null at its end. It is to be given back.</summary>
    /// <exception cref="Control.ControlReadException">A file can't be read.</exception>
    public EventBlock? Take(LogChain chain)
    {
        lock (_lock)
        {
            while (true)
            {
                _failure?.Throw();
                if (chain.TryTake() is { } block)
                {
                    Monitor.PulseAll(_lock);
                    return block;
                }

                if (chain is { IsAtEnd: true, Ahead: 0 })
                {
                    _chains.Remove(chain);
                    return null;
                }

                if (chain.HasRoom)
                    Read(chain, _own);
                else
                    Monitor.Wait(_lock);
            }
        }
    }

    /// <summary>Gives a block back.</summary>
    public void Return(EventBlock block)
    {
        lock (_lock)
            _free.Push(block);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            Monitor.PulseAll(_lock);
        }

        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Work(ChunkReader reader)
    {
        lock (_lock)
        {
            try
            {
                while (!_isOver && _failure is null)
                {
                    if (Choose() is { } chain)
                        Read(chain, reader);
                    else
                        Monitor.Wait(_lock);
                }
            }
            catch (Exception exception)
            {
                // On a thread of its own it would end the process.
                _failure ??= ExceptionDispatchInfo.Capture(exception);
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>The log that waits most for its next block; null when there is enough of each.</summary>
    private LogChain? Choose()
    {
        LogChain? chosen = null;
        foreach (LogChain chain in _chains)
        {
            if (chain.HasRoom && (chosen is null || chain.Ahead < chosen.Ahead))
                chosen = chain;
        }

        return chosen;
    }

    /// <summary>Reads the next chunk of a log. The lock is held before and behind, and is free meanwhile.</summary>
    private void Read(LogChain chain, ChunkReader reader)
    {
        chain.IsFilling = true;
        if (!_free.TryPop(out EventBlock? block))
            block = new EventBlock();
        int length = 0;
        long notAfter = 0;
        Monitor.Exit(_lock);
        try
        {
            length = chain.Lines.Fill(block.BeginText(ChunkSize));
            notAfter = chain.Lines.NotAfter;
        }
        finally
        {
            Monitor.Enter(_lock);
            chain.IsFilling = false;
        }

        chain.Done = chain.Lines.Done;
        chain.IsAtEnd = length == 0;
        Monitor.PulseAll(_lock);
        if (chain.IsAtEnd)
            return;
        long number = chain.Begun++;
        Monitor.Exit(_lock);
        try
        {
            reader.Read(block.EndText(length), notAfter, block);
        }
        finally
        {
            Monitor.Enter(_lock);
        }

        chain.Put(number, block);
        Monitor.PulseAll(_lock);
    }
}
