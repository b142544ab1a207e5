using System;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>The few of qmail-smtpd's own control files that the filter has to go by. Source: qmail-smtpd(8), control.c.</summary>
internal static class QmailControls
{
    private const int DefaultTimeoutSeconds = 1200;

    /// <summary>timeoutsmtpd: how long qmail-smtpd waits for the client, in seconds, at least 1.</summary>
    /// <exception cref="ControlReadException">The file can't be read.</exception>
    public static int ReadTimeout(ControlDirectory directory)
    {
        byte[]? line = FirstLine(directory, "timeoutsmtpd"u8);
        if (line is null || !System.Buffers.Text.Utf8Parser.TryParse(line, out ulong seconds, out _))
            return DefaultTimeoutSeconds;
        return (int)Math.Clamp(seconds, 1, int.MaxValue / 2000);
    }

    /// <summary>localiphost, or else me: what stands for this host's own addresses; null when neither file is there.</summary>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public static byte[]? ReadLocalIpHost(ControlDirectory directory) =>
        FirstLine(directory, "localiphost"u8) ?? FirstLine(directory, "me"u8);

    /// <summary>The first line, without the blanks at its end; null when the file is missing. Source: control_readline.</summary>
    private static byte[]? FirstLine(ControlDirectory directory, ReadOnlySpan<byte> file)
    {
        int descriptor = directory.Open(file);
        if (descriptor == -1)
            return null;
        try
        {
            return new LineReader(directory.Source(file.ToArray(), descriptor), new byte[1024]).TryRead(out ReadOnlySpan<byte> line)
                ? line.TrimEnd(" \t"u8).ToArray()
                : [];
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
    }
}
