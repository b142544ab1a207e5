using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using static QregexCheck.Tests.Support.SystemCalls;

namespace QregexCheck.Tests.Support;

/// <summary>
/// A program to be started with exactly what is said here: environment bytes, descriptors, signals. .NET's Process can close no
/// descriptor, gives no third one, and takes strings where the system takes bytes.
/// </summary>
internal sealed unsafe class Child
{
    private const int AboveAllWires = 200;
    private const int HighestWire = 9;

    private readonly List<int> _toClose = [];
    private readonly Dictionary<int, int> _captures = [];

    public Child(string path, params string[] arguments)
    {
        Path = path;
        Arguments = arguments;
    }

    public string Path { get; }

    /// <summary>The arguments behind the program's own name, one Latin-1 character a byte.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The whole environment, as NAME=value, one Latin-1 character a byte.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    public string Directory { get; init; } = "/";

    /// <summary>Descriptors not named here: 0 is /dev/null, 1 and 2 are captured, all others closed.</summary>
    public IReadOnlyDictionary<int, Wire> Wires { get; init; } = new Dictionary<int, Wire>();

    /// <summary>True to start the child with SIGPIPE ignored, as qmail-smtpd does; else it is at its default.</summary>
    public bool IgnoresBrokenPipe { get; init; }

    public IReadOnlyList<int> BlockedSignals { get; init; } = [];

