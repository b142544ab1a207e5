using System;
using QregexCheck.Text;

namespace QregexCheck.Posix;

/// <summary>A file that may be changed only where its owner alone can have written it.</summary>
/// <param name="Directory">The path of its directory, without a NUL.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Owner">The user to whom both belong.</param>
internal sealed record GuardedFile(byte[] Directory, byte[] Name, uint Owner)
{
    private const int MayWriteToo = 0x12;

    /// <summary>True where the path of the directory may end in a link, since the administrator named it; else a link is refused.</summary>
    public bool MayLeadOverLink { get; init; }

    /// <summary>Most bytes of such a file: a control file of some hundred thousand lines.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>A name in the directory, for messages.</summary>
    public string Shown(ReadOnlySpan<byte> name) => Escape.Text([.. Directory, (byte)'/', .. name], Plain.Message);

    /// <summary>Opens the directory, and refuses one that a stranger can write to.</summary>
    /// <exception cref="ChangeException">It is refused.</exception>
    /// <exception cref="PosixException">It can't be opened.</exception>
    public OpenedDirectory Open()
    {
        string shown = Escape.Text(Directory, Plain.Message);
        OpenedDirectory directory;
        try
        {
            directory = OpenedDirectory.Open(MayLeadOverLink ? [.. Directory, .. "/."u8] : Directory);
        }
        catch (PosixException exception) when (exception.Number is Errno.NotADirectory or Errno.TooManyLinks)
        {
            throw Refused($"{shown} is a symbolic link, or no directory; change the file by hand");
        }

        FileStatus status = directory.Status;
        string? problem = status.Owner != Owner ? $"belongs to user {status.Owner}, and not to user {Owner}; give it to the right one"
            : (status.Mode & MayWriteToo) != 0 ? "can be written to by others than its owner; run chmod go-w on it" : null;
        if (problem is null)
            return directory;
        directory.Dispose();
        throw Refused($"{shown} {problem}");
    }

    /// <summary>Reads a file in the directory whole.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="names">How many names it may have.</param>
    /// <param name="status">Its status.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="ChangeException">It is none that is changed.</exception>
    /// <exception cref="PosixException">It can't be read.</exception>
    public byte[]? Read(OpenedDirectory directory, byte[] name, int names, out FileStatus status)
    {
        status = default;
        if (directory.Look(name) is not { } look)
            return null;

        // The look comes first, so that no device is opened. What is opened counts.
        Check(name, look, names);
        int descriptor = directory.OpenToRead(name);
        try
        {
            status = FileStatus.Of(descriptor);
            Check(name, status, names);
            byte[] bytes = new byte[Math.Min(status.Size, MostBytes) + 1];
            int length = Descriptor.ReadAt(descriptor, 0, bytes);
            if (length > MostBytes)
                throw Refused($"{Shown(name)} is longer than {MostBytes} bytes; change it by hand");
            if (!status.IsUnchanged(FileStatus.Of(descriptor)) || length != (int)status.Size)
                throw Changed(name);
            return bytes[..length];
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
    }

    /// <summary>Somebody else changed the file while we did.</summary>
    public ChangeException Changed(ReadOnlySpan<byte> name) => Refused($"{Shown(name)} was changed meanwhile; look at it, and run this again");

    public static ChangeException Refused(string message) => new(message, isRefusal: true);

    private void Check(byte[] name, in FileStatus status, int names)
    {
        string? problem = !status.IsRegular ? $"is {status.Kind}; change it by hand"
            : status.Names > names ? $"has {status.Names} names (hard links); remove the others"
            : status.Owner != Owner ? $"belongs to user {status.Owner}, and not to user {Owner}; give it to the right one"
            : (status.Mode & MayWriteToo) != 0 ? "can be written to by others than its owner; run chmod go-w on it" : null;
        if (problem is not null)
            throw Refused($"{Shown(name)} {problem}");
    }
}
