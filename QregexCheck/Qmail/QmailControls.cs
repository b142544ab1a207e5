using System;
using QregexCheck.Control;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>The few of qmail-smtpd's own control files that the filter has to go by. Source: qmail-smtpd(8), control.c.</summary>
/// <remarks>
/// qmail-smtpd reads them in its own home, wherever our rules are. Where the rules are elsewhere, such files may stand beside them too, for a server that
/// is none of qmail's.
/// </remarks>
internal static class QmailControls
{
    private const int DefaultTimeoutSeconds = 1200;

    /// <summary>The control directory of the qmail that QREGEXCHECK_QMAIL names, or of the one that this program was built for.</summary>
    private static ControlDirectory Home
    {
        get
        {
            byte[]? home = Environ.Get("QREGEXCHECK_QMAIL\0"u8);
            return new ControlDirectory(home is null or [] ? BuildOptions.ControlDirectory : [.. home, .. "/control"u8]);
        }
    }

    /// <summary>timeoutsmtpd: how long qmail-smtpd waits for the client, in seconds, at least 1. The one in qmail's home counts first.</summary>
    /// <param name="rules">Where the rules are.</param>
    /// <exception cref="ControlReadException">The file can't be read.</exception>
    public static int ReadTimeout(ControlDirectory rules)
    {
        byte[]? line = FirstLineAtHome("timeoutsmtpd"u8) ?? FirstLine(rules, "timeoutsmtpd"u8);
        if (line is null || !System.Buffers.Text.Utf8Parser.TryParse(line, out ulong seconds, out _))
            return DefaultTimeoutSeconds;
        return (int)Math.Clamp(seconds, 1, int.MaxValue / 2000);
    }

    /// <summary>
    /// localiphost, or else me: what stands for this host's own addresses. Two names where qmail's home has another one than the directory of the rules, none
    /// where no file is there.
    /// </summary>
    /// <param name="rules">Where the rules are.</param>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public static byte[][] ReadLocalIpHosts(ControlDirectory rules)
    {
        byte[]? home = FirstLineAtHome("localiphost"u8) ?? FirstLineAtHome("me"u8);
        byte[]? beside = FirstLine(rules, "localiphost"u8) ?? FirstLine(rules, "me"u8);
        if (home is null || beside is null || home.AsSpan().SequenceEqual(beside))
            return (home ?? beside) is { } one ? [one] : [];
        return [home, beside];
    }

    /// <summary>A first line in qmail's home; null also where there is no such home.</summary>
    private static byte[]? FirstLineAtHome(ReadOnlySpan<byte> file)
    {
        ControlDirectory home = Home;
        int directory = Descriptor.Open(home.PathOf("."u8), out int error);
        if (directory != -1)
            Descriptor.Close(directory);
        return error == Errno.NoSuchFile ? null : FirstLine(home, file);
    }

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