    /// <summary>Runs it to its end. A child that hangs is killed, and the test fails.</summary>
    public Outcome Run()
    {
        try
        {
            int pid = Start();
            Dictionary<int, List<string>> writes = Collect(pid);
            int status;
            Check(Wait(pid, &status, 0));
            int signal = status & 0x7F;
            return new Outcome(
                signal == 0 ? (status >> 8) & 0xFF : -1,
                signal,
                writes.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value));
        }
        finally
        {
            CloseAll();
        }
    }

    private int Start()
    {
        byte* actions = stackalloc byte[FileActionsSize];
        byte* attributes = stackalloc byte[AttributesSize];
        byte* signals = stackalloc byte[SignalSetSize];
        CheckNumber(InitActions(actions));
        CheckNumber(InitAttributes(attributes));
        PlanDescriptors(actions);
        PlanSignals(attributes, signals);
        using var texts = new CStrings();
        CheckNumber(AddChangeDirectory(actions, texts.Add(Directory)));
        int pid;
        int error;
        fixed (byte** arguments = texts.Vector([.. Arguments.Prepend(Path)]), environment = texts.Vector(Environment))
        {
            error = Spawn(&pid, texts.Add(Path), actions, attributes, arguments, environment);
        }

        CheckNumber(DestroyActions(actions));
        CheckNumber(DestroyAttributes(attributes));
        CloseChildEnds();
        CheckNumber(error);
        return pid;
    }

    private void PlanDescriptors(byte* actions)
    {
        var plan = new Dictionary<int, Wire> { [0] = Wire.File("/dev/null"), [1] = Wire.Captured, [2] = Wire.Captured };
        foreach ((int number, Wire wire) in Wires)
            plan[number] = wire;
        for (int number = 0; number <= HighestWire; number++)
        {
            Wire wire = plan.GetValueOrDefault(number, Wire.Closed);
            if (wire is Wire.SameWire)
                continue;
            if (wire is Wire.ClosedWire)
                CheckNumber(AddClose(actions, number));
            else
                CheckNumber(AddDuplicate(actions, Open(number, wire), number));
        }

        foreach ((int number, Wire wire) in plan)
        {
            if (wire is Wire.SameWire same)
                CheckNumber(AddDuplicate(actions, same.Descriptor, number));
        }

        CheckNumber(AddCloseFrom(actions, HighestWire + 1));
    }

    /// <summary>What the test host ignores, a child ignores too, unless told otherwise; SIGPIPE is always one of these (.NET).</summary>
    private void PlanSignals(byte* attributes, byte* signals)
    {
        var set = new Span<byte>(signals, SignalSetSize);
        set.Fill(0xFF);
        if (IgnoresBrokenPipe)
            Check(RemoveSignal(signals, BrokenPipe));
        CheckNumber(SetSignalsToDefault(attributes, signals));
        set.Clear();
        foreach (int signal in BlockedSignals)
            Check(AddSignal(signals, signal));
        CheckNumber(SetSignalMask(attributes, signals));
        CheckNumber(SetFlags(attributes, SetMask | SetDefault));
    }

    /// <summary>Opens the child's end of a wire, on a number that no wire has.</summary>
    private int Open(int number, Wire wire)
    {
        int* ends = stackalloc int[2];
        switch (wire)
        {
            case Wire.FileWire file:
                return Keep(SystemCalls.Open(file.Path, ReadWrite | CloseOnExec | NoControllingTerminal, 0));
            case Wire.CapturedWire:
                // In packet mode each read hands over what one write wrote (pipe(7)).
                Check(Pipe(ends, CloseOnExec | PacketMode));
                _captures[number] = ends[0];
                return Keep(ends[1]);
            case Wire.BrokenWire:
                Check(Pipe(ends, CloseOnExec));
                Check(Close(ends[0]));
                WaitUntilBroken(ends[1]);
                return Keep(ends[1]);
            case Wire.HoldingWire holding:
                Check(Pipe(ends, CloseOnExec));
                byte[] bytes = Encoding.Latin1.GetBytes(holding.Bytes);
                fixed (byte* start = bytes)
                {
                    if (bytes.Length > 65_536 || Write(ends[1], start, (nuint)bytes.Length) != bytes.Length)
                        throw new InvalidOperationException("more than a pipe holds");
                }

                Check(Close(ends[1]));
                return Keep(ends[0]);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>A process that another test is starting may have a copy of the reading end, for as long as it takes to its exec.</summary>
    private static void WaitUntilBroken(int writingEnd)
    {
        var entry = new PollEntry { Descriptor = writingEnd };
        while ((entry.Found & Failed) == 0)
        {
            if (Check(Poll(&entry, 1, Patience.Milliseconds)) == 0)
                throw new TimeoutException("somebody holds the reading end of a broken pipe");
        }
    }

    private int Keep(int descriptor)
    {
        int high = Check(FileControl(Check(descriptor), DuplicateAbove, AboveAllWires));
        Check(Close(descriptor));
        _toClose.Add(high);
        return high;
    }

    private Dictionary<int, List<string>> Collect(int pid)
    {
        var writes = _captures.Keys.ToDictionary(number => number, _ => new List<string>());
        var open = new Dictionary<int, int>(_captures);
        var buffer = new byte[65_536];
        long end = System.Environment.TickCount64 + Patience.Milliseconds;
        while (open.Count > 0)
        {
            PollEntry[] entries = [.. open.Values.Select(descriptor => new PollEntry { Descriptor = descriptor, Wanted = Readable })];
            int ready;
            fixed (PollEntry* start = entries)
                ready = Poll(start, (nuint)entries.Length, (int)Math.Max(0, end - System.Environment.TickCount64));
            if (ready == 0)
            {
                // A kill, so that nothing is left behind when the test has failed.
                Processes.Kill(pid);
                int status;
                _ = Wait(pid, &status, 0);
                throw new TimeoutException($"{Path} {string.Join(' ', Arguments)} has not ended: it, or a child of its, still holds its output open");
            }

            foreach ((int number, int descriptor) in open.ToArray())
            {
                if (Array.Find(entries, entry => entry.Descriptor == descriptor).Found == 0)
                    continue;
                nint count;
                fixed (byte* start = buffer)
                    count = Read(descriptor, start, (nuint)buffer.Length);
                if (count > 0)
                    writes[number].Add(Encoding.Latin1.GetString(buffer, 0, (int)count));
                else
                    open.Remove(number);
            }
        }

        return writes;
    }

    private void CloseChildEnds()
    {
        _toClose.ForEach(descriptor => Check(Close(descriptor)));
        _toClose.Clear();
    }

    private void CloseAll()
    {
        CloseChildEnds();
        foreach (int descriptor in _captures.Values)
            Check(Close(descriptor));
        _captures.Clear();
    }
}
