using System;
using System.Collections.Generic;
using System.Diagnostics;
using QregexCheck.Decision;

namespace QregexCheck.Smtp;

/// <summary>
/// The protocol of the filter, without any input or output: bytes of both sides in, and for each what becomes of them out.
/// </summary>
/// <remarks>
/// <para>A client may send commands ahead (RFC 2920), so the replies it has to get stand in a queue: the server's, and in their places ours.
/// RCPT and BDAT may run ahead of the server. Behind any other command the client is held until the server has answered: whether what
/// follows DATA is a body, what follows AUTH a password, or the sender a new one, is for the server to say, and no command may slip through
/// where we and it disagree. The server is at the other end of a pipe, so this costs the client no round trip.</para>
/// <para>Guarantee: whatever the server takes for a RCPT has been judged, and the server gets the client's bytes less what was refused.</para>
/// </remarks>
internal sealed class SmtpSession
{
    /// <summary>Longest command line that is looked at as a whole, in bytes. RFC 5321 4.5.3.1.4 allows 512; with AUTH 12,288 (RFC 4954).</summary>
    public const int LongestLine = 32 * 1024;

    // A client that sends ahead for ever to a server that does not answer must not fill our memory.
    private const int MostAwaited = 1000;

    private readonly SessionPolicy _policy;
    private readonly SmtpTransaction _transaction;
    private readonly ReplyReader _replies = new();
    private readonly BodyEnd _bodyEnd = new();
    private readonly Queue<AwaitedReply> _awaited = new();
    private ByteText _own = new();

    private SessionPhase _phase = SessionPhase.Commands;
    private bool _isHeld;
    private byte[]? _heldArgument;
    private ReplyTo _unreadLineTo;
    private bool _hasChunking;
    private long _chunkLeft;

    public SmtpSession(SessionPolicy policy)
    {
        _policy = policy;
        _transaction = new SmtpTransaction(policy);
        _awaited.Enqueue(new AwaitedReply(ReplyTo.Nothing, null));
    }

    /// <summary>MAIL commands that the server agreed to.</summary>
    public long Mails => _transaction.Mails;

    /// <summary>RCPT commands met.</summary>
    public long Recipients => _transaction.Recipients;

    /// <summary>RCPT commands answered by us.</summary>
    public long Rejected => _transaction.Rejected;

    /// <summary>True when nothing more of the client's may go to the server, whose input is to be closed.</summary>
    public bool IsOver => _phase == SessionPhase.Over;

    /// <summary>True when a line of our own can be said to the client without getting into a reply or into TLS.</summary>
    public bool CanSpeak => _phase != SessionPhase.Unreadable && !_replies.IsWithin;

    /// <summary>Hands over what we have to say to the client: behind all the bytes of the server's that have passed so far.</summary>
    public ReadOnlySpan<byte> TakeOwnReplies()
    {
        if (_own.Length == 0)
            return default;
        ReadOnlySpan<byte> bytes = _own.Bytes;
        _own = new ByteText();
        return bytes;
    }

