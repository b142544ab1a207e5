using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Cdb;
using QregexCheck.Control;

namespace QregexCheck.Mailboxes;

/// <summary>
/// The homes that a recipient can lead to: those of <c>users/cdb</c>, of the users in <c>/etc/passwd</c> whom qmail-getpw takes, and of alias. The users and
/// domains in <c>virtualdomains</c> are among these. Users of other sources are not: to find them a program would have to run.
/// </summary>
internal sealed class RecipientHomes
{
    // Four names and numbers, and a path (PATH_MAX is 4096); and the key.
    private const int LongestRecord = 16 * 1024;

    private readonly HostFiles _files;
    private readonly Action<HostFileException> _trouble;

    // Latin-1, a character for each byte.
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<byte[]> _homes = [];

    private RecipientHomes(HostFiles files, Action<HostFileException> trouble)
    {
        _files = files;
        _trouble = trouble;
    }

    /// <summary>Lists the homes, each once, as they stand in the source.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="trouble">Is told what could not be read.</param>
    public static List<byte[]> Of(HostFiles files, QmailPlaces places, Action<HostFileException> trouble)
    {
        var homes = new RecipientHomes(files, trouble);
        homes.Try([.. places.Home, .. "/users/cdb"u8], homes.AddAssigned);
        homes.Try("/etc/passwd"u8.ToArray(), homes.AddUsers);
        return homes._homes;
    }

    private void Try(byte[] path, Action<byte[], HostFile> read)
    {
        try
        {
            using HostFile? file = _files.Open(path);
            if (file is not null)
                read(path, file);
        }
        catch (HostFileException exception)
        {
            _trouble(exception);
        }
        catch (CdbException exception)
        {
            _trouble(new HostFileException(path, exception.Message));
        }
    }

    private void AddAssigned(byte[] path, HostFile file) => CdbRecords.Read(file.ReadAt, file.Size, LongestRecord, (key, data) =>
    {
        if (key.Length == 0 || key[0] != (byte)'!')
            return;
        try
        {
            Add(UserFields.Parse(path, [.. data, 0, 0]).Home);
        }
        catch (HostFileException)
        {
            // qmail-lspawn defers for such a user.
        }
    });

    private void AddUsers(byte[] path, HostFile file)
    {
        var lines = new LineReader(file.Read);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (PasswdEntry.Parse(line) is not { User: not 0 } entry || entry.Home is not [(byte)'/', ..])
                continue;
            FileLook look = _files.Look(entry.Home);
            if (look.Kind is FileKind.Denied or FileKind.Failed)
                _trouble(new HostFileException(entry.Home, look.Trouble ?? "can't be looked at", look.Kind == FileKind.Denied));
            else if (look.Owner == entry.User || line.StartsWith("alias:"u8))
                Add(entry.Home);
        }
    }

    private void Add(byte[] home)
    {
        if (home is [(byte)'/', ..] && home.AsSpan().IndexOf((byte)0) < 0 && _known.Add(Encoding.Latin1.GetString(home)))
            _homes.Add(home);
    }
}
