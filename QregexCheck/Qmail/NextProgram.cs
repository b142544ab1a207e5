using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>Runs another program in our place, with everything as we got it: environment, descriptors, signals, limits.</summary>
internal static unsafe class NextProgram
{
    /// <summary>Replaces this process by the program at a path.</summary>
    /// <param name="path">The program's path, ending in NUL.</param>
    /// <param name="arguments">Its argument vector, ending in a null pointer.</param>
    /// <returns>Only when it could not be run: the error's number.</returns>
    public static int Execute(byte* path, byte** arguments) => Entry.Execute(path, arguments, isSearched: 0);

    /// <summary>The same, with the program looked for in PATH as a shell does, like all of djb's tools.</summary>
    public static int ExecuteFound(byte** arguments) => Entry.Execute(arguments[0], arguments, isSearched: 1);
}
