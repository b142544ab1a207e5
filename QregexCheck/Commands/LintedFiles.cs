using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Lint;
using QregexCheck.Mailboxes;
using QregexCheck.Proof;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>The files that <c>lint</c> looks at: lists of rules, and the files that tell which recipients are looked up.</summary>
internal sealed class LintedFiles
{
    private readonly List<RecipientFiles> _recipients = [];

    // qmail's own files. They are read once, and only when they are needed.
    private RecipientFiles? _host;

    private LintedFiles()
    {
    }

    /// <summary>The lists of rules.</summary>
    public List<LintedFile> Lists { get; } = [];

    /// <summary>checkrcpthosts and validrcptto, those of one directory together.</summary>
    public IReadOnlyList<RecipientFiles> Recipients => _recipients;

    /// <summary>How many files are looked at. Those that are read only for their domains don't count.</summary>
    public int Count
    {
        get
        {
            int count = Lists.Count;
            foreach (RecipientFiles files in _recipients)
                count += (files.Covered is null ? 0 : 1) + (files.Valid is null ? 0 : 1);
            return count;
        }
    }

    /// <summary>Reads the files that the command line names, or those of the control directory.</summary>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public static LintedFiles Read(LintOptions options)
    {
        var files = new LintedFiles();
        if (options.Files.Count == 0)
        {
            files.Add(options.Directory, options.Directory);
            return files;
        }

        foreach (string name in options.Files)
        {
            if (NamedFiles.IsDirectory(name))
            {
                files.Add(new ControlDirectory(Encoding.UTF8.GetBytes(name)), options.Directory);
                continue;
            }

            foreach (string path in NamedFiles.Expand(name))
                files.Add(path, options.Directory);
        }

        return files;
    }

    private static string CoveredName => Encoding.ASCII.GetString(CoveringEntry.FileName);

    private static string ValidName => AddressLists.Name(AddressList.ValidRcptTo);

    private void Add(ControlDirectory directory, ControlDirectory host)
    {
        Lists.AddRange(NamedFiles.Read(directory));
        UnreadFiles.Warn(directory);
        LintedFile? covered = File(directory, CoveredName);
        LintedFile? valid = File(directory, ValidName);
        if (covered is not null || valid is not null)
            _recipients.Add(Host(host) with { Covered = covered, Valid = valid, IsWhole = true });
    }

    private void Add(string path, ControlDirectory host)
    {
        int slash = path.LastIndexOf('/');
        string last = path[(slash + 1)..];
        if (last != CoveredName && last != ValidName)
        {
            Lists.Add(NamedFiles.Read(path));
            return;
        }

        var file = new LintedFile(path, WholeFile.Read(path));
        string beside = path[..(slash + 1)] + (last == CoveredName ? ValidName : CoveredName);
        int other = _recipients.FindIndex(files => !files.IsWhole && (last == CoveredName ? files.Valid : files.Covered)?.Name == beside);
        RecipientFiles known = other < 0 ? Host(host) : _recipients[other];
        known = last == CoveredName ? known with { Covered = file } : known with { Valid = file };
        if (other < 0)
            _recipients.Add(known);
        else
            _recipients[other] = known;
    }

    /// <summary>
    /// qmail's own files, from the control directory. Where it has none of them the rules are kept apart from qmail's files, and these are in qmail's home.
    /// </summary>
    private RecipientFiles Host(ControlDirectory directory) =>
        _host ??= HostIn(directory) is { } beside ? beside : HostIn(new ControlDirectory(QmailHome.Control)) ?? new RecipientFiles();

    private static RecipientFiles? HostIn(ControlDirectory directory)
    {
        if (!directory.Exists)
            return null;
        var files = new RecipientFiles
        {
            Received = File(directory, "rcpthosts"),
            MoreReceived = directory.ReadAll("morercpthosts.cdb"u8),
            Locals = File(directory, "locals"),
            Virtual = File(directory, "virtualdomains"),
            Me = File(directory, "me"),
        };
        return files is { Received: null, Locals: null, Virtual: null, Me: null } ? null : files;
    }

    private static LintedFile? File(ControlDirectory directory, string name) =>
        directory.ReadAll(Encoding.ASCII.GetBytes(name)) is { } bytes ? new LintedFile($"{directory.Name}/{name}", bytes) : null;
}
