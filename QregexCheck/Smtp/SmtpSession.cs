using System;
using System.Diagnostics;

namespace QregexCheck.Smtp;

/// <summary>
/// The protocol of the filter, without any input or output. It takes the bytes of both sides, and tells what becomes of them.
/// </summary>
/// <remarks>
/// <para>A client may send commands ahead (RFC 2920). So the replies for it stand in a queue: the server's, with ours in their places. A RCPT
/// may run ahead of the server. Behind any other command the client is held until the server has answered. Only the server can say whether a body
/// follows DATA, a chunk follows BDAT, a password follows AUTH, or a MAIL gave a new sender. No command may slip through where the server and we
/// disagree. The server is at the other end of a pipe, so the wait costs the client no round trip.</para>
/// <para>A reply that was not due shows that we disagree. Then no more of the client's bytes go to the server.</para>
/// <para>Guarantee: whatever the server takes for a RCPT has been judged. It gets the client's bytes without what was refused and tags taken off.</para>
/// </remarks>
internal sealed class SmtpSession
{
    private readonly SessionPolicy _policy;
    private readonly SmtpTransaction _transaction;
    private readonly ReplyReader _replies = new();
    private readonly ReplyQueue _queue = new();
    private readonly BodyEnd _bodyEnd = new();
    private readonly Chunking _chunking = new();
    private readonly TagCut _cut = new();

    private SessionPhase _phase = SessionPhase.Commands;

    // The argument of the last command that passed.
    private byte[] _keptArgument = [];
    private bool _isClear;

    public SmtpSession(SessionPolicy policy)
    {
        _policy = policy;
        _transaction = new SmtpTransaction(policy);
        _queue.Await(ReplyTo.Nothing, isHolding: false);
    }

    /// <summary>MAIL commands that the server agreed to.</summary>
    public long Mails => _transaction.Mails;

    /// <summary>RCPT commands met.</summary>
    public long Recipients => _transaction.Recipients;

    /// <summary>RCPT commands that we answered.</summary>
    public long Rejected => _transaction.Rejected;

    /// <summary>RCPT commands whose recipient does not exist.</summary>
    public long Unknown => _transaction.Unknown;

    /// <summary>True when no more of the client's bytes may go to the server. The server's input is then to be closed.</summary>
    public bool IsOver => _phase == SessionPhase.Over;

    /// <summary>True while only the server can tell whether a body has ended.</summary>
    public bool IsInDoubt => _queue.Next == ReplyTo.DoubtfulDot;

    /// <summary>True when we can say a line to the client that does not stand inside a reply or inside TLS.</summary>
    public bool CanSpeak => _phase != SessionPhase.Unreadable && !_replies.IsWithin;

    /// <summary>Hands over our own words to the client. They stand behind all the bytes of the server that have passed so far.</summary>
    public ReadOnlySpan<byte> TakeOwnReplies() => _queue.TakeOwn();

