using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using QregexCheck.Lint;

namespace QregexCheck.Commands;

/// <summary>Workers that are threads.</summary>
internal static class WorkerThreads
{
    // Each holds automata of its own, and what is done in the order of the rules is done by one.
    private const int Most = 8;

    // As much as the first thread has by default; pages that are not used cost nothing.
    private const int StackSize = 8 << 20;

    /// <summary>As many threads, eight at most, the one that shares the work among them. An exception of a step is thrown on.</summary>
    /// <param name="count">How many; where no other one can be made, the one that shares takes all steps.</param>
    public static Workers Of(int count)
    {
        int threads = Math.Clamp(count, 1, Most);
        return new Workers(threads, (steps, take) => Share(threads, steps, take));
    }

    private static void Share(int threads, int steps, Action<int, int> take)
    {
        int next = -1;
        ExceptionDispatchInfo? failure = null;
        var others = new List<Thread>();
        for (int thread = 1; thread < Math.Min(threads, steps); thread++)
        {
            if (TryStart(thread, TakeSteps) is not { } other)
                break;
            others.Add(other);
        }

        TakeSteps(0);
        foreach (Thread other in others)
            other.Join();
        failure?.Throw();

        void TakeSteps(int thread)
        {
            try
            {
                for (int step = Interlocked.Increment(ref next); step < steps && Volatile.Read(ref failure) is null; step = Interlocked.Increment(ref next))
                    take(thread, step);
            }
            catch (Exception exception)
            {
                // On a thread of its own it would end the process.
                Volatile.Write(ref failure, ExceptionDispatchInfo.Capture(exception));
            }
        }
    }

    /// <summary>Starts a thread that ends with the process; null where none can be made.</summary>
    public static Thread? TryStart(int number, Action<int> run)
    {
        try
        {
            var thread = new Thread(() => run(number), StackSize) { IsBackground = true };
            thread.Start();
            return thread;
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            return null;
        }
    }
}
