using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Rules;

namespace QregexCheck.Mailboxes;

/// <summary>The domains whose recipients are checked, as <c>control/checkrcpthosts</c> lists them.</summary>
/// <remarks>
/// <para>
/// An entry is <c>*</c> (every domain delivered here), <c>example.com</c>, <c>.example.com</c> (all below it), or one of them behind a <c>!</c>, which takes
/// domains out. Case does not matter. The entry that names a domain most closely decides: the domain itself, then the longest suffix, then <c>*</c>. Of equal
/// ones the last decides, as in qmail's own files. An entry whose last day is over is as if it were not there.
/// </para>
/// <para>
/// A line that is no entry covers nothing and takes nothing out. An entry with a mistake in its annotations only logs: it may have been meant to, and a mistake
/// must not refuse mail. Both are errors with their place.
/// </para>
/// </remarks>
internal sealed class CoveredDomains
{
    /// <summary>Most errors that are kept of one reading: nobody reads more, and a file may be all wrong.</summary>
    public const int MostErrors = 100;

    private const int LargestKept = 16 * 1024;

    private readonly HostFiles _files;
    private readonly byte[] _path;
    private readonly byte[]? _kept;
    private readonly Func<int> _today;
    private readonly List<RuleError> _errors = [];

    private CoveredDomains(HostFiles files, byte[] path, byte[]? kept, Func<int> today)
    {
        _files = files;
        _path = path;
        _kept = kept;
        _today = today;
    }

    /// <summary>
    /// The mistakes that the last question met: every line that is no entry, and the annotations of entries that were about the domain. At most
    /// <see cref="MostErrors"/>.
    /// </summary>
    public IReadOnlyList<RuleError> Errors => _errors;

    /// <summary>Opens the file. A small one is kept, a large one is read at each question.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="today">Gives the day number (UTC), for entries with a last day.</param>
    /// <returns>Null when there is no file: then nothing is checked.</returns>
    /// <exception cref="HostFileException">It can't be read.</exception>
    public static CoveredDomains? Read(HostFiles files, QmailPlaces places, Func<int> today)
    {
        byte[] path = places.InRules(CoveringEntry.FileName);
        using HostFile? file = files.Open(path);
        if (file is null)
            return null;
        if (file.Size >= LargestKept)
            return new CoveredDomains(files, path, kept: null, today);

        // One byte more than the file has, so that one read meets its end.
        var bytes = new byte[file.Size + 1];
        int count = file.Read(bytes);
        return new CoveredDomains(files, path, count < bytes.Length ? bytes[..count] : null, today);
    }

    /// <summary>The entry that covers a domain.</summary>
    /// <param name="domain">The domain as the client named it.</param>
    /// <param name="isDeliveredHere">True when its mail is delivered on this host, so that <c>*</c> is about it.</param>
    /// <returns>Null when its recipients are not checked.</returns>
    /// <exception cref="HostFileException">The file can't be read.</exception>
    public CoveringEntry? Covering(ReadOnlySpan<byte> domain, bool isDeliveredHere)
    {
        _errors.Clear();
        CoveringEntry? covering = null;
        int closest = 0;
        var mistakes = new List<RuleError>();
        using HostControlFile? file = _kept is null ? HostControlFile.Open(_files, _path) : null;
        CoveringLines? lines = LinesOf(file);
        while (lines is not null && lines.TryRead(out ControlLine line))
        {
            if (IsMistake(line, _errors))
                continue;
            int fit = DomainEntry.Fit(line.Bytes, domain, isDeliveredHere);
            if (fit < closest)
                continue;
            mistakes.Clear();
            Annotation annotation = lines.Annotation(mistakes);
            foreach (RuleError mistake in mistakes)
                Add(mistake, _errors);
            if (!annotation.IsAwake(_today))
                continue;
            closest = fit;
            covering = DomainEntry.IsExclusion(line.Bytes) ? null : EntryOf(line, annotation);
        }

        return covering;
    }

    /// <summary>All entries in their order, for a report. The text of one that takes domains out begins with <c>!</c>.
    /// Entries whose day is over are among them.</summary>
    /// <param name="errors">Gets every mistake of the file.</param>
    /// <exception cref="HostFileException">The file can't be read.</exception>
    public List<CoveringEntry> Entries(List<RuleError> errors)
    {
        var entries = new List<CoveringEntry>();
        using HostControlFile? file = _kept is null ? HostControlFile.Open(_files, _path) : null;
        CoveringLines? lines = LinesOf(file);
        while (lines is not null && lines.TryRead(out ControlLine line))
        {
            Annotation annotation = lines.Annotation(errors);
            if (Mistake(line) is { } mistake)
                errors.Add(mistake);
            else
                entries.Add(EntryOf(line, annotation));
        }

        return entries;
    }

    /// <summary>What is wrong with a line that is no comment, and its place; null when it is an entry.</summary>
    public static RuleError? Mistake(in ControlLine line) =>
        DomainEntry.Problem(line.Bytes, out int offset) is { } problem
            ? new RuleError(line.Number, line.Column + offset, problem + "; the line covers nothing")
            : null;

    private static CoveringEntry EntryOf(in ControlLine line, Annotation annotation) => new(line.Number, line.Bytes.ToArray(), annotation);

    private static bool IsMistake(in ControlLine line, List<RuleError> errors)
    {
        if (Mistake(line) is not { } mistake)
            return false;
        Add(mistake, errors);
        return true;
    }

    private static void Add(in RuleError error, List<RuleError> errors)
    {
        if (errors.Count < MostErrors)
            errors.Add(error);
    }

    /// <summary>The lines of the kept bytes or of the file; null when the file was removed meanwhile, and so nothing is checked.</summary>
    private CoveringLines? LinesOf(HostControlFile? file)
    {
        if (_kept is not { } kept)
            return file is null ? null : new CoveringLines(file.Entries);
        return new CoveringLines(ControlFile.Of(kept));
    }
}
