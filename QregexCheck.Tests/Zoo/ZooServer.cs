using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace QregexCheck.Tests.Zoo;

/// <summary>A small SMTP server without input and output, that reads the stream as its traits say, and writes down what it took for what.</summary>
internal sealed class ZooServer
{
    /// <summary>The line that AUTH succeeds with.</summary>
    public const string Secret = "c2VjcmV0";

    private readonly ServerTraits _traits;
    private readonly ServerLines _lines;
    private readonly StringBuilder _unsaid = new();
    private readonly StringBuilder _chunks = new();
    private ServerBody _body = new(BodyEnding.CrLf, 0);
    private State _state;
    private long _chunkLeft;
    private bool _isChunkKept;
    private bool _isLastChunk;
    private bool _hasGreeted;
    private bool _isExtended;
    private bool _hasOfferedChunking;
    private bool _isRelayClient;
    private string _helo = string.Empty;
    private string? _sender;
    private int _recipients;
    private int _commands;

    public ZooServer(ServerTraits traits)
    {
        _traits = traits;
        _lines = new ServerLines(traits);
        Say("220 model ESMTP");
    }

    private enum State
    {
        Commands,
        Auth,
        Body,
        BodyAnswered,
        Chunk,
        Tls,
    }

    /// <summary>Each line that was taken for a recipient and got 250.</summary>
    public List<TakenRecipient> Taken { get; } = new();

    /// <summary>The bytes of each body that was taken, its end included; of one in chunks, the chunks.</summary>
    public List<string> Bodies { get; } = new();

    /// <summary>All bytes that came.</summary>
    public List<byte> Received { get; } = new();

    /// <summary>All that was said.</summary>
    public List<byte> Said { get; } = new();

