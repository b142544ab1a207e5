using System;
using System.Collections.Generic;
using System.Text;
using static QregexCheck.Tests.Support.SystemCalls;

namespace QregexCheck.Tests.Support;

/// <summary>A pseudo terminal on a child's descriptor 1. Source: pty(7).</summary>
internal static unsafe class Terminal
{
    private static ReadOnlySpan<byte> End => "\x04"u8;

    /// <summary>Runs the published program with a terminal as its standard output, and answers what the terminal was sent.</summary>
    public static (int ExitCode, string Shown) Run(IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        int master = Check(OpenTerminal(ReadWrite | NoControllingTerminal | CloseOnExec));
        byte* name = stackalloc byte[64];
        Check(GrantTerminal(master));
        Check(UnlockTerminal(master));
        CheckNumber(NameTerminal(master, name, 64));
        string path = new((sbyte*)name);

        // Held open here, for a terminal forgets what it was sent when the last one who can write has closed it.
        int slave = Check(Open(path, ReadWrite | NoControllingTerminal | CloseOnExec, 0));
        int code = PublishedBinary.Run(arguments, environment, new() { [1] = Wire.File(path) }).ExitCode;

        // What was written comes to the other side a moment later: all of it has come when what is written now has.
        Check((int)Write(slave, End));
        var shown = new StringBuilder();
        byte* buffer = stackalloc byte[4096];
        while (shown.Length == 0 || shown[^1] != End[0])
        {
            int count = Check((int)Read(master, buffer, 4096));
            shown.Append(Encoding.Latin1.GetString(buffer, count));
        }

        Check(Close(slave));
        Check(Close(master));
        return (code, shown.ToString(0, shown.Length - 1));
    }

    private static nint Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            return SystemCalls.Write(descriptor, start, (nuint)bytes.Length);
    }
}
