using QregexCheck.Control;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>A control file that is opened at the start of a connection, and is held open as long as its text may be asked for.</summary>
/// <remarks>What replaces the file meanwhile is another file. What is written into it shows in its time of modification.</remarks>
internal sealed class HeldControlFile
{
    private const int None = -1;

    private readonly ControlDirectory _directory;
    private readonly ControlList _list;
    private readonly ControlReadException? _failure;
    private int _descriptor = None;

    /// <summary>Opens the file. Where that fails it is said when the file is asked for: its rules may be known from elsewhere.</summary>
    public HeldControlFile(ControlDirectory directory, ControlList list)
    {
        _directory = directory;
        _list = list;
        try
        {
            _descriptor = directory.Open(list);
        }
        catch (ControlReadException exception)
        {
            _failure = exception;
        }
    }

    /// <summary>True for a file that is there and can be read.</summary>
    public bool IsOpen => _descriptor != None;

    /// <summary>What the system tells of the open file.</summary>
    /// <exception cref="ControlReadException">It can't be told.</exception>
    public FileStatus Status
    {
        get
        {
            try
            {
                return FileStatus.Of(_descriptor);
            }
            catch (PosixException exception)
            {
                throw Failure(exception.Message);
            }
        }
    }

    /// <summary>The file's bytes from its beginning; null where it is missing.</summary>
    /// <exception cref="ControlReadException">It can't be opened.</exception>
    public ByteSource? FromBeginning()
    {
        if (_failure is not null)
            throw _failure;
        if (!IsOpen)
            return null;
        Descriptor.Rewind(_descriptor);
        return _directory.Source(_list, _descriptor);
    }

    /// <summary>Makes sure that the bytes are what they were.</summary>
    /// <param name="before">The file as it was. A new name, owner or mode changes no byte, and so its time of change does not count.</param>
    /// <exception cref="ControlReadException">They are not, or it can't be told.</exception>
    public void CheckUnchanged(in SourceStamp before)
    {
        if (_failure is not null)
            throw _failure;
        if (Status.ToStamp() with { Changed = before.Changed } != before)
            throw Failure("it was written into meanwhile, and the compiled file can't tell; run qregexcheck compile, and replace control files by mv");
    }

    public void Close()
    {
        if (IsOpen)
            Descriptor.Close(_descriptor);
        _descriptor = None;
    }

    private ControlReadException Failure(string why) => new($"unable to read {_directory.DisplayName(_list)} as it was when the connection began: {why}");
}