    public bool HasEnded { get; private set; }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        Received.AddRange(bytes);
        foreach (byte b in bytes)
        {
            if (!HasEnded)
                Feed(b);
        }
    }

    /// <summary>Nothing more can be read for now: what was held back is said.</summary>
    /// <returns>True when there was something.</returns>
    public bool Idle()
    {
        if (_unsaid.Length == 0)
            return false;
        Said.AddRange(Encoding.Latin1.GetBytes(_unsaid.ToString()));
        _unsaid.Clear();
        return true;
    }

    /// <summary>The client's side has been closed.</summary>
    public void End()
    {
        if (!HasEnded && _traits.TakesLastLine && _state == State.Commands && _lines.Rest() is string line)
            Command(line);
    }

    private void Feed(byte b)
    {
        switch (_lines.IsRestOfEnd(b) ? State.Commands : _state)
        {
            case State.Tls:
                return;
            case State.Chunk:
                if (_isChunkKept)
                    _chunks.Append((char)b);
                if (_traits.Answering == Answering.ChunkEarly && _chunkLeft > 0)
                    AnswerChunk();
                if (--_chunkLeft <= 0)
                    EndChunk();
                return;
            case State.Body or State.BodyAnswered:
                FeedBody(b);
                return;
        }

        if (_lines.Add(b) is not string line)
            return;
        if (_lines.IsRefused)
            Say("500 line too long");
        else if (_state == State.Auth)
            AuthLine(line);
        else
            Command(line);
    }

    private void Command(string line)
    {
        if (++_commands == _traits.MostCommands)
        {
            Say("421 too many commands");
            HasEnded = true;
            return;
        }

        (string verb, string argument) = ModelCommand.Read(_traits, line);
        switch (verb)
        {
            case "EHLO" or "HELO" when _hasGreeted && _traits.HeloOnlyOnce:
                Say("503 once is enough");
                break;
            case "EHLO" or "HELO":
                _hasGreeted = true;
                _isExtended = verb == "EHLO";
                _hasOfferedChunking = _traits.OffersChunking && (_isExtended || (_hasOfferedChunking && _traits.ChunksBehindHelo));
                _helo = argument.Split('\0')[0];
                if (!_traits.HeloKeepsTransaction)
                    Forget();
                if (!_isExtended)
                    Say("250 model");
                else
                    Say("250-model", "250-PIPELINING", _traits.OffersChunking ? "250-CHUNKING" : "250-HELP", _traits.Tls == TlsReading.Unknown
                        ? "250 8BITMIME" : "250 STARTTLS");
                break;
            case "MAIL":
                Mail(argument);
                break;
            case "SEND" or "SOML" or "SAML" when _traits.SendsToTerminals:
                Mail(argument);
                break;
            case "RCPT":
                Rcpt(argument);
                break;
            case "RSET" when argument.Length > 0 && !_traits.RsetTakesArgument:
                Say("501 no arguments");
                break;
            case "RSET":
                Forget();
                Say("250 flushed");
                break;
            case "DATA":
                Data(argument);
                break;
            case "BDAT" when _hasOfferedChunking || _traits.ChunksUnasked:
                Bdat(line, argument);
                break;
            case "AUTH" when _traits.Auth != AuthReading.Unknown:
                Say("334 ");
                if (_traits.Answering == Answering.AuthTwice)
                    Say("334 ");
                if (_traits.Auth == AuthReading.Challenge)
                    _state = State.Auth;
                break;
            case "STARTTLS" when _traits.Tls == TlsReading.Refused:
                Say("454 not now");
                break;
            case "STARTTLS" when _traits.Tls != TlsReading.Unknown:
                Say("220 go ahead");
                if (_traits.Tls == TlsReading.Begun)
                    _state = State.Tls;
                break;
            case "NOOP" when _traits.OddBody == OddBody.BehindNoop:
                Say("354 go ahead");
                BeginBody();
                break;
            case "NOOP" when _traits.Answering == Answering.NoopNever:
                break;
            case "NOOP":
                Say("250 ok");
                if (_traits.Answering == Answering.NoopTwice)
                    Say("250 ok");
                break;
            case "QUIT":
                Say("221 bye");
                HasEnded = !_traits.ReadsBehindQuit;
                break;
            default:
                Say("502 unimplemented");
                break;
        }
    }

    private void Mail(string argument)
    {
        if ((_traits.MailWantsHelo && !_hasGreeted) || (_traits.MailOnlyOnce && _sender is not null))
        {
            Say("503 not now");
            return;
        }

        if (argument.Contains("refused", StringComparison.Ordinal))
        {
            if (_traits.RefusedMailForgets)
                Forget();
            Say("550 not from you");
            return;
        }

        Forget();
        _sender = ModelAddress.Read(_traits.Address, argument);
        Say("250 ok");
        if (_traits.Answering == Answering.MailTwice)
            Say("250 ok");
    }

    private void Rcpt(string argument)
    {
        if (_sender is null)
        {
            Say("503 MAIL first");
            return;
        }

        if (argument.Contains("refused", StringComparison.Ordinal) || (_traits.MostRecipients > 0 && _recipients == _traits.MostRecipients))
        {
            Say("452 not to him");
            return;
        }

        _recipients++;
        Taken.Add(new TakenRecipient(_helo, _sender, ModelAddress.Read(_traits.Address, argument), _isRelayClient));
        if (_traits.Answering == Answering.RcptNever)
            return;
        Say(_traits.OddBody == OddBody.BehindRcpt ? "354 go ahead" : "250 ok");
        if (_traits.Answering == Answering.RcptTwice)
            Say("250 ok");
        if (_traits.OddBody == OddBody.BehindRcpt)
            BeginBody();
    }

    private void Data(string argument)
    {
        if (argument.Length > 0 && !_traits.DataTakesArgument)
        {
            Say("501 no arguments");
        }
        else if (_recipients == 0 && !_traits.DataWithoutRecipients)
        {
            Say("503 RCPT first");
        }
        else if (_traits.RefusesData)
        {
            if (_traits.RefusedDataForgets)
                Forget();
            Say("451 try later");
        }
        else
        {
            Say(_traits.OddBody == OddBody.Behind250 ? "250 ok" : "354 go ahead");
            if (_traits.OddBody != OddBody.NotBehind354)
                BeginBody();
        }
    }

    private void BeginBody()
    {
        _body = new ServerBody(_traits.BodyEnding, _traits.BodyLineBuffer);
        _state = State.Body;
    }

    private void FeedBody(byte b)
    {
        bool isEnd = _body.Add((char)b);
        if (_body.IsGone)
        {
            Say("451 bare LF");
            HasEnded = true;
            return;
        }

        if (_state == State.Body && _traits.Answering == Answering.BodyEarly && _body.HasLine)
        {
            Say("250 queued");
            _state = State.BodyAnswered;
        }

        if (!isEnd)
            return;
        Bodies.Add(_body.Text);
        if (_state == State.Body && _traits.Answering != Answering.BodyNever)
            Say("250 queued");
        _state = State.Commands;
        Forget();
    }

    private void Bdat(string line, string argument)
    {
        if (!ModelCommand.TryReadChunk(_traits, line, argument, out _chunkLeft, out _isLastChunk))
        {
            Say("501 what size");
            if (_traits.MalformedChunk == RefusedChunk.Read)
                ReadChunk(isKept: false);
        }
        else if (_recipients == 0)
        {
            Say("503 RCPT first");
            if (_traits.UnsequencedChunk == RefusedChunk.Read)
                ReadChunk(isKept: false);
        }
        else if (_traits.LargestChunk > 0 && _chunkLeft > _traits.LargestChunk)
        {
            Say("552 too large");
        }
        else
        {
            ReadChunk(isKept: true);
        }
    }

    private void ReadChunk(bool isKept)
    {
        _isChunkKept = isKept;
        _state = State.Chunk;
        if (_chunkLeft <= 0)
            EndChunk();
    }

    private void EndChunk()
    {
        _state = State.Commands;
        if (!_isChunkKept)
            return;
        if (_traits.Answering != Answering.ChunkEarly || _chunks.Length == 0)
            AnswerChunk();
        if (!_isLastChunk)
            return;
        Bodies.Add(_chunks.ToString());
        Forget();
    }

    private void AnswerChunk() => Say("250 chunk");

    private void AuthLine(string line)
    {
        _state = line == "bW9yZQ==" ? State.Auth : State.Commands;
        _isRelayClient |= line == Secret;
        Say(line == Secret ? "235 welcome" : _state == State.Auth ? "334 " : "535 no");
    }

    /// <summary>Ends the transaction there is.</summary>
    private void Forget()
    {
        _sender = null;
        _recipients = 0;
        _chunks.Clear();
    }

    private void Say(params ReadOnlySpan<string> lines)
    {
        foreach (string line in lines)
        {
            if (_traits.Answering == Answering.ThreeLines)
                _unsaid.Append(CultureInfo.InvariantCulture, $"{line[..3]}-one\r\n{line[..3]}-354 two\r\n");
            _unsaid.Append(_traits.Answering == Answering.Digits && line[3] == ' ' ? line[..3] : line)
                .Append(_traits.Answering == Answering.Lf ? "\n" : "\r\n");
        }

        if (_traits.Answering != Answering.WhenIdle)
            Idle();
    }
}
