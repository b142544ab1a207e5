using System;

namespace QregexCheck.Logs;

/// <summary>
/// Reads what a log says only by the order of its lines: sessions by their process, deliveries by their number, folded lines. It takes the blocks of one log in
/// order, and hands out events.
/// </summary>
/// <remarks>Each table has a bound, so memory does not grow with the log.</remarks>
internal sealed class LogSequence
{
    private readonly LogReader _reader;
    private readonly EventTaker _take;
    private readonly FoldedLines _folds = new();
    private readonly ServedClients _clients = new();
    private readonly EventBlock _unfolded = new();
    private readonly EventBlock _resolved = new();
    private readonly Deliveries _deliveries;
    private readonly PostfixQueue _postfix;
    private readonly MailfrontSessions _mailfront;
    private readonly RecordedSessions _recorded;

    /// <param name="reader">Reads lines that were put together again. No other thread uses it.</param>
    /// <param name="prefixes">What qmail-send puts before recipients of virtual domains.</param>
    /// <param name="take">Gets the events.</param>
    public LogSequence(LogReader reader, VirtualPrefixes prefixes, EventTaker take)
    {
        _reader = reader;
        _take = take;
        _deliveries = new Deliveries(prefixes, TakeResolved);
        _postfix = new PostfixQueue(TakeResolved);
        _mailfront = new MailfrontSessions(TakeResolved);
        _recorded = new RecordedSessions(TakeResolved);
    }

    /// <summary>How many lines were read so far, those that waited among them.</summary>
    public LineCounts Lines { get; } = new();

    /// <summary>Takes the next block of the log.</summary>
    public void Take(EventBlock block)
    {
        Lines.Add(block.Lines);
        _reader.Fronts.NotAfter = block.NotAfter;
        if (block.StandsAlone && !_folds.HasOpen)
        {
            _take(block, block.Events);
            return;
        }

        foreach (ref readonly MailEvent mail in block.Events)
        {
            if (mail.IsLine)
            {
                TakeLine(block.Line(in mail));
                continue;
            }

            if (_folds.HasOpen && mail.Time != MailEvent.NoTime)
                TakeFolds(mail.Time);
            TakeMail(block, in mail);
        }
    }

    /// <summary>Ends the log: what was open ends.</summary>
    public void End()
    {
        TakeFolds(long.MaxValue);
        _mailfront.End();
    }

    private void TakeResolved(in LoggedMail mail, long time)
    {
        LoggedMail known = mail;
        if (mail.Ip.IsEmpty && mail.Process != 0 && _clients.IpOf(mail.Process) is { Length: > 0 } ip)
        {
            known.Ip = ip;
            known.Known |= MailField.Ip;
        }

        _resolved.Clear();
        _resolved.Add(in known, time);
        _take(_resolved, _resolved.Events);
    }

    private void TakeMail(EventBlock block, in MailEvent mail)
    {
        if (mail.Process == 0 || mail.Knows(MailField.Ip) || _clients.IpOf(mail.Process) is not { Length: > 0 } ip)
        {
            _take(block, new ReadOnlySpan<MailEvent>(in mail));
            return;
        }

        _resolved.Clear();
        MailEvent known = _resolved.Copy(block, in mail);
        known.Ip = _resolved.Keep(ip);
        known.Known |= MailField.Ip;
        _take(_resolved, new ReadOnlySpan<MailEvent>(in known));
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        LineFront front = _reader.Fronts.Of(line);
        ReadOnlySpan<byte> text = line[front.TextOffset..];
        if (_folds.HasOpen && front.Time != MailEvent.NoTime)
            TakeFolds(front.Time);
        if (!front.IsFolded || !WaitingLines.IsPartOfFold(text))
        {
            Resolve(line[..front.TextOffset], text, in front);
            return;
        }

        // A program's own text may begin with a +, too: behind splogger's stamp there is a blank before it.
        bool goesOn = text[0] == WaitingLines.GoesOn && line[front.TextOffset - 1] != (byte)' ';
        if (goesOn)
            _folds.GoOn(text[1..], front.Time);
        else
            _folds.Begin(line, in front);
        TakeFolds(front.Time);
    }

    private void TakeFolds(long now)
    {
        while (_folds.TryTakeWhole(now, out FoldedLine line))
        {
            if (!line.IsTooLong)
                TakeUnfolded(in line);
        }
    }

    /// <summary>Reads a line that was put together again, as if it had never been folded.</summary>
    private void TakeUnfolded(in FoldedLine line)
    {
        ReadOnlySpan<byte> whole = line.Whole!.Bytes;
        ReadOnlySpan<byte> text = whole[line.Front.TextOffset..];
        if (WaitingLines.TryName(text, line.Front.Process, out _))
        {
            Resolve(whole[..line.Front.TextOffset], text, in line.Front);
            return;
        }

        _unfolded.Clear();
        _reader.ReadWhole(whole, _unfolded);
        Lines.Add(_unfolded.Lines);
        foreach (ref readonly MailEvent mail in _unfolded.Events)
            TakeMail(_unfolded, in mail);
    }

    /// <summary>Reads a line by what stood before it.</summary>
    /// <param name="head">The stamp and tag before it.</param>
    /// <param name="text">What the program wrote.</param>
    /// <param name="front">What the head says.</param>
    private void Resolve(ReadOnlySpan<byte> head, ReadOnlySpan<byte> text, in LineFront front)
    {
        if (text.IsEmpty || !WaitingLines.TryName(text, front.Process, out LogFormat format))
            return;
        bool isAsked = _reader.Only is null || _reader.Only == format;
        if (!isAsked && format != LogFormat.Tcpserver)
            return;
        LineReading reading = format switch
        {
            LogFormat.Mailfront => _mailfront.Read(text, in front),
            LogFormat.Recordio => _recorded.Read(text, in front),
            LogFormat.QmailSend => _deliveries.Read(text, in front),
            LogFormat.Postfix => _postfix.Read(head, text, in front),
            _ => ReadServer(text),
        };
        if (isAsked && reading != LineReading.NotOurs)
            Lines.Count(format, reading != LineReading.Strange);
    }

    private LineReading ReadServer(ReadOnlySpan<byte> text)
    {
        LineReading reading = TcpserverLine.Read(text, out int process, out ReadOnlySpan<byte> ip);
        if (process == 0)
            return reading;
        _mailfront.End(process);
        _recorded.End(process);
        _clients.Forget(process);
        if (!ip.IsEmpty)
            _clients.Keep(process, ip);
        return reading;
    }
}
