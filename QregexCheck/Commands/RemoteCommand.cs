using System;
using QregexCheck.Batv;
using QregexCheck.Control;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>
/// <c>qregexcheck-remote HOST SENDER RECIPIENT...</c>: runs qmail-remote with the signed sender. Source: qmail-remote(8), qmail-rspawn.c.
/// </summary>
/// <remarks>Any trouble leaves the sender as it is: mail goes out. What fails above this class ends in the same place (entry/remote.c).</remarks>
internal static class RemoteCommand
{
    private const int Host = 1;
    private const int Sender = 2;
    private const int FirstRecipient = 3;

    /// <summary>Signs the sender if it is to be signed, and becomes qmail-remote. It does not return.</summary>
    public static ExitCode Run(Arguments arguments)
    {
        NativeEntry.RunRemote(Signed(arguments) is { } signed ? [.. signed, 0] : default(ReadOnlySpan<byte>));
        return ExitCode.SoftError;
    }

    /// <summary>The signed sender; null when it goes as it is.</summary>
    private static byte[]? Signed(Arguments arguments)
    {
        if (arguments.Count <= FirstRecipient || SenderSigning.WhyNever(arguments[Sender]) is not null)
            return null;
        try
        {
            ControlDirectory directory = ControlDirectory.FromEnvironment();
            int today = UtcDay.Today();
            if (BatvFiles.ReadDomains(directory) is not { } domains || domains.Of(arguments[Sender], today) is null)
                return null;
            var names = new byte[arguments.Count - FirstRecipient + 1][];
            names[0] = arguments[Host].ToArray();
            for (int i = FirstRecipient; i < arguments.Count; i++)
                names[i - FirstRecipient + 1] = arguments[i].ToArray();
            var signing = new SenderSigning(BatvFiles.ReadKeys(directory), domains, BatvFiles.ReadExempt(directory), today);
            return signing.Sign(arguments[Sender], names, out _);
        }
        catch (ControlReadException exception)
        {
            Tell(exception.Message);
            return null;
        }
    }

    /// <summary>qmail-rspawn takes standard error for a part of the report. Only where it leads elsewhere a line is written.</summary>
    private static void Tell(string message)
    {
        try
        {
            FileStatus output = FileStatus.Of(Descriptor.Output);
            FileStatus error = FileStatus.Of(Descriptor.Error);
            if (output.Inode != error.Inode || output.DeviceMajor != error.DeviceMajor || output.DeviceMinor != error.DeviceMinor)
                StandardError.WriteLine("warning"u8, message + "; the sender goes unsigned");
        }
        catch (PosixException)
        {
            // Nobody listens.
        }
    }
}
