using System;

namespace QregexCheck.Posix;

/// <summary>Runs another program in our place. It gets the environment, descriptors, signals and limits as we got them.</summary>
internal static unsafe class NextProgram
{
    /// <summary>Replaces this process by the program at a path, without arguments.</summary>
    /// <param name="path">The program's path, ending in NUL.</param>
    /// <returns>errno. It returns only when the program could not be run.</returns>
    public static int Execute(ReadOnlySpan<byte> path)
    {
        fixed (byte* start = path)
        {
            byte** arguments = stackalloc byte*[2];
            arguments[0] = start;
            arguments[1] = null;
            return NativeEntry.Execute(start, arguments, isSearched: 0);
        }
    }

    /// <summary>Replaces this process by the program that our arguments name. PATH is searched for it, as a shell and djb's tools do.</summary>
    /// <param name="arguments">Our arguments.</param>
    /// <param name="first">The index of the program among them. The arguments behind it are the program's own.</param>
    /// <returns>errno. It returns only when the program could not be run.</returns>
    public static int Execute(Arguments arguments, int first)
    {
        byte** vector = arguments.From(first);
        return NativeEntry.Execute(vector[0], vector, isSearched: 1);
    }
}