    /// <summary>Tells what becomes of the client's next bytes.</summary>
    /// <param name="input">What the client sent and no step has dealt with.</param>
    /// <param name="isEnd">True when the client will send no more.</param>
    public SmtpStep NextOfClient(ReadOnlySpan<byte> input, bool isEnd)
    {
        if (_isHeld || input.IsEmpty)
            return SmtpStep.Wait;
        switch (_phase)
        {
            case SessionPhase.Commands:
                return NextCommand(input, isEnd);
            case SessionPhase.UnreadLine:
                return SmtpStep.Pass(ToLineEnd(input, out bool isLineEnd, isHeld: true));
            case SessionPhase.DroppedLine:
                int length = ToLineEnd(input, out isLineEnd, isHeld: false);
                if (isLineEnd)
                    Answer("500 line too long (#5.5.2)"u8);
                return SmtpStep.Drop(length);
            case SessionPhase.Body:
                return NextOfBody(input);
            case SessionPhase.Chunk:
                int count = (int)Math.Min(input.Length, _chunkLeft);
                _chunkLeft -= count;
                if (_chunkLeft == 0)
                    _phase = SessionPhase.Commands;
                return SmtpStep.Pass(count);
            case SessionPhase.Unreadable:
                return SmtpStep.Pass(input.Length);
            case SessionPhase.Over:
                return SmtpStep.Drop(input.Length);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Tells what becomes of the server's next bytes. Own replies are to be taken after each step.</summary>
    /// <param name="output">What the server said and no step has dealt with.</param>
    /// <param name="isFull">True when no more can be waited for: <paramref name="output"/> is all that fits.</param>
    public SmtpStep NextOfServer(ReadOnlySpan<byte> output, bool isFull)
    {
        if (output.IsEmpty)
            return SmtpStep.Wait;
        if (_phase == SessionPhase.Unreadable)
            return SmtpStep.Pass(output.Length);
        if (_policy.HidesStartTls && !_replies.IsWithin && _awaited.TryPeek(out AwaitedReply next) && next.To == ReplyTo.Ehlo)
            return NextOfEhloReply(output, isFull);

        int length = _replies.Read(output, out bool isComplete);
        if (isComplete)
            TakeReply();
        return SmtpStep.Pass(length);
    }

    private SmtpStep NextOfEhloReply(ReadOnlySpan<byte> output, bool isFull)
    {
        // Looked at with a reader of its own, so that nothing is taken before the whole reply is there.
        int length = new ReplyReader().Read(output, out bool isComplete);
        if (!isComplete && !isFull)
            return SmtpStep.Wait;
        length = _replies.Read(output[..length], out isComplete);
        _own.Add(isComplete ? EhloReply.WithoutStartTls(output[..length]) : output[..length]);
        if (isComplete)
            TakeReply();
        return SmtpStep.Drop(length);
    }

    private SmtpStep NextOfBody(ReadOnlySpan<byte> input)
    {
        switch (_bodyEnd.Read(input, out int length))
        {
            case BodyPart.End:
                _phase = SessionPhase.Commands;
                Await(ReplyTo.Nothing, isHeld: false);
                break;
            case BodyPart.MaybeEnd:
                Await(ReplyTo.DoubtfulDot, isHeld: true);
                break;
        }

        return SmtpStep.Pass(length);
    }

    private SmtpStep NextCommand(ReadOnlySpan<byte> input, bool isEnd)
    {
        if (_awaited.Count >= MostAwaited)
            return SmtpStep.Wait;
        int newline = input[..Math.Min(input.Length, LongestLine)].IndexOf((byte)'\n');
        if (newline >= 0)
            return NextCommand(SmtpLine.Parse(input[..newline]), newline + 1);
        if (input.Length >= LongestLine)
            return NextLongCommand(SmtpLine.Parse(input[..LongestLine]).Verb);
        if (!isEnd)
            return SmtpStep.Wait;

        // The client left in the middle of a line. A server that takes this for a command must not get a refused one.
        SmtpLine line = SmtpLine.Parse(input);
        bool isRefused = line.Verb == SmtpVerb.Rcpt && !_transaction.Rcpt(line.Argument).IsEmpty;
        return isRefused ? SmtpStep.Drop(input.Length) : SmtpStep.Pass(input.Length);
    }

    private SmtpStep NextCommand(SmtpLine line, int length)
    {
        switch (line.Verb)
        {
            case SmtpVerb.Rcpt:
                ReadOnlySpan<byte> refusal = _transaction.Rcpt(line.Argument);
                if (!refusal.IsEmpty)
                {
                    Answer(refusal);
                    return SmtpStep.Drop(length);
                }

                Await(ReplyTo.Nothing, isHeld: false);
                break;
            case SmtpVerb.Bdat when _hasChunking && line.TryReadChunkSize(out _chunkLeft):
                if (_chunkLeft > 0)
                    _phase = SessionPhase.Chunk;
                Await(ReplyTo.Nothing, isHeld: false);
                break;
            case SmtpVerb.StartTls when _policy.HidesStartTls:
                Answer("502 unimplemented (#5.5.1)"u8);
                return SmtpStep.Drop(length);
            default:
                _heldArgument = line.Verb is SmtpVerb.Helo or SmtpVerb.Ehlo or SmtpVerb.Mail ? line.Argument.ToArray() : null;
                Await(AwaitedReply.ToVerb(line.Verb), isHeld: true);
                break;
        }

        return SmtpStep.Pass(length);
    }

    private SmtpStep NextLongCommand(SmtpVerb verb)
    {
        if (verb == SmtpVerb.Rcpt || (verb == SmtpVerb.StartTls && _policy.HidesStartTls))
        {
            _phase = SessionPhase.DroppedLine;
            if (verb == SmtpVerb.Rcpt)
                _transaction.RefuseUnread();
            return SmtpStep.Drop(LongestLine);
        }

        _phase = SessionPhase.UnreadLine;
        _heldArgument = null;
        _unreadLineTo = AwaitedReply.ToVerb(verb);
        return SmtpStep.Pass(LongestLine);
    }

    /// <summary>How much belongs to a line that is not looked at; at its end, commands follow.</summary>
    private int ToLineEnd(ReadOnlySpan<byte> input, out bool isLineEnd, bool isHeld)
    {
        int newline = input.IndexOf((byte)'\n');
        isLineEnd = newline >= 0;
        if (!isLineEnd)
            return input.Length;
        _phase = SessionPhase.Commands;
        if (isHeld)
            Await(_unreadLineTo, isHeld: true);
        return newline + 1;
    }

    private void Await(ReplyTo to, bool isHeld)
    {
        _awaited.Enqueue(new AwaitedReply(to, null));
        _isHeld = isHeld;
    }

    /// <summary>Answers a command ourselves, in its turn.</summary>
    private void Answer(ReadOnlySpan<byte> reply)
    {
        if (_awaited.Count == 0 && !_replies.IsWithin)
            _own.Add(reply).Add("\r\n"u8);
        else
            _awaited.Enqueue(new AwaitedReply(ReplyTo.Nothing, new ByteText().Add(reply).Add("\r\n"u8).Bytes.ToArray()));
    }

    /// <summary>A reply of the server's is complete: what it means, and which of ours come next.</summary>
    private void TakeReply()
    {
        if (_awaited.TryPeek(out AwaitedReply awaited) && awaited.Own is null)
            Apply(_awaited.Dequeue().To, _replies.Code);
        else if (_phase == SessionPhase.Body)
            _phase = SessionPhase.Over; // It has ended the session, or the body, where we see no end: there is no telling what it reads next.
        while (_awaited.TryPeek(out AwaitedReply next) && next.Own is not null)
            _own.Add(_awaited.Dequeue().Own);
        if (_awaited.Count == 0)
            _isHeld = false;
    }

    private void Apply(ReplyTo to, int code)
    {
        bool isAgreed = code is >= 200 and < 300;
        switch (to)
        {
            case ReplyTo.Helo or ReplyTo.Ehlo when isAgreed:
                _hasChunking = to == ReplyTo.Ehlo && _replies.OffersChunking;
                _transaction.Helo(_heldArgument);
                break;
            case ReplyTo.Mail when isAgreed:
                _transaction.Mail(_heldArgument);
                break;
            case ReplyTo.Rset when isAgreed:
                _transaction.Reset();
                break;
            case ReplyTo.Data when code == 354:
                _bodyEnd.Reset();
                _phase = SessionPhase.Body;
                break;
            case ReplyTo.DoubtfulDot:
                _phase = SessionPhase.Commands;
                break;
            case ReplyTo.Auth when code == 334:
                _phase = SessionPhase.UnreadLine;
                _unreadLineTo = ReplyTo.Auth;
                break;
            case ReplyTo.Auth when code == 235:
                _transaction.IsRelayClient = true;
                break;
            case ReplyTo.StartTls when code == 220:
                _phase = SessionPhase.Unreadable;
                _policy.ReportTls();
                break;
            default:
                // A server that reads a body behind another command than DATA: what it reads next can't be told.
                if (code == 354)
                    _phase = SessionPhase.Over;
                break;
        }
    }
}
