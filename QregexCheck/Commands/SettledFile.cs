using System;
using System.Text;
using System.Threading;
using QregexCheck.Control;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>Reads a control file so that a compiled file may rely on its stamp: whoever edits it later changes the stamp.</summary>
internal static class SettledFile
{
    private const int MostTries = 5;
    private const long LongestWait = 2_100_000_000;

    /// <summary>Reads a control file, and again when it is edited meanwhile.</summary>
    /// <param name="directory">The control directory.</param>
    /// <param name="fileName">The file's name.</param>
    /// <param name="read">Reads it from its beginning; is told the file's size, if nobody writes to it. It may be called more than once.</param>
    /// <param name="isAmbiguous">True when an edit just after the reading could leave the same stamp.</param>
    /// <returns>The stamp of what was read last; that of no file when it is missing.</returns>
    /// <exception cref="ControlReadException">It can't be read, or is changed all the time.</exception>
    public static SourceStamp Read(ControlDirectory directory, ReadOnlySpan<byte> fileName, Action<ByteSource, ulong> read, out bool isAmbiguous)
    {
        isAmbiguous = false;
        byte[] path = directory.PathOf(fileName);
        for (int tries = 1; ; tries++)
        {
            SourceStamp before = Stamp(path);
            if (tries > MostTries)
                throw new ControlReadException($"{Encoding.ASCII.GetString(fileName)} is changed all the time; compile when its writer has finished");
            isAmbiguous = before.Exists && !TryWaitOutGrain(before);

            // The control file is missing, or we may not reach it. In the second case this throws. A file that can't be read is not one without entries.
            int descriptor = directory.Open(fileName);
            if (descriptor == -1)
            {
                if (!before.Exists)
                    return before;
                continue;
            }

            try
            {
                if (before.Exists)
                    read(directory.Source(fileName.ToArray(), descriptor), before.Size);
            }
            finally
            {
                Descriptor.Close(descriptor);
            }

            if (before.Exists && Stamp(path) == before)
                return before;
        }
    }

    private static SourceStamp Stamp(byte[] path) => FileStatus.Of(path, out _)?.ToStamp() ?? default;

    /// <summary>Waits until the clock has moved on, so that an edit right after the reading shows another time.</summary>
    private static bool TryWaitOutGrain(SourceStamp stamp)
    {
        long wait = stamp.RemainingGrain(Now());
        if (wait > LongestWait)
            return false;
        if (wait > 0)
            Thread.Sleep((int)(wait / 1_000_000) + 1);
        return true;
    }

    private static Instant Now()
    {
        long ticks = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks;
        return new Instant(ticks / TimeSpan.TicksPerSecond, (uint)(ticks % TimeSpan.TicksPerSecond * 100));
    }
}
