using System;
using QregexCheck.Posix;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>The file that holds the page of <c>report --html</c>. It replaces an older page, and nothing else.</summary>
/// <remarks>
/// Who forgets the file's name gives that of a log in its place: <c>--html current</c>, or a pattern that a shell widens. A log, or a control file, would be
/// gone.
/// </remarks>
internal static class ReportPage
{
    // Who may read the log may read a page about it, and nobody else: its writer.
    private static readonly Access WriterAlone = new(0x180, null);

    /// <summary>Tells whether a page may be written, before logs are read for it, and says why not.</summary>
    public static bool MayWrite(byte[] path)
    {
        try
        {
            CheckIsPage(path, "it");
            byte[] temporary = Temporary(path);
            CheckIsPage(temporary, Escape.Text(temporary, Plain.Message));
            return true;
        }
        catch (OccupiedPathException exception)
        {
            StandardError.Fatal($"unable to write {Escape.Text(path, Plain.Message)}: {exception.Message}; nothing was changed");
            return false;
        }
    }

    /// <summary>Writes a page, or says why not.</summary>
    public static bool TryWrite(byte[] path, byte[] page)
    {
        if (!MayWrite(path))
            return false;
        string name = Escape.Text(path, Plain.Message);
        int slash = Array.LastIndexOf(path, (byte)'/');
        byte[] directory = slash < 0 ? "."u8.ToArray() : slash == 0 ? "/"u8.ToArray() : path[..slash];
        try
        {
            AtomicFile.Write([.. path, 0], [.. Temporary(path), 0], [.. directory, 0], [page], WriterAlone);
            return true;
        }
        catch (PosixException exception) when (exception.Number == Errno.TryAgain)
        {
            StandardError.Fatal($"unable to write {name}: another report is writing it; wait for it");
        }
        catch (Exception exception) when (exception is PosixException or OccupiedPathException)
        {
            StandardError.Fatal($"unable to write {name}: {exception.Message}; an old one is left as it was");
        }

        return false;
    }

    private static byte[] Temporary(byte[] path) => [.. path, .. ".tmp"u8];

    /// <summary>Checks that nothing stands at a path, or a page, or what a killed report has begun to write.</summary>
    /// <exception cref="OccupiedPathException">Something else does.</exception>
    private static void CheckIsPage(byte[] path, string name)
    {
        byte[] ended = [.. path, 0];
        if (FileStatus.OfName(ended, out _) is not { } there)
            return;

        // Whoever names a device or a pipe would lose it: the page is renamed to its place.
        if (!there.IsRegular)
            throw new OccupiedPathException($"{name} is {there.Kind}; name a file");
        int descriptor = Descriptor.Open(ended, out int error);
        if (descriptor == -1)
            throw new OccupiedPathException($"{name} is there and can't be read: {PosixException.Describe(error)}; name another file");
        try
        {
            ReadOnlySpan<byte> first = ReportHtml.FirstBytes;
            Span<byte> found = stackalloc byte[first.Length];
            int count = Descriptor.ReadAt(descriptor, 0, found);
            if (!first.StartsWith(found[..count]))
                throw new OccupiedPathException($"{name} is there and is no page; name another file, and the logs behind it");
        }
        catch (PosixException exception)
        {
            throw new OccupiedPathException($"{name} is there and can't be read: {exception.Message}; name another file");
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
    }
}
