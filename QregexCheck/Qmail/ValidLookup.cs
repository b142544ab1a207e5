using System;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>
/// Looks addresses up in <c>control/validrcptto</c>: in its compiled form when that is fresh, else as text. Each look-up is made anew, so that an edit counts
/// at once, for the filter too.
/// </summary>
internal sealed class ValidLookup
{
    private readonly ControlDirectory _directory;
    private readonly ValidSource _text;
    private readonly Func<CompiledFile?>? _compiled;

    private ValidLookup(ControlDirectory directory, ValidSource text, Func<CompiledFile?>? compiled)
    {
        _directory = directory;
        _text = text;
        _compiled = compiled;
    }

    /// <summary>Gives what looks an address up. No file is touched before it is asked.</summary>
    /// <param name="directory">The directory of <paramref name="places"/>' rules.</param>
    /// <param name="files">The host's files, from which the text is read.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="compiled">Gives the compiled file, which the caller has open and closes; null where each look-up opens it anew.</param>
    public static ValidSource Of(ControlDirectory directory, HostFiles files, QmailPlaces places, Func<CompiledFile?>? compiled = null) =>
        new ValidLookup(directory, ValidRecipients.FromText(files, places), compiled).Find;

    private ValidEntry? Find(ReadOnlySpan<byte> recipient)
    {
        FileStatus? status = FileStatus.Of(_directory.PathOf(AddressLists.FileName(AddressList.ValidRcptTo)), out int error);
        if (status is null && error == Errno.NoSuchFile)
            return null;
        return status is not null && TryFindCompiled(status.Value, recipient, out ValidEntry entry) ? entry : _text(recipient);
    }

    private bool TryFindCompiled(in FileStatus status, ReadOnlySpan<byte> recipient, out ValidEntry found)
    {
        found = default;
        try
        {
            using CompiledFile? own = _compiled is null ? CompiledFile.Open(_directory) : null;
            if ((own ?? _compiled?.Invoke()) is not { } compiled)
                return false;
            AddressEntry entry = compiled.Entry(AddressList.ValidRcptTo, status);
            found = new AddressTable(compiled.Reader, entry).Find(recipient);
            return true;
        }
        catch (DatabaseException)
        {
            // The compiled file is stale, damaged, or not to be believed. The text gives the same answers.
            return false;
        }
    }
}
