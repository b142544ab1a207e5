using System;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Posix;
using QregexCheck.Text;

namespace QregexCheck.Qmail;

/// <summary>The directory of the control files. It opens them.</summary>
internal sealed class ControlDirectory
{
    private readonly byte[] _path;
    private readonly bool _isInQmailHome;
    private string? _name;
    private bool _isKnownToExist;

    /// <param name="path">The directory. It need not exist until a control file is opened.</param>
    public ControlDirectory(ReadOnlySpan<byte> path) => _path = path.ToArray();

    private ControlDirectory(ReadOnlySpan<byte> path, bool isInQmailHome)
        : this(path) => _isInQmailHome = isInQmailHome;

    /// <summary>The directory's path as text, for messages. Control bytes are escaped.</summary>
    public string Name => _name ??= Escape.Text(_path, Plain.Message);

    /// <summary>The option that names the directory; null for the usual ways, which are QREGEXCHECK_CONTROL and <c>--control</c>.</summary>
    public string? NamedBy { get; init; }

    /// <summary>False when nothing can be found in the directory: it is missing, or we may not enter it.</summary>
    public bool Exists => FileStatus.Of(PathOf("."u8), out _) is not null;

    /// <summary>True when there is something by the name of a list's control file, be it readable or not.</summary>
    public bool Has(ControlList list) => FileStatus.Of(PathOf(ControlLists.FileName(list)), out int error) is not null || error != Errno.NoSuchFile;

    /// <summary>The name of a list's control file in messages and reports: the path by which the user finds it.</summary>
    public string DisplayName(ControlList list) => $"{Name}/{ControlLists.Name(list)}";

    /// <summary>The directory's path, without a NUL and without a slash at its end.</summary>
    public ReadOnlySpan<byte> Path => _path.AsSpan().TrimEnd((byte)'/');

    /// <summary>The directory that QREGEXCHECK_CONTROL names, or the one in qmail's home.</summary>
    public static ControlDirectory FromEnvironment()
    {
        byte[]? path = Environ.Get("QREGEXCHECK_CONTROL\0"u8);
        return path is null or [] ? new ControlDirectory(QmailHome.Control, isInQmailHome: true) : new ControlDirectory(path);
    }

    /// <summary>Opens the control file of a list.</summary>
    /// <returns>An open descriptor; -1 when the control file is missing or is a link that leads nowhere. The list then has no rules.</returns>
    /// <exception cref="ControlReadException">The control file exists and can't be read, or the directory is missing.</exception>
    public int Open(ControlList list) => Open(ControlLists.FileName(list));

    /// <summary>Opens any file in the directory, in the same way as a control file.</summary>
    public int Open(ReadOnlySpan<byte> file)
    {
        byte[] path = PathOf(file);
        int descriptor = Descriptor.Open(path, out int error);
        if (descriptor == -1)
        {
            if (error == Errno.NotADirectory)
                CheckExists();
            if (error != Errno.NoSuchFile)
                throw Unreadable(file, PosixException.Describe(error));
            CheckExists();
            return -1;
        }

        FileStatus status;
        try
        {
            status = FileStatus.Of(descriptor);
        }
        catch (PosixException exception)
        {
            Descriptor.Close(descriptor);
            throw Unreadable(file, exception.Message);
        }

        if (status.IsRegular || (status.IsCharacterDevice && IsEmpty(descriptor)))
            return descriptor;
        Descriptor.Close(descriptor);
        throw Unreadable(file, status.IsDirectory ? "is a directory" : "is not a regular file");
    }

    /// <summary>The bytes of an open control file, in the form that <see cref="ControlFile"/> reads.</summary>
    public ByteSource Source(ControlList list, int descriptor) => Source(ControlLists.FileName(list).ToArray(), descriptor);

    /// <summary>The bytes of any open file in the directory.</summary>
    public ByteSource Source(byte[] file, int descriptor) => buffer =>
    {
        try
        {
            return Descriptor.Read(descriptor, buffer);
        }
        catch (PosixException exception)
        {
            throw Unreadable(file, exception.Message);
        }
    };

    /// <summary>All bytes of a file in the directory.</summary>
    /// <returns>Null when the file is missing.</returns>
    /// <exception cref="ControlReadException">The file can't be read, or the directory is missing.</exception>
    public byte[]? ReadAll(ReadOnlySpan<byte> file)
    {
        int descriptor = Open(file);
        if (descriptor == -1)
            return null;
        try
        {
            ByteSource source = Source(file.ToArray(), descriptor);
            var bytes = new ByteText();
            Span<byte> buffer = stackalloc byte[16 * 1024];
            while (source(buffer) is var count and > 0)
                bytes.Add(buffer[..count]);
            return bytes.Bytes.ToArray();
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
    }

    /// <summary>The path of a file in the directory, ending in NUL.</summary>
    public byte[] PathOf(ReadOnlySpan<byte> fileName) => new ByteText().Add(_path).Add("/"u8).Add(fileName).Add((byte)0).Bytes.ToArray();

    /// <summary>True for <c>/dev/null</c>, which holds no rules. Another device has no end, or waits for a hand.</summary>
    private static bool IsEmpty(int device)
    {
        Span<byte> room = stackalloc byte[1];
        try
        {
            return Descriptor.Read(device, room) == 0;
        }
        catch (PosixException)
        {
            return false;
        }
    }

    private ControlReadException Unreadable(ReadOnlySpan<byte> file, string why) => new(
        $"unable to read {Name}/{Encoding.ASCII.GetString(file)}: {why}; make it a file that qmail-smtpd's user can read, or remove it");

    /// <summary>Throws when the directory is missing. Then a missing control file means a wrong path, not a list without rules.</summary>
    /// <exception cref="ControlReadException">The directory is missing.</exception>
    public void CheckExists()
    {
        if (_isKnownToExist)
            return;
        int descriptor = Descriptor.Open(new ByteText().Add(_path).Add("/."u8).Add((byte)0).Bytes, out int error);
        if (descriptor == -1)
        {
            string remedy = NamedBy is not null ? "set " + NamedBy
                : _isInQmailHome && QmailHome.IsNamed ? "QREGEXCHECK_QMAIL names qmail's home; set it, QREGEXCHECK_CONTROL or --control"
                : "set QREGEXCHECK_CONTROL or --control";
            throw new ControlReadException($"unable to read the control directory {Name}: {PosixException.Describe(error)}; {remedy} to where it is");
        }

        Descriptor.Close(descriptor);
        _isKnownToExist = true;
    }
}
