using System.Diagnostics;
using System.Runtime.InteropServices;

namespace QregexCheck.Bench;

/// <summary>A program with its arguments and its environment, made ready once so that a run costs only the process.</summary>
/// <remarks>Standard input is /dev/null, output and errors go to a file or to /dev/null. What it holds lives as long as the bench.</remarks>
internal sealed unsafe class Command
{
    private const int FileMode = 0x1A4;

    private readonly byte** _arguments;
    private readonly byte** _environment;
    private readonly void* _fileActions;
    private readonly void* _attributes;

    /// <summary>A command; its first argument is the program, searched in PATH if it has no slash.</summary>
    /// <param name="arguments">The program and its arguments.</param>
    /// <param name="environment">All of its environment, as NAME=VALUE.</param>
    /// <param name="output">The file that gets standard output and standard error; null for none.</param>
    /// <param name="asNobody">True when it runs as the user nobody. Only root can ask for this.</param>
    public Command(string[] arguments, string[] environment, string? output = null, bool asNobody = false)
    {
        Arguments = arguments;
        Environment = environment;
        _arguments = Vector(arguments);
        _environment = Vector(environment);
        _fileActions = NativeMemory.AllocZeroed(Libc.FileActionsSize);
        Check(Libc.InitFileActions(_fileActions));
        if (asNobody)
        {
            _attributes = NativeMemory.AllocZeroed(Libc.AttributesSize);
            Check(Libc.InitAttributes(_attributes));
            Check(Libc.SetFlags(_attributes, Libc.ResetIds));
        }

        Open(0, "/dev/null", Libc.ReadOnly);
        Open(1, output is null ? "/dev/null" : output + ".out", Libc.WriteAnew);
        Open(2, output is null ? "/dev/null" : output + ".err", Libc.WriteAnew);
    }

    /// <summary>The program and its arguments.</summary>
    public string[] Arguments { get; }

    /// <summary>The environment, as NAME=VALUE.</summary>
    public string[] Environment { get; }

    /// <summary>The same command, started by another program.</summary>
    public Command Behind(string[] program, string? output = null) => new([.. program, .. Arguments], Environment, output);

    /// <summary>Runs it once and waits for its end.</summary>
    public Run Run()
    {
        int process;
        int status;
        ResourceUsage usage;
        if (_attributes is not null)
            BecomeReally(Libc.Nobody);
        long started = Stopwatch.GetTimestamp();
        int error = Libc.Spawn(&process, _arguments[0], _fileActions, _attributes, _arguments, _environment);
        if (error != 0)
            throw new BenchException($"unable to run {Arguments[0]}: {Marshal.GetPInvokeErrorMessage(error)}");
        while (Libc.Wait(process, &status, 0, &usage) == -1)
        {
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
                throw new BenchException($"unable to wait for {Arguments[0]}");
        }

        double time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (_attributes is not null)
            BecomeReally(0);
        int signal = status & 0x7F;
        return new Run(time, usage.ProcessorMilliseconds, signal == 0 ? (status >> 8) & 0xFF : 256 + signal, usage.MinorFaults);
    }

    /// <summary>Sets the real user and group, which a child takes on. We stay root by the effective ones.</summary>
    private static void BecomeReally(uint number)
    {
        if (Libc.SetGroups(number, Libc.Same, Libc.Same) != 0 || Libc.SetUsers(number, Libc.Same, Libc.Same) != 0)
            throw new BenchException($"unable to run a check as user {number}");
    }

    private static byte** Vector(string[] texts)
    {
        var vector = (byte**)NativeMemory.AllocZeroed((nuint)(texts.Length + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < texts.Length; i++)
            vector[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        return vector;
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new BenchException(Marshal.GetPInvokeErrorMessage(error));
    }

    private void Open(int descriptor, string path, int flags) =>
        Check(Libc.AddOpen(_fileActions, descriptor, (byte*)Marshal.StringToCoTaskMemUTF8(path), flags, FileMode));
}
