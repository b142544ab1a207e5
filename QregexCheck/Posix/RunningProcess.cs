using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>A process that we have started, and how it ended.</summary>
internal sealed unsafe class RunningProcess
{
    private const int CallOpenProcess = 434;

    private readonly int _number;
    private bool _isReaped;
    private int _status;

    /// <param name="number">The number of a child of ours that nobody else waits for.</param>
    public RunningProcess(int number)
    {
        _number = number;
        ExitDescriptor = (int)Libc.SystemCall(CallOpenProcess, number, 0);
    }

    /// <summary>Becomes readable when the process has exited (pidfd_open(2)); -1 on kernels before 5.3.</summary>
    public int ExitDescriptor { get; }

    /// <summary>Its exit code; -1 when a signal killed it, it has not exited, or its end can't be known.</summary>
    public int Code => IsKnown && Signal == 0 ? (_status >> 8) & 0xFF : -1;

    /// <summary>The signal that killed it; 0 when none did, or its end can't be known.</summary>
    public int Signal => IsKnown ? _status & 0x7F : 0;

    private bool IsKnown => _isReaped && _status != -1;

    /// <summary>True when it has exited.</summary>
    public bool HasExited() => _isReaped || TryReap(Libc.NoWait);

    /// <summary>Waits until it has exited, however long that takes.</summary>
    public void Wait()
    {
        while (!_isReaped)
            TryReap(0);
    }

    public void Send(int signal) => Libc.Kill(_number, signal);

    private bool TryReap(int options)
    {
        int status;
        int process = Libc.WaitFor(_number, &status, options);
        if (process == 0 || (process == -1 && Marshal.GetLastPInvokeError() == Errno.Interrupted))
            return false;
        _isReaped = true;
        _status = process == -1 ? -1 : status;
        return true;
    }
}
