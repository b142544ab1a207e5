using System;
using QregexCheck.Batv;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>
/// Knows the mailbox behind a recipient's tag, for the rules and the recipient check. Nothing is read for a recipient without one, nor where control/batvdomains
/// is missing.
/// </summary>
/// <remarks>What can't be read leaves the recipient as it is, with a warning: the check does not wait for a key.</remarks>
internal sealed class SignedRecipients(ControlDirectory directory)
{
    private BatvKeys? _keys;
    private bool _isRead;

    /// <summary>The envelope with its mailbox, for one check.</summary>
    public static Envelope Known(Envelope envelope, ControlDirectory directory) =>
        envelope.Recipient is { } recipient && SignedLocalPart.IsPrvs(recipient) ? new SignedRecipients(directory).Of(envelope) : envelope;

    /// <summary>True where a directory has signed senders. One that can't be asked has none, and a warning says so.</summary>
    public static bool AreIn(ControlDirectory directory)
    {
        try
        {
            return BatvFiles.IsOn(directory);
        }
        catch (ControlReadException exception)
        {
            BatvFiles.Warn(exception.Message);
            return false;
        }
    }

    /// <summary>The envelope with its mailbox. The keys are read once.</summary>
    public Envelope Of(Envelope envelope) =>
        envelope.Recipient is { } recipient && Look(recipient) is { } tag ? envelope.For(tag.Mailbox) : envelope;

    /// <summary>True for a recipient with a tag of ours.</summary>
    public bool Hold(ReadOnlySpan<byte> recipient) => Look(recipient) is not null;

    /// <summary>The tag of a recipient; null when none of our keys has made one.</summary>
    private TagFinding? Look(ReadOnlySpan<byte> recipient)
    {
        if (!SignedLocalPart.IsPrvs(recipient) || Keys() is not { } keys)
            return null;
        TagFinding tag = SenderTag.Look(recipient, keys, UtcDay.Today());
        return tag.State.IsOurs() ? tag : null;
    }

    private BatvKeys? Keys()
    {
        if (_isRead)
            return _keys;
        _isRead = true;
        try
        {
            if (BatvFiles.IsOn(directory))
                _keys = BatvFiles.ReadKeys(directory);
        }
        catch (ControlReadException exception)
        {
            BatvFiles.Warn(exception.Message);
        }

        return _keys;
    }
}
