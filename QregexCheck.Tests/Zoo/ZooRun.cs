using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using QregexCheck.Smtp;

namespace QregexCheck.Tests.Zoo;

/// <summary>How the bytes of a run are cut into reads, and who comes when.</summary>
internal enum Split
{
    /// <summary>
    /// All bytes at once. The client's bytes are carried as far as they go before the server is heard out, in the order of the filter's loop.
    /// </summary>
    Whole,

    /// <summary>One byte a read, and each time the server is heard out first.</summary>
    Bytes,

    /// <summary>Reads of any size, in any order.</summary>
    Random,
}

/// <summary>A session between the bytes of a client and a model server, driven until nothing moves.</summary>
internal sealed class ZooRun
{
    private readonly SmtpSession _session;
    private readonly byte[] _client;
    private readonly Split _split;
    private readonly Random? _random;

    // What has been read of each side, and what of it a step has dealt with.
    private int _clientRead;
    private int _clientDone;
    private int _serverRead;
    private int _serverDone;
    private bool _isClosed;

    public ZooRun(ServerTraits traits, byte[] client, Split split = Split.Whole, Random? random = null, bool hidesStartTls = true)
    {
        Server = new ZooServer(traits);
        _session = Policy.NewSession(hidesStartTls);
        _client = client;
        _split = split;
        _random = random;
    }

    public ZooPolicy Policy { get; } = new();

    public ZooServer Server { get; }

    public List<byte> ToClient { get; } = new();

    public bool IsOver => _session.IsOver;

    /// <summary>How many of the client's bytes went somewhere.</summary>
    public int Done => _clientDone;

    /// <summary>Drives it.</summary>
    /// <param name="isEnd">True when the client leaves behind its last byte.</param>
    public ZooRun Run(bool isEnd = true)
    {
        while (_split == Split.Random && !IsStill(isEnd))
        {
            _ = _random!.Next(2) == 0 ? StepClient(isEnd) : StepServer();
        }

        while (_split == Split.Whole ? StepClient(isEnd) || StepServer() || Server.Idle() : StepServer() || StepClient(isEnd) || Server.Idle())
        {
        }

        return this;
    }

    /// <summary>What the server took though the rules have a no for it, or were not asked, and which of both; null when there is no such thing.</summary>
    public (string Why, TakenRecipient Taken)? Unjudged()
    {
        foreach (TakenRecipient taken in Server.Taken)
        {
            string? why = ZooPolicy.Refuses(taken.Recipient, taken.IsRelayClient) ? "refused recipient"
                : ZooPolicy.Refuses(taken.Sender, taken.IsRelayClient) ? "refused sender"
                : ZooPolicy.Refuses(taken.Helo, taken.IsRelayClient) ? "refused HELO"
                : !Policy.Accepted.Contains(taken.Recipient) ? "recipient that was not asked about"
                : null;
            if (why is not null)
                return (why, taken);
        }

        return null;
    }

    /// <summary>
    /// All that a split may not change, as one text: what the server received, what the client was told, and what the log says.
    /// </summary>
    public string Result() =>
        $"server took: {string.Join(';', Server.Taken)} {Show(string.Join(';', Server.Bodies))}\nclient got: {Escaped.Show(CollectionsMarshal.AsSpan(ToClient))}\n"
        + $"log: {Show(string.Join(';', Policy.Reports))}";

    private static string Show(string text) => Escaped.Show(Encoding.Latin1.GetBytes(text));

    private bool IsStill(bool isEnd)
    {
        for (int i = 0; i < 12; i++)
        {
            if (_random!.Next(2) == 0 ? StepClient(isEnd) : StepServer())
                return false;
        }

        return true;
    }

    /// <summary>How much a read brings of what there is.</summary>
    private int Read(int there) => there == 0 ? 0 : _split switch
    {
        Split.Whole => there,
        Split.Bytes => 1,
        _ => _random!.Next(3) == 0 ? there : _random.Next(1, Math.Min(there, 40) + 1),
    };

    private bool StepClient(bool isEnd)
    {
        int read = Read(_client.Length - _clientRead);
        _clientRead += read;
        SmtpStep step = _session.NextOfClient(_client.AsSpan(_clientDone.._clientRead), isEnd && _clientRead == _client.Length);
        if (step.Kind == SmtpStepKind.Pass)
            Server.Feed(_client.AsSpan(_clientDone, step.Count));
        _clientDone += step.Count;
        TakeOwn();
        bool isClosing = !_isClosed && (_session.IsOver || (isEnd && _clientDone == _client.Length));
        if (isClosing)
        {
            _isClosed = true;
            Server.End();
        }

        return read > 0 || isClosing || step.Kind != SmtpStepKind.Wait;
    }

    private bool StepServer()
    {
        bool hasMoved = false;
        while (true)
        {
            int read = Read(Server.Said.Count - _serverRead);
            _serverRead += read;
            ReadOnlySpan<byte> said = CollectionsMarshal.AsSpan(Server.Said)[_serverDone.._serverRead];
            SmtpStep step = _session.NextOfServer(said, isFull: false);
            if (step.Kind == SmtpStepKind.Pass)
                ToClient.AddRange(said[..step.Count]);
            _serverDone += step.Count;
            TakeOwn();
            if (read == 0 && step.Kind == SmtpStepKind.Wait)
                return hasMoved;
            hasMoved = true;
            if (_split != Split.Whole)
                return true;
        }
    }

    private void TakeOwn() => ToClient.AddRange(_session.TakeOwnReplies());
}
