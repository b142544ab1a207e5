using System;
using System.Diagnostics;

namespace QregexCheck.Posix;

/// <summary>A program that runs beside us, with pipes to its standard input and from its standard output.</summary>
internal sealed unsafe class ChildProcess
{
    private const int Terminate = 15;
    private const int KillAtOnce = 9;
    private const int GraceMilliseconds = 5000;
    private const int PipeSize = 262_144;

    private readonly RunningProcess _process;

    private ChildProcess(int process, int input, int output)
    {
        _process = new RunningProcess(process);
        Input = input;
        Output = output;
    }

    /// <summary>Our end of its standard input. Writing to it never waits.</summary>
    public int Input { get; private set; }

    /// <summary>Our end of its standard output. Reading from it never waits.</summary>
    public int Output { get; private set; }

    /// <summary>Becomes readable when the program has exited (pidfd_open(2)); -1 on kernels before 5.3.</summary>
    public int ExitDescriptor => _process.ExitDescriptor;

    /// <summary>Runs a program. PATH is searched for it.</summary>
    /// <param name="arguments">Our arguments.</param>
    /// <param name="first">The index of the program among them. The arguments behind it are the program's own.</param>
    /// <exception cref="PosixException">The program can't be run.</exception>
    public static ChildProcess Run(Arguments arguments, int first)
    {
        Descriptor.MakePipe(isInherited: false, out int itsInput, out int input);
        Descriptor.MakePipe(isInherited: false, out int output, out int itsOutput);
        Libc.FileControl(input, Libc.SetStatusFlags, Libc.NonBlock);
        Libc.FileControl(output, Libc.SetStatusFlags, Libc.NonBlock);

        // A larger pipe takes in one write what we read at once. Where the system refuses it, the usual 65,536 bytes do.
        Libc.FileControl(input, Libc.SetPipeSize, PipeSize);
        int process = NativeEntry.Spawn(arguments.From(first), itsInput, itsOutput);
        Descriptor.Close(itsInput);
        Descriptor.Close(itsOutput);
        if (process < 0)
            throw new PosixException(-process);
        return new ChildProcess(process, input, output);
    }

    /// <summary>Closes its standard input.</summary>
    public void CloseInput()
    {
        if (Input != -1)
            Descriptor.Close(Input);
        Input = -1;
    }

    /// <summary>Closes its standard output. If the program writes more, it gets EPIPE.</summary>
    public void CloseOutput()
    {
        if (Output != -1)
            Descriptor.Close(Output);
        Output = -1;
    }

    /// <summary>True when it has exited.</summary>
    public bool HasExited() => _process.HasExited();

    /// <summary>Waits until the program has exited. A program that takes too long is terminated, then killed.</summary>
    /// <param name="milliseconds">How long the program may take to exit by itself.</param>
    /// <returns>Its exit code, or 128 plus the number of the signal that killed it; -1 when the code can't be known.</returns>
    public int WaitForExit(long milliseconds)
    {
        if (!WaitUntilExited(milliseconds))
        {
            _process.Send(Terminate);
            if (!WaitUntilExited(GraceMilliseconds))
            {
                _process.Send(KillAtOnce);
                WaitUntilExited(GraceMilliseconds);
            }
        }

        return _process.Signal == 0 ? _process.Code : 128 + _process.Signal;
    }

    private bool WaitUntilExited(long milliseconds)
    {
        long end = Stopwatch.GetTimestamp() + (milliseconds * (Stopwatch.Frequency / 1000));
        while (!HasExited())
        {
            long left = (end - Stopwatch.GetTimestamp()) / (Stopwatch.Frequency / 1000);
            if (left <= 0)
                return false;

            // Without a descriptor for its exit we look every tenth of a second.
            var polled = new Polled { Descriptor = ExitDescriptor, Wanted = Polled.CanRead };
            Libc.Poll(&polled, 1, (int)Math.Min(left, ExitDescriptor == -1 ? 100 : 60_000));
        }

        return true;
    }
}
