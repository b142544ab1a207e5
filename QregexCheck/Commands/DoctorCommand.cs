using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Doctor;
using QregexCheck.Lint;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck doctor</c>: looks at the host, and tells what makes it send bounces to strangers.</summary>
/// <remarks>Only <c>--fix</c> with <c>--yes</c> changes something.</remarks>
internal static class DoctorCommand
{
    /// <summary>Looks and reports.</summary>
    /// <returns>
    /// Accept when nothing is wrong; HardError with an error, or with any finding when asked for; SoftError when something could not be looked at without
    /// which nothing can be said.
    /// </returns>
    public static ExitCode Run(ControlDirectory directory, bool isJson, bool isStrict, Stream output)
    {
        using var snapshot = new SnapshotLookup(directory);
        ExaminedHost host = HostOf(directory, snapshot);
        DoctorReport report = Examination.Of(host, Unread(directory));

        var buffered = new BufferedStream(output, 64 * 1024);
        if (isJson)
            DoctorJson.Write(host.Places, Identity.User, report, buffered);
        else
            DoctorText.Write(host.Places, Identity.User, report, buffered);
        buffered.Flush();
        return Code(report, isStrict);
    }

    /// <summary>Mends something, or shows what would be done; see <see cref="FixCommand"/>.</summary>
    public static ExitCode Fix(ControlDirectory directory, FixOptions options, Stream output)
    {
        using var snapshot = new SnapshotLookup(directory);
        bool hasSnapshot = FileStatus.Of(directory.PathOf(SnapshotLookup.FileName), out _) is not null;
        return FixCommand.Run(HostOf(directory, snapshot), options, Unread(directory), hasSnapshot, output);
    }

    /// <summary>This host. Without a snapshot it is what the caller himself may see.</summary>
    internal static ExaminedHost HostOf(ControlDirectory directory, SnapshotLookup? snapshot = null)
    {
        var places = new QmailPlaces(QmailHome.Path, directory.Path.ToArray());
        return new ExaminedHost(new LocalHostFiles(places.Home), places, NamesIn, Now()) { Snapshot = snapshot is null ? null : snapshot.Open };
    }

    private static ExitCode Code(DoctorReport report, bool isStrict)
    {
        if (report.IsBlind)
            return ExitCode.SoftError;
        foreach (Diagnosis finding in report.Findings)
        {
            if (isStrict || AilmentTable.Row(finding.Ailment).Severity == Severity.Error)
                return ExitCode.HardError;
        }

        return ExitCode.Accept;
    }

    private static List<Evidence> Unread(ControlDirectory directory)
    {
        var unread = new List<Evidence>();
        foreach (UnreadFile file in UnreadFiles.In(directory))
            unread.Add(new Evidence([.. directory.Path, (byte)'/', .. Encoding.UTF8.GetBytes(file.Name)], file.Why));
        return unread;
    }

    /// <summary>The names in a directory, no more than are looked at; null when it can't be listed.</summary>
    private static List<byte[]>? NamesIn(ReadOnlySpan<byte> directory)
    {
        if (directory.Contains((byte)0))
            return null;
        int count = 0;
        return DirectoryNames.TryRead(
            [.. directory, 0], name => name is not ([(byte)'.'] or [(byte)'.', (byte)'.']) && ++count <= ExaminedHost.MostNames, out _);
    }

    private static Instant Now()
    {
        TimeSpan now = DateTime.UtcNow - DateTime.UnixEpoch;
        return new Instant(now.Ticks / TimeSpan.TicksPerSecond, (uint)(now.Ticks % TimeSpan.TicksPerSecond * 100));
    }
}
