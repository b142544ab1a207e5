using System;
using System.Collections.Generic;
using System.Text;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>How a server finds the end of a body.</summary>
public enum BodyRule
{
    /// <summary>CR LF dot CR LF; a bare LF is answered with 451, and the server exits (qmail-smtpd).</summary>
    Qmail,

    /// <summary>A line that is a dot, be its end CR LF or LF, be there a CR in front of it (mailfront).</summary>
    Mailfront,

    /// <summary>CR LF dot CR LF; a bare LF is text.</summary>
    Strict,
}

/// <summary>A small SMTP server without input and output: bytes in, replies out. Tells what it took for recipients and messages.</summary>
internal sealed class ModelServer
{
    private readonly BodyRule _rule;
    private readonly bool _hasChunking;
    private readonly bool _refusesData;
    private readonly List<byte> _pending = new();
    private readonly StringBuilder _body = new();
    private string _state = "command";
    private long _chunk;
    private bool _hasSender;
    private bool _isExtended;
    private int _recipients;

    public ModelServer(BodyRule rule, bool hasChunking, bool refusesData)
    {
        _rule = rule;
        _hasChunking = hasChunking;
        _refusesData = refusesData;
    }

    /// <summary>True to take BDAT also where EHLO did not offer it.</summary>
    public bool ChunksUnasked { get; init; }

    public List<string> Senders { get; } = new();

    public List<string> Recipients { get; } = new();

    public List<string> Messages { get; } = new();

    public StringBuilder Received { get; } = new();

    public StringBuilder Replies { get; } = new("220 model ESMTP\r\n");

    public bool HasEnded { get; private set; }

    public bool IsInTls => _state == "tls";

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            Received.Append((char)b);
            if (!HasEnded)
                Feed(b);
        }
    }

    private void Feed(byte b)
    {
        switch (_state)
        {
            case "tls":
                return;
            case "chunk":
                _body.Append((char)b);
                if (--_chunk == 0)
                    EndChunk();
                return;
            case "body":
                FeedBody((char)b);
                return;
        }

        if (b != '\n')
        {
            _pending.Add(b);
            return;
        }

        string line = Encoding.Latin1.GetString(_pending.ToArray());
        _pending.Clear();
        if (line.EndsWith('\r'))
            line = line[..^1];
        if (_state == "auth")
        {
            _state = "command";
            Say(line == "secret" ? "235 ok" : line == "more" ? "334 more" : "535 no");
            if (line == "more")
                _state = "auth";
            return;
        }

        Command(line);
    }

    private void Command(string line)
    {
        int blank = line.IndexOfAny(_rule == BodyRule.Mailfront ? [' ', '\t'] : [' ']);
        string verb = (blank < 0 ? line : line[..blank]).Split('\0')[0].ToUpperInvariant();
        string argument = blank < 0 ? string.Empty : line[blank..].TrimStart(' ', '\t');
        switch (verb)
        {
            case "EHLO":
                _isExtended = true;
                Say("250-model", "250-PIPELINING", _hasChunking ? "250-CHUNKING" : "250-8BITMIME", "250 STARTTLS");
                _hasSender = false;
                break;
            case "HELO":
                _isExtended = false;
                Say("250 model");
                _hasSender = false;
                break;
            case "MAIL" when argument.Contains("refused", StringComparison.Ordinal):
                Say("555 syntax error");
                break;
            case "MAIL":
                _hasSender = true;
                _recipients = 0;
                Senders.Add(argument);
                Say("250 ok");
                break;
            case "RCPT" when !_hasSender:
                Say("503 MAIL first");
                break;
            case "RCPT":
                _recipients++;
                Recipients.Add(argument);
                Say("250 ok");
                break;
            case "RSET" when argument.Length > 0:
                Say("501 no parameters");
                break;
            case "RSET":
                _hasSender = false;
                Say("250 flushed");
                break;
            case "DATA" when _recipients == 0:
                Say("503 RCPT first");
                break;
            case "DATA" when _refusesData:
                Say("451 qqt failure");
                break;
            case "DATA":
                _state = "body";
                _body.Clear();
                Say("354 go ahead");
                break;
            case "BDAT" when (ChunksUnasked || (_hasChunking && _isExtended)) && long.TryParse(argument.Split(' ')[0], out _chunk) && _chunk >= 0:
                if (_chunk == 0)
                    EndChunk();
                else
                    _state = "chunk";
                break;
            case "AUTH":
                Say("334 go on");
                _state = "auth";
                break;
            case "STARTTLS":
                Say("220 ready");
                _state = "tls";
                break;
            case "QUIT":
                Say("221 bye");
                HasEnded = true;
                break;
            default:
                Say("502-unimplemented", "502 really");
                break;
        }
    }

    private void EndChunk()
    {
        _state = "command";
        Say("250 chunk");
    }

    private void FeedBody(char b)
    {
        _body.Append(b);
        string body = _body.ToString();
        if (b != '\n')
            return;
        if (_rule == BodyRule.Qmail && !body.EndsWith("\r\n", StringComparison.Ordinal))
        {
            Say("451 See http://pobox.com/~djb/docs/smtplf.html.");
            HasEnded = true;
            return;
        }

        int lineStart = body.LastIndexOf('\n', Math.Max(body.Length - 2, 0)) + 1;
        if (body.Length == 1)
            lineStart = 0;
        string line = body[lineStart..];
        bool isClean = lineStart == 0 || (lineStart >= 2 && body[lineStart - 2] == '\r');
        bool ends = _rule == BodyRule.Mailfront ? line is ".\n" or ".\r\n" or "\r.\n" : isClean && line == ".\r\n";
        if (!ends)
            return;
        Messages.Add(body);
        _state = "command";
        _hasSender = false;
        _recipients = 0;
        Say("250 ok queued");
    }

    private void Say(params string[] lines)
    {
        foreach (string line in lines)
            Replies.Append(line).Append("\r\n");
    }
}
