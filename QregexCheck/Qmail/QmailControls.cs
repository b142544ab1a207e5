using System;
using QregexCheck.Control;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>Reads the few control files of qmail-smtpd that the filter must follow. Source: qmail-smtpd(8), control.c.</summary>
/// <remarks>
/// qmail-smtpd reads these control files in its own home, wherever our rules are. When the rules are elsewhere, such files may stand beside them
/// too, for a server that is not qmail's.
/// </remarks>
internal static class QmailControls
{
    private const int DefaultTimeoutSeconds = 1200;

    /// <summary>
    /// The control directory of the qmail that QREGEXCHECK_QMAIL names. Without that variable it is the qmail that this program was built for.
    /// </summary>
    private static ControlDirectory Home => new(QmailHome.Control);

    /// <summary>timeoutsmtpd: how many seconds qmail-smtpd waits for the client, at least 1. The file in qmail's home counts first.</summary>
    /// <param name="rules">The directory of the rules.</param>
    /// <exception cref="ControlReadException">The file can't be read.</exception>
    public static int ReadTimeout(ControlDirectory rules)
    {
        byte[]? line = FirstLineAtHome("timeoutsmtpd"u8) ?? FirstLine(rules, "timeoutsmtpd"u8);
        if (line is null || !System.Buffers.Text.Utf8Parser.TryParse(line, out ulong seconds, out _))
            return DefaultTimeoutSeconds;
        return (int)Math.Clamp(seconds, 1, int.MaxValue / 2000);
    }

    /// <summary>
    /// localiphost, or else me: the name that replaces this host's own addresses. There are two names when qmail's home and the directory of the
    /// rules have different ones. There is none when neither file exists.
    /// </summary>
    /// <param name="rules">The directory of the rules.</param>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public static byte[][] ReadLocalIpHosts(ControlDirectory rules)
    {
        byte[]? home = FirstLineAtHome("localiphost"u8) ?? FirstLineAtHome("me"u8);
        byte[]? beside = FirstLine(rules, "localiphost"u8) ?? FirstLine(rules, "me"u8);
        if (home is null || beside is null || home.AsSpan().SequenceEqual(beside))
            return (home ?? beside) is { } one ? [one] : [];
        return [home, beside];
    }

    /// <summary>The first line of a file in qmail's home; null when the file or the home is missing.</summary>
    private static byte[]? FirstLineAtHome(ReadOnlySpan<byte> file)
    {
        ControlDirectory home = Home;
        int directory = Descriptor.Open(home.PathOf("."u8), out int error);
        if (directory != -1)
            Descriptor.Close(directory);
        return error == Errno.NoSuchFile ? null : FirstLine(home, file);
    }

    /// <summary>The first line of a file, without the blanks at its end; null when the file is missing. Source: control_readline.</summary>
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
