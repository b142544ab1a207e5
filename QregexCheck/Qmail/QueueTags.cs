using System;
using QregexCheck.Batv;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>
/// The tags of signed senders, for a message or a session. The files are read when the first recipient needs them: one with a tag, or one of a bounce. Where they can't be
/// read, no tag is looked at, and a line says so.
/// </summary>
internal sealed class QueueTags(ControlDirectory directory)
{
    // A tag in a quoted header is old: the mail waited in a queue, and so did its bounce.
    private const int DaysBehind = 14;

    private BatvKeys? _keys;
    private BatvDomains? _domains;
    private TagJudge? _judge;
    private bool _isRead;

    /// <summary>Judges a recipient; null when there is nothing to judge.</summary>
    /// <param name="recipient">The envelope recipient.</param>
    /// <param name="isBounce">True when a tag is asked for.</param>
    public JudgedTag? Judge(byte[] recipient, bool isBounce) =>
        (isBounce || SignedLocalPart.IsPrvs(recipient)) && IsOn() ? _judge!.Decide(recipient, isBounce) : null;

    /// <summary>True for an address that we have signed not too long ago, and of a domain whose senders are signed.</summary>
    public bool IsOurs(ReadOnlySpan<byte> address)
    {
        if (!SignedLocalPart.IsPrvs(address) || !IsOn())
            return false;
        int today = UtcDay.Today();
        TagFinding tag = SenderTag.Look(address, _keys!, today);
        return tag.State.IsOurs() && today - tag.LastDay <= DaysBehind && _domains!.Of(tag.Mailbox, today) is not null;
    }

    private bool IsOn()
    {
        if (_isRead)
            return _judge is not null;
        _isRead = true;
        try
        {
            _domains = BatvFiles.ReadDomains(directory);
            if (_domains is null)
                return false;
            BatvFiles.Warn(BatvDomains.FileName, _domains.Mistakes);
            _keys = BatvFiles.ReadKeys(directory);
            BatvFiles.Warn(BatvKeys.FileName, _keys.Mistakes);
            _judge = new TagJudge(_keys, _domains, UtcDay.Today());
            return true;
        }
        catch (ControlReadException exception)
        {
            BatvFiles.Warn(exception.Message);
            return false;
        }
    }
}
