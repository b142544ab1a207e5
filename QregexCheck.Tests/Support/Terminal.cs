using System;
using System.Collections.Generic;
using System.Text;
using static QregexCheck.Tests.Support.SystemCalls;

namespace QregexCheck.Tests.Support;

/// <summary>A pseudo terminal on a child's descriptor 1. Source: pty(7).</summary>
internal static unsafe class Terminal
{
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
        var buffer = new byte[4096];
        nint count;
        fixed (byte* start = buffer)
            count = Read(master, start, (nuint)buffer.Length);
        Check((int)count);
        Check(Close(slave));
        Check(Close(master));
        return (code, Encoding.Latin1.GetString(buffer.AsSpan(0, (int)count)));
    }
}
