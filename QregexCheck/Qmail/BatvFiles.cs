using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Control;
using QregexCheck.Posix;
using QregexCheck.Rules;

namespace QregexCheck.Qmail;

/// <summary>Reads the three control files of signed senders. They stand beside the rules.</summary>
internal static class BatvFiles
{
    /// <summary>True when there is a control/batvdomains: without it nobody is signed, and no tag is looked at.</summary>
    /// <exception cref="ControlReadException">It can't be read.</exception>
    public static bool IsOn(ControlDirectory directory)
    {
        int descriptor = directory.Open(BatvDomains.FileName);
        if (descriptor == -1)
            return false;
        Descriptor.Close(descriptor);
        return true;
    }

    /// <summary>The domains; null when the file is missing.</summary>
    /// <exception cref="ControlReadException">It can't be read.</exception>
    public static BatvDomains? ReadDomains(ControlDirectory directory)
    {
        try
        {
            return directory.ReadAll(BatvDomains.FileName) is { } bytes ? BatvDomains.Read(bytes) : null;
        }
        catch (OutOfMemoryException)
        {
            throw TooLarge(directory, BatvDomains.FileName);
        }
    }

    /// <summary>The keys.</summary>
    /// <exception cref="ControlReadException">The file can't be read, or is missing.</exception>
    public static BatvKeys ReadKeys(ControlDirectory directory)
    {
        try
        {
            return directory.ReadAll(BatvKeys.FileName) is { } bytes
                ? BatvKeys.Read(bytes)
                : throw new ControlReadException($"unable to read {directory.Name}/batvkey: {PosixException.Describe(Errno.NoSuchFile)}; run qregexcheck batv new-key");
        }
        catch (OutOfMemoryException)
        {
            throw TooLarge(directory, BatvKeys.FileName);
        }
    }

    /// <summary>Who gets unsigned mail; nobody when the file is missing.</summary>
    /// <exception cref="ControlReadException">It can't be read.</exception>
    public static BatvExempt ReadExempt(ControlDirectory directory)
    {
        try
        {
            return BatvExempt.Read(directory.ReadAll(BatvExempt.FileName) ?? []);
        }
        catch (OutOfMemoryException)
        {
            throw TooLarge(directory, BatvExempt.FileName);
        }
    }

    /// <summary>Says what was not done because of a file.</summary>
    public static void Warn(string message) => StandardError.WriteLine("warning"u8, message + "; no tag is looked at till then");

    /// <summary>Names the mistakes of a file.</summary>
    public static void Warn(ReadOnlySpan<byte> file, IReadOnlyList<RuleError> mistakes)
    {
        foreach (RuleError mistake in mistakes)
            StandardError.WriteLine("warning"u8, $"{Encoding.ASCII.GetString(file)}:{mistake.Line}:{mistake.Column}: {mistake.Message}");
    }

    /// <summary>Mail does not wait for a file that only tags need: one that is too large for our memory is one that can't be read.</summary>
    private static ControlReadException TooLarge(ControlDirectory directory, ReadOnlySpan<byte> file) =>
        new($"unable to read {directory.Name}/{Encoding.ASCII.GetString(file)}: it is too large for the memory that there is; make it smaller, or raise softlimit -m");
}
