using System;

namespace QregexCheck.Posix;

/// <summary>Runs another program in our place, with everything as we got it: environment, descriptors, signals, limits.</summary>
internal static unsafe class NextProgram
{
    /// <summary>Replaces this process by the program at a path, without arguments.</summary>
    /// <param name="path">The program's path, ending in NUL.</param>
    /// <returns>Only when it could not be run: the error's number.</returns>
    public static int Execute(ReadOnlySpan<byte> path)
    {
        fixed (byte* start = path)
        {
            byte** arguments = stackalloc byte*[2];
            arguments[0] = start;
            arguments[1] = null;
            return Entry.Execute(start, arguments, isSearched: 0);
        }
    }

    /// <summary>Replaces this process by the program that our arguments name, looked for in PATH as a shell does, like all of djb's tools.</summary>
    /// <param name="arguments">Our arguments.</param>
    /// <param name="first">Which of them is the program; those behind it are its own.</param>
    /// <returns>Only when it could not be run: the error's number.</returns>
    public static int Execute(Arguments arguments, int first)
    {
        byte** vector = arguments.From(first);
        return Entry.Execute(vector[0], vector, isSearched: 1);
    }
}
