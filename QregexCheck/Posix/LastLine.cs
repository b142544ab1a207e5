using System;

namespace QregexCheck.Posix;

/// <summary>Tells of a file's last line what a command that adds one must know.</summary>
internal static class LastLine
{
    /// <summary>True for a file whose last line has no newline: what is added to it becomes a part of that line.</summary>
    /// <param name="path">The file's path, without a NUL. Of a file that is missing, empty or can't be read it is false.</param>
    public static bool IsOpen(ReadOnlySpan<byte> path)
    {
        int descriptor = Descriptor.Open([.. path, 0], out _);
        if (descriptor == -1)
            return false;
        try
        {
            long size = FileStatus.SizeOfRegular(descriptor);
            Span<byte> last = stackalloc byte[1];
            return size > 0 && Descriptor.ReadAt(descriptor, size - 1, last) == 1 && last[0] != (byte)'\n';
        }
        catch (PosixException)
        {
            return false;
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
    }
}
