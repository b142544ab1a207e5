using System;
using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>Takes the next piece of a file.</summary>
internal delegate void PieceTaker(ReadOnlySpan<byte> piece);

/// <summary>Reads a file that the command line names. It may be a pipe.</summary>
internal static class WholeFile
{
    /// <summary>All bytes of a file, or of standard input for <c>-</c>.</summary>
    /// <exception cref="ControlReadException">The file can't be read.</exception>
    public static byte[] Read(string path)
    {
        using var bytes = new MemoryStream();
        Read(path, bytes.Write);
        return bytes.ToArray();
    }

    /// <summary>Hands on all bytes of a file, or of standard input for <c>-</c>, and keeps none of them.</summary>
    /// <exception cref="ControlReadException">The file can't be read.</exception>
    public static void Read(string path, PieceTaker take)
    {
        bool isInput = path == "-";
        int error = 0;
        int descriptor = isInput ? Descriptor.Input : Descriptor.OpenAndWait(Encoding.UTF8.GetBytes(path + '\0'), out error);
        if (descriptor == -1)
            throw Unreadable(path, PosixException.Describe(error));
        try
        {
            Span<byte> buffer = stackalloc byte[16 * 1024];
            while (Descriptor.Read(descriptor, buffer) is > 0 and var count)
                take(buffer[..count]);
        }
        catch (PosixException exception)
        {
            throw Unreadable(path, exception.Message);
        }
        finally
        {
            if (!isInput)
                Descriptor.Close(descriptor);
        }
    }

    /// <summary>The exception for a file that can't be read.</summary>
    public static ControlReadException Unreadable(string path, string why) => new($"unable to read {path}: {why}; name a file that is there and may be read");
}
