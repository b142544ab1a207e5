using System;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>The files of this host, as the user sees them who runs the process.</summary>
internal sealed class LocalHostFiles : HostFiles
{
    /// <summary>
    /// How long qmail-getpw may take, in milliseconds. Behind LDAP it takes some; longer than this a client would notice, and the recipient is accepted.
    /// </summary>
    public const int GetpwMilliseconds = 5000;

    // Six fields: a name, two numbers, a home and an address of at most 1,000 bytes. qmail-getpw prints no more than that.
    private const int LongestGetpwAnswer = 8192;

    // Room on the stack for a path and its NUL; a longer one is copied elsewhere.
    private const int UsualPath = 256;

    private const uint PermissionBits = 0xFFF;
    private const long NanosecondsOfMillisecond = 1_000_000;

    // Two ticks of the slowest clock that keeps nanoseconds.
    private const long LongestSettling = 20 * NanosecondsOfMillisecond;

    private readonly byte[] _qmailHome;

    // The words of the last failure: in a closed home each look ends in the same one.
    private int _failure;
    private string _words = string.Empty;

    /// <param name="qmailHome">qmail's own directory, without a slash at its end: <c>bin/qmail-getpw</c> stands there.</param>
    public LocalHostFiles(byte[] qmailHome) => _qmailHome = qmailHome;

    public override FileLook Look(ReadOnlySpan<byte> path)
    {
        if (path.Contains((byte)0))
            return Failure("the path holds a NUL");
        Span<byte> name = path.Length < UsualPath ? stackalloc byte[UsualPath] : new byte[path.Length + 1];
        path.CopyTo(name);
        name[path.Length] = 0;
        return FileStatus.Of(name, out int error) is { } status ? Found(status) : NotFound(error);
    }

    public override HostFile? Open(ReadOnlySpan<byte> path)
    {
        HostFile? file = OpenUnlessDenied(path, out bool isDenied);
        return isDenied ? throw Denied(path) : file;
    }

    public override HostFile? OpenUnlessDenied(ReadOnlySpan<byte> path, out bool isDenied)
    {
        isDenied = false;
        if (path.Contains((byte)0))
            throw new HostFileException(path, "the path holds a NUL");
        byte[] name = [.. path, 0];
        int descriptor = Descriptor.Open(name, out int error);
        if (descriptor == -1)
        {
            FileLook look = NotFound(error);
            isDenied = error == Errno.AccessDenied;
            return look.Trouble is null || isDenied ? null : throw new HostFileException(path, look.Trouble, look.Kind == FileKind.Denied);
        }

        FileStatus status;
        try
        {
            status = FileStatus.Of(descriptor);
        }
        catch (PosixException exception)
        {
            Descriptor.Close(descriptor);
            throw new HostFileException(path, exception.Message);
        }

        if (!status.IsRegular)
        {
            Descriptor.Close(descriptor);
            throw new HostFileException(path, status.IsDirectory ? "is a directory" : "is no regular file");
        }

        byte[] own = path.ToArray();
        long size = (long)status.Size;
        return new HostFile(Found(status), (offset, buffer) => ReadAt(own, descriptor, offset, buffer, size), () => Descriptor.Close(descriptor));
    }

    public override byte[]? ReadLink(ReadOnlySpan<byte> path)
    {
        byte[]? target = ReadLinkUnlessDenied(path, out bool isDenied);
        return isDenied ? throw Denied(path) : target;
    }

    public override byte[]? ReadLinkUnlessDenied(ReadOnlySpan<byte> path, out bool isDenied)
    {
        byte[]? target = SymbolicLink.Target([.. path, 0], out int error);
        isDenied = IsDenial(error);
        return error == 0 || isDenied ? target : throw new HostFileException(path, PosixException.Describe(error));
    }

    public override bool HasAccessList(ReadOnlySpan<byte> path)
    {
        bool isOn = HasAccessListUnlessDenied(path, out bool isDenied);
        return isDenied ? throw Denied(path) : isOn;
    }

