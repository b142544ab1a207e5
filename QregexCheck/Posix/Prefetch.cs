using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace QregexCheck.Posix;

/// <summary>Has the processor fetch memory that will be asked for soon, and does not wait for it.</summary>
internal static unsafe class Prefetch
{
    /// <summary>Begins to fetch what stands at a place, and changes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of<T>(ref readonly T place)
        where T : unmanaged
    {
        // The collector may move it meanwhile. Then something else is fetched, and nothing is spoilt: no address is a wrong one.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place)));
        else
            Read(in place);
    }

    /// <summary>Reads where no instruction fetches. A call is made though nobody wants its answer.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Read<T>(ref readonly T place)
        where T : unmanaged => place;
}
