using System;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>A log that is open. It is opened once: one that is renamed, removed or written to meanwhile is read as it was when it was opened.</summary>
internal sealed class LogFile
{
    private const long NanosecondsOfSecond = 1_000_000_000;

    // The last whole second whose nanoseconds fit.
    private const long LastSecond = (long.MaxValue / NanosecondsOfSecond) - 1;

    private readonly FileStatus _status;

    private LogFile(string name, int descriptor)
    {
        Name = name;
        Descriptor = descriptor;
        _status = FileStatus.Of(descriptor);
    }

    /// <summary>The path, for messages.</summary>
    public string Name { get; }

    public int Descriptor { get; }

    /// <summary>True when only its deliveries count: it was named for what was sent.</summary>
    public bool IsOfSent { get; set; }

    /// <summary>False for a pipe, which has no size and can't be read at an offset.</summary>
    public bool IsRegular => _status.IsRegular;

    public bool IsDirectory => _status.IsDirectory;

    /// <summary>The bytes that it had when it was opened; 0 when it is not regular.</summary>
    public long Size => IsRegular ? checked((long)_status.Size) : 0;

    /// <summary>When it was last written to, in nanoseconds since 1970. It has no later line.</summary>
    public long Modified => (Math.Clamp(_status.ModifiedSeconds, 0, LastSecond) * NanosecondsOfSecond) + _status.ModifiedNanoseconds;

    /// <summary>True when both are the same file, whatever their names are.</summary>
    public bool Is(in FileStatus other) =>
        other.Inode == _status.Inode && other.DeviceMajor == _status.DeviceMajor && other.DeviceMinor == _status.DeviceMinor;

    public bool Is(LogFile other) => Is(other._status);

    /// <summary>Standard input.</summary>
    /// <exception cref="ControlReadException">It is closed.</exception>
    public static LogFile OfInput()
    {
        try
        {
            return new LogFile("-", Posix.Descriptor.Input);
        }
        catch (PosixException exception)
        {
            throw WholeFile.Unreadable("-", exception.Message);
        }
    }

    /// <summary>Opens a log, or a directory.</summary>
    /// <param name="path">Its path, without a NUL.</param>
    /// <param name="mayHaveGone">True when null is the answer for a file that does not exist: it was in a directory a moment ago.</param>
    /// <exception cref="ControlReadException">It can't be opened.</exception>
    public static LogFile? Open(byte[] path, bool mayHaveGone)
    {
        string name = Encoding.UTF8.GetString(path);
        int descriptor = Posix.Descriptor.OpenAndWait([.. path, 0], out int error);
        if (descriptor != -1)
            return new LogFile(name, descriptor);
        if (mayHaveGone && error == Errno.NoSuchFile)
            return null;
        throw error switch
        {
            Errno.AccessDenied => new ControlReadException(
                $"unable to read {name}: {PosixException.Describe(error)}; logs are mostly for root and the user who writes them: run this as one of them"),
            Errno.TooManyFiles => new ControlReadException(
                $"unable to read {name}: {PosixException.Describe(error)}; name fewer logs at once, or raise ulimit -n"),
            _ => WholeFile.Unreadable(name, PosixException.Describe(error)),
        };
    }

    public void Close()
    {
        if (Descriptor != Posix.Descriptor.Input)
            Posix.Descriptor.Close(Descriptor);
    }
}