    /// <summary>Tells what becomes of the client's next bytes.</summary>
    /// <param name="input">The client's bytes that no step has decided about.</param>
    /// <param name="isEnd">True when the client will send no more.</param>
    public SmtpStep NextOfClient(ReadOnlySpan<byte> input, bool isEnd)
    {
        if (input.IsEmpty)
            return SmtpStep.Wait;
        if (_phase == SessionPhase.Over)
            return SmtpStep.Drop(input.Length);
        if (_cut.IsOpen)
            return _cut.Next();
        if (_queue.IsHolding)
            return SmtpStep.Wait;
        return _phase switch
        {
            SessionPhase.Commands or SessionPhase.AuthLine => NextLine(input, isEnd),
            SessionPhase.DroppedLine => NextOfDroppedLine(input),
            SessionPhase.Body => NextOfBody(input),
            SessionPhase.Chunk or SessionPhase.DroppedChunk => NextOfChunk(input),
            SessionPhase.Unreadable => SmtpStep.Pass(input.Length),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Tells what becomes of the server's next bytes. Our own replies must be taken after each step.</summary>
    /// <param name="output">The server's bytes that no step has decided about.</param>
    /// <param name="isFull">True when there is no room for more: <paramref name="output"/> is all that fits.</param>
    public SmtpStep NextOfServer(ReadOnlySpan<byte> output, bool isFull)
    {
        if (output.IsEmpty)
            return SmtpStep.Wait;
        if (_phase == SessionPhase.Unreadable)
            return SmtpStep.Pass(output.Length);
        if (_policy.HidesStartTls && !_replies.IsWithin && _queue.Next == ReplyTo.Ehlo)
            return NextOfEhloReply(output, isFull);

        int length = _replies.Read(output, out bool isComplete);
        if (isComplete)
            TakeReply();
        return SmtpStep.Pass(length);
    }

    private SmtpStep NextOfEhloReply(ReadOnlySpan<byte> output, bool isFull)
    {
        // A separate reader looks at the reply, so that nothing is taken before the whole reply is there.
        int length = new ReplyReader().Read(output, out bool isComplete);
        if (!isComplete && !isFull)
            return SmtpStep.Wait;
        length = _replies.Read(output[..length], out isComplete);
        _queue.Say(isComplete ? EhloReply.WithoutStartTls(output[..length]) : output[..length]);
        if (isComplete)
            TakeReply();
        return SmtpStep.Drop(length);
    }

    private SmtpStep NextOfBody(ReadOnlySpan<byte> input)
    {
        BodyPart part = _bodyEnd.Read(input, out int length);
        if (part == BodyPart.FalseEnd)
            _phase = SessionPhase.Over;
        else if (part != BodyPart.More)
            _queue.Await(part == BodyPart.End ? ReplyTo.Body : ReplyTo.DoubtfulDot, isHolding: true);
        return length == 0 ? SmtpStep.Drop(input.Length) : SmtpStep.Pass(length);
    }

    private SmtpStep NextOfChunk(ReadOnlySpan<byte> input)
    {
        int count = _chunking.Take(input.Length);
        bool isDropped = _phase == SessionPhase.DroppedChunk;
        if (_chunking.Left == 0)
            EndChunk();
        return isDropped ? SmtpStep.Drop(count) : SmtpStep.Pass(count);
    }

    /// <summary>Ends a chunk. Only now is a reply due. A reply in the middle of a chunk shows that the server reads no chunk.</summary>
    private void EndChunk()
    {
        if (_phase == SessionPhase.Chunk)
            _queue.Await(_chunking.Reply, isHolding: true);
        _phase = SessionPhase.Commands;
    }

    private SmtpStep NextOfDroppedLine(ReadOnlySpan<byte> input)
    {
        int newline = input.IndexOf((byte)'\n');
        if (newline < 0)
            return SmtpStep.Drop(input.Length);
        _phase = SessionPhase.Commands;
        _queue.Answer("500 line too long (#5.5.2)"u8, _replies.IsWithin);
        return SmtpStep.Drop(newline + 1);
    }

    private SmtpStep NextLine(ReadOnlySpan<byte> input, bool isEnd)
    {
        if (_queue.IsFull)
            return SmtpStep.Wait;
        int newline = input[..Math.Min(input.Length, HiddenCommand.LongestAuthLine)].IndexOf((byte)'\n');
        int length = newline < 0 ? input.Length : newline + 1;
        if (length > HiddenCommand.LongestLine)
        {
            bool isAuth = _phase == SessionPhase.AuthLine;
            SmtpVerb verb = isAuth ? SmtpVerb.Auth : SmtpLine.Parse(input[..HiddenCommand.LongestLine]).Verb;
            if (length > HiddenCommand.LongestAuthLine || verb != SmtpVerb.Auth)
            {
                RefuseForm(verb);
                _phase = SessionPhase.DroppedLine;
                return NextOfDroppedLine(input);
            }
        }

        if (newline < 0 && !isEnd)
            return SmtpStep.Wait;
        ReadOnlySpan<byte> bytes = newline < 0 ? input : input[..newline];
        SmtpLine line = _phase == SessionPhase.AuthLine ? default : SmtpLine.Parse(bytes);
        if (IsChunk(line) && !_queue.IsEmpty)
            return SmtpStep.Wait; // All earlier replies decide whether a chunk follows.
        if (line.Verb == SmtpVerb.Rcpt && (_transaction.IsAtLimit || _transaction.CountsRecipients) && !_queue.IsEmpty)
            return SmtpStep.Wait; // The session may end here, or the recipients before count. All that passed must be answered before.
        ReadOnlySpan<byte> refusal = HiddenCommand.IsIn(bytes) ? RefuseForm(line.Verb) : Refusal(line);

        // The client may leave in the middle of a line. A server may take that for a command, so a refused command must not reach it. Nobody is
        // there to answer.
        if (newline < 0)
            return refusal.IsEmpty ? SmtpStep.Pass(length) : SmtpStep.Drop(length);
        if (!refusal.IsEmpty)
        {
            _queue.Answer(refusal, _replies.IsWithin);
            return SmtpStep.Drop(length);
        }

        Follow(line);
        return line.Verb == SmtpVerb.Rcpt && line.IsClear && _transaction.TagAt >= 0 && bytes.Overlaps(line.Argument, out int argumentAt)
            ? _cut.Begin(argumentAt + _transaction.TagAt, length) : SmtpStep.Pass(length);
    }

    /// <summary>True for a BDAT that a chunk may follow.</summary>
    private bool IsChunk(in SmtpLine line) => line.Verb == SmtpVerb.Bdat && _chunking.IsOffered;

    /// <summary>
    /// Refuses a line because servers may read its form differently. If the line belongs to an AUTH exchange, the exchange is over for us.
    /// </summary>
    private ReadOnlySpan<byte> RefuseForm(SmtpVerb verb)
    {
        _phase = SessionPhase.Commands;
        if (verb == SmtpVerb.Rcpt)
            _transaction.RefuseUnread();
        return "500 a command in the middle of a line (#5.5.2)"u8;
    }

    /// <summary>Our reply that refuses a command; empty when the command passes, as a line of an AUTH exchange does.</summary>
    private ReadOnlySpan<byte> Refusal(in SmtpLine line)
    {
        if (line.Verb == SmtpVerb.Rcpt)
            return RefusalOfRcpt(line.Argument);
        if (line.Verb == SmtpVerb.StartTls && _policy.HidesStartTls)
            return "502 unimplemented (#5.5.1)"u8;
        if (!IsChunk(line))
            return default;
        ReadOnlySpan<byte> refusal = _chunking.Refusal(line);
        if (!refusal.IsEmpty && _chunking.Left > 0)
            _phase = SessionPhase.DroppedChunk;
        return refusal;
    }

    /// <summary>Judges a recipient. One missing recipient too many ends the session: no more of the client's bytes go to the server.</summary>
    private ReadOnlySpan<byte> RefusalOfRcpt(ReadOnlySpan<byte> argument)
    {
        ReadOnlySpan<byte> refusal = _transaction.Rcpt(argument);
        if (_transaction.IsOverLimit)
            _phase = SessionPhase.Over;
        return refusal;
    }

    /// <summary>Remembers which reply is awaited when a line passes to the server.</summary>
    private void Follow(in SmtpLine line)
    {
        if (_phase == SessionPhase.AuthLine)
        {
            _phase = SessionPhase.Commands;
            _queue.Await(ReplyTo.Auth, isHolding: true);
            return;
        }

        if (IsChunk(line))
        {
            _phase = SessionPhase.Chunk;
            if (_chunking.Left == 0)
                EndChunk();
            return;
        }

        PassedCommand passed = line.Verb.Passed();
        if (passed.KeepsArgument)
            _keptArgument = line.Argument.ToArray();
        _isClear = line.IsClear;
        _queue.Await(passed.Reply, isHolding: !passed.RunsAhead || !line.IsPlain);
    }

    /// <summary>Handles a complete reply of the server: what it means, and which replies of ours come next.</summary>
    private void TakeReply()
    {
        int code = _replies.Code;
        if (_queue.Take() is not { } to || !AwaitedReply.IsPossible(to, code))
        {
            _phase = SessionPhase.Over;
            return;
        }

        bool isAgreed = code is >= 200 and < 300;
        _chunking.Hear(to, isAgreed, _replies.OffersChunking);
        _phase = _phase.Behind(to, code, _isClear);
        switch (to)
        {
            case ReplyTo.Helo or ReplyTo.Ehlo when isAgreed:
                _transaction.Helo(_keptArgument, _isClear);
                break;
            case ReplyTo.Mail when isAgreed:
                _transaction.Mail(_keptArgument, _isClear);
                break;
            case ReplyTo.Rcpt when isAgreed:
                _transaction.Agree();
                break;
            case ReplyTo.Rset when isAgreed && _isClear:
                _transaction.Reset();
                break;
            case ReplyTo.Data:
                _bodyEnd.Reset();
                break;
            case ReplyTo.Auth when code == 235:
                _transaction.IsRelayClient = true;
                break;
            case ReplyTo.StartTls when _phase == SessionPhase.Unreadable:
                _policy.ReportTls();
                break;
        }
    }
}
