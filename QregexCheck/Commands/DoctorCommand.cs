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

/// <summary><c>qregexcheck doctor</c>: looks at the host, and tells what makes it send bounces to strangers. It changes nothing.</summary>
internal static class DoctorCommand
{
    /// <summary>Looks and reports.</summary>
    /// <returns>
    /// Accept when nothing is wrong; HardError with an error, or with any finding when asked for; SoftError when something could not be looked at without
    /// which nothing can be said.
    /// </returns>
    public static ExitCode Run(ControlDirectory directory, bool isJson, bool isStrict, Stream output)
    {
        var places = new QmailPlaces(QmailHome.Path, directory.Path.ToArray());
        using var snapshot = new SnapshotLookup(directory);
        var host = new ExaminedHost(new LocalHostFiles(places.Home), places, NamesIn, Now()) { Snapshot = snapshot.Open };
        DoctorReport report = Examination.Of(host, Unread(directory));

        var buffered = new BufferedStream(output, 64 * 1024);
        if (isJson)
            DoctorJson.Write(places, Identity.User, report, buffered);
        else
            DoctorText.Write(places, Identity.User, report, buffered);
        buffered.Flush();
        return Code(report, isStrict);
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
