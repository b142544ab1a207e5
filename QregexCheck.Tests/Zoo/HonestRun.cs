using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using QregexCheck.Smtp;

namespace QregexCheck.Tests.Zoo;

/// <summary>A session between an honest client, who waits for replies where he must, and a model server.</summary>
internal sealed class HonestRun
{
    private readonly SmtpSession _session;
    private readonly HonestClient _client;
    private readonly Split _split;
    private readonly Random _random;
    private readonly List<byte> _sent = new();
    private int _group;
    private int _repliesDue;
    private int _clientRead;
    private int _clientDone;
    private int _serverDone;
    private int _serverRead;

    public HonestRun(ServerTraits traits, HonestClient client, Split split, Random random)
    {
        Server = new ZooServer(traits);
        _session = new ZooPolicy().NewSession(hidesStartTls: false);
        _client = client;
        _split = split;
        _random = random;
    }

    public ZooServer Server { get; }

    public List<byte> ToClient { get; } = new();

    public byte[] Sent => _sent.ToArray();

    /// <summary>True when the client has sent all and has all replies.</summary>
    public bool IsDone => _group == _client.Groups.Count && Replies() >= _repliesDue;

    public HonestRun Run()
    {
        while (Speak() || StepServer() || StepClient() || Server.Idle())
        {
        }

        return this;
    }

    /// <summary>The client sends its next group when it has the replies to the last one.</summary>
    private bool Speak()
    {
        if (_group == _client.Groups.Count || Replies() < _repliesDue)
            return false;
        (string bytes, int replies) = _client.Groups[_group++];
        _sent.AddRange(Encoding.Latin1.GetBytes(bytes));
        _repliesDue += replies;
        return true;
    }

    /// <summary>Replies that the client has got: lines whose fourth byte is no hyphen.</summary>
    private int Replies()
    {
        int replies = 0;
        ReadOnlySpan<byte> text = CollectionsMarshal.AsSpan(ToClient);
        for (int end = text.IndexOf((byte)'\n'); end >= 0; end = text.IndexOf((byte)'\n'))
        {
            replies += end > 3 && text[3] == (byte)'-' ? 0 : 1;
            text = text[(end + 1)..];
        }

        return replies;
    }

    private int Read(int there) => there == 0 ? 0 : _split switch
    {
        Split.Whole => there,
        Split.Bytes => 1,
        _ => _random.Next(1, there + 1),
    };

    private bool StepClient()
    {
        int read = Read(_sent.Count - _clientRead);
        _clientRead += read;
        ReadOnlySpan<byte> bytes = CollectionsMarshal.AsSpan(_sent)[_clientDone.._clientRead];
        SmtpStep step = _session.NextOfClient(bytes, isEnd: false);
        if (step.Kind == SmtpStepKind.Pass)
            Server.Feed(bytes[..step.Count]);
        _clientDone += step.Count;
        ToClient.AddRange(_session.TakeOwnReplies());
        return read > 0 || step.Kind != SmtpStepKind.Wait;
    }

    private bool StepServer()
    {
        int read = Read(Server.Said.Count - _serverRead);
        _serverRead += read;
        ReadOnlySpan<byte> said = CollectionsMarshal.AsSpan(Server.Said)[_serverDone.._serverRead];
        SmtpStep step = _session.NextOfServer(said, isFull: false);
        if (step.Kind == SmtpStepKind.Pass)
            ToClient.AddRange(said[..step.Count]);
        _serverDone += step.Count;
        ToClient.AddRange(_session.TakeOwnReplies());
        return read > 0 || step.Kind != SmtpStepKind.Wait;
    }
}
