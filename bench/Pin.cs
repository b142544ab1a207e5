using System.Numerics;
using System.Runtime.InteropServices;

namespace QregexCheck.Bench;

/// <summary>Keeps the thread that measures, and all processes that it starts, on one processor: none then pays for a move.</summary>
internal static unsafe class Pin
{
    // As many processors as a mask of the kernel can name here; more are not looked at.
    private const int Words = 16;

    /// <summary>Pins the calling thread to the last processor that it may run on; the first has the machine's interrupts.</summary>
    /// <returns>The processor's number.</returns>
    public static int ToLastProcessor()
    {
        ulong* mask = stackalloc ulong[Words];
        if (Libc.GetProcessors(0, Words * sizeof(ulong), mask) == -1)
            throw new BenchException($"unable to ask for the processors: {Marshal.GetLastPInvokeErrorMessage()}");
        int last = -1;
        for (int word = 0; word < Words; word++)
        {
            if (mask[word] != 0)
                last = (word * 64) + BitOperations.Log2(mask[word]);
        }

        for (int word = 0; word < Words; word++)
            mask[word] = word == last / 64 ? 1UL << (last % 64) : 0;
        if (Libc.SetProcessors(0, Words * sizeof(ulong), mask) == -1)
            throw new BenchException($"unable to keep to processor {last}: {Marshal.GetLastPInvokeErrorMessage()}");
        return last;
    }
}
