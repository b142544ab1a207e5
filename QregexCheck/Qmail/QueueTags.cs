using System;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Rules;

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
    private string? _unreadable;
    private bool _isRead;

    /// <summary>Judges a recipient; null when there is nothing to judge.</summary>
    /// <param name="recipient">The envelope recipient.</param>
    /// <param name="isBounce">True when a tag is asked for.</param>
    public JudgedTag? Judge(byte[] recipient, bool isBounce) =>
        (isBounce || SignedLocalPart.IsPrvs(recipient)) && IsOn() ? _judge!.Decide(recipient, isBounce) : null;

    /// <summary>True for an address that we have signed not too long ago, and of a domain whose senders are signed.</summary>
    /// <exception cref="ControlReadException">What can't be read may show that the tag is ours, so nothing may be refused for want of one.</exception>
    public bool IsOurs(ReadOnlySpan<byte> address)
    {
        if (!SignedLocalPart.IsPrvs(address))
            return false;
        if (!IsOn())
            return _unreadable is null ? false : throw new ControlReadException(_unreadable);
        int today = UtcDay.Today();
        TagFinding tag = SenderTag.Look(address, _keys!, today);
        if (!tag.State.IsOurs())
            return _keys!.Mistakes.Count == 0 ? false : throw new ControlReadException($"a tag is quoted, and {Mistaken(BatvKeys.FileName, _keys.Mistakes[0])}");
        if (today - tag.LastDay > DaysBehind)
            return false;
        if (_domains!.Of(tag.Mailbox, today) is not null)
            return true;
        return _domains.Mistakes.Count == 0 ? false : throw new ControlReadException($"a tag is quoted, and {Mistaken(BatvDomains.FileName, _domains.Mistakes[0])}");
    }

    private static string Mistaken(ReadOnlySpan<byte> file, RuleError mistake) => $"line {mistake.Line} of {Encoding.ASCII.GetString(file)} can't be read; correct it";

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
            _unreadable = exception.Message;
            BatvFiles.Warn(_unreadable);
            return false;
        }
    }
}