    public override bool HasAccessListUnlessDenied(ReadOnlySpan<byte> path, out bool isDenied)
    {
        bool isOn = AccessList.IsOn([.. path, 0], out int error);
        isDenied = IsDenial(error);
        return error == 0 || isDenied ? isOn : throw new HostFileException(path, PosixException.Describe(error));
    }

    public override bool LeadsOverNoLink(ReadOnlySpan<byte> path) =>
        path is [(byte)'/', ..] && !path.Contains((byte)0) && SymbolicLink.IsNowhereOn([.. path, 0]);

    public override bool IsClosed(ReadOnlySpan<byte> directory) => !directory.Contains((byte)0) && FileStatus.IsClosed([.. directory, 0]);

    public override byte[] RunGetpw(ReadOnlySpan<byte> local)
    {
        byte[] program = [.. _qmailHome, .. "/bin/qmail-getpw"u8];
        if (local.Contains((byte)0))
            throw new HostFileException(program, "can't be asked for a name with a NUL");
        byte[] answer = new byte[LongestGetpwAnswer];
        ProgramAnswer end;
        try
        {
            end = ShortProgram.Run([.. program, 0], [.. local, 0], GetpwMilliseconds, answer);
        }
        catch (PosixException exception)
        {
            throw new HostFileException(program, "can't be run: " + exception.Message);
        }

        if (end.TookTooLong)
            throw new HostFileException(program, $"did not answer within {GetpwMilliseconds / 1000} seconds");
        if (end.Code != 0)
            throw new HostFileException(program, end.Code < 0 ? "was killed" : $"exited {end.Code}");
        if (end.Length == answer.Length)
            throw new HostFileException(program, "said more than it can have to say");
        return answer[..end.Length];
    }

    public override bool Settles(in SourceStamp stamp)
    {
        long ticks = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks;
        var now = new Instant(ticks / TimeSpan.TicksPerSecond, (uint)(ticks % TimeSpan.TicksPerSecond * 100));
        long wait = stamp.RemainingGrain(now);

        // A time ahead of the clock is none that the next change will show.
        if (wait <= 0 || now.NanosecondsSince(stamp.Changed) < -LongestSettling)
            return true;
        if (wait <= 2 * LongestSettling)
            Polled.Wait([], (int)(wait / NanosecondsOfMillisecond) + 1);
        return false;
    }

    private static int ReadAt(byte[] path, int descriptor, long offset, Span<byte> buffer, long size)
    {
        try
        {
            return Descriptor.ReadAt(descriptor, offset, buffer, size);
        }
        catch (PosixException exception)
        {
            throw new HostFileException(path, exception.Message);
        }
    }

    private static FileLook Found(in FileStatus status)
    {
        FileKind kind = status.IsRegular ? FileKind.Regular : status.IsDirectory ? FileKind.Directory : FileKind.Special;
        return new FileLook(kind, status.Mode & PermissionBits, status.Owner, status.Group, status.ToStamp(), null);
    }

    private static bool IsDenial(int error) => error is Errno.AccessDenied or Errno.NotPermitted;

    private HostFileException Denied(ReadOnlySpan<byte> path) => new(path, Words(Errno.AccessDenied), isDenied: true);

    private FileLook NotFound(int error) => error switch
    {
        Errno.NoSuchFile => new FileLook(FileKind.Absent, 0, 0, 0, default, null),
        Errno.NotADirectory or Errno.TooManyLinks or Errno.NameTooLong => new FileLook(FileKind.Absent, 0, 0, 0, default, Words(error)),
        Errno.AccessDenied or Errno.NotPermitted => new FileLook(FileKind.Denied, 0, 0, 0, default, Words(error)),
        _ => Failure(Words(error)),
    };

    private string Words(int error)
    {
        if (error != _failure)
        {
            _words = PosixException.Describe(error);
            _failure = error;
        }

        return _words;
    }

    private static FileLook Failure(string trouble) => new(FileKind.Failed, 0, 0, 0, default, trouble);
}
