using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Rules;
using QregexCheck.Smtp;

namespace QregexCheck.Tests.Rooms.Smtp;

/// <summary>Drives a session between a client's bytes and a model server, with reads of the sizes that chance gives.</summary>
internal sealed class SessionRun
{
    private readonly Random _random;
    private readonly SmtpSession _session;
    private readonly byte[] _client;
    private readonly List<byte> _up = new();
    private readonly List<byte> _down = new();
    private int _sent;
    private int _heard;

    public SessionRun(Random random, ModelServer server, byte[] client, bool hidesStartTls = false, bool isRelayClient = false,
        Func<byte[], bool, JudgedTag?>? judgeTag = null)
    {
        _random = random;
        Server = server;
        _client = client;
        _session = new SmtpSession(new SessionPolicy
        {
            Decide = Decide,
            Report = (verdict, envelope) => Reports.Add($"{verdict.Kind} {Text(envelope.Helo)} {Text(envelope.Sender)} {Text(envelope.Recipient)}"),
            JudgeTag = judgeTag,
            ReportTls = () => TlsReports++,
            HidesStartTls = hidesStartTls,
            IsRelayClient = isRelayClient,
        });
    }

    public ModelServer Server { get; }

    public StringBuilder ToClient { get; } = new();

    public List<string> Reports { get; } = new();

    public int TlsReports { get; private set; }

    public SmtpSession Session => _session;

    /// <summary>Runs until nothing moves any more.</summary>
    /// <param name="largest">The most bytes in one read; 0 for all there are.</param>
    public SessionRun Run(int largest)
    {
        int idle = 0;
        while (idle < 40)
        {
            bool hasMoved = _random.Next(4) switch
            {
                0 => Send(largest),
                1 => StepClient(),
                2 => Hear(largest),
                _ => StepServer(),
            };
            idle = hasMoved ? 0 : idle + 1;
        }

        while (Send(largest) || StepClient() || Hear(largest) || StepServer())
        {
        }

        return this;
    }

    private static string Text(byte[]? bytes) => bytes is null ? "-" : Encoding.Latin1.GetString(bytes);

    /// <summary>The test's rules: whatever holds BAD is refused; relay clients may say NORELAY.</summary>
    private static Verdict Decide(Envelope envelope)
    {
        foreach (byte[]? part in new[] { envelope.Helo, envelope.Sender, envelope.Recipient })
        {
            string text = Text(part).ToUpperInvariant();
            if (text.Contains("BAD", StringComparison.Ordinal) || (text.Contains("NORELAY", StringComparison.Ordinal) && !envelope.IsRelayClient))
                return Verdict.Of(new Hit(ControlList.BadMailTo, 1, "bad"u8.ToArray(), Annotation.None));
        }

        return Verdict.Accept;
    }

    private int Some(int there, int largest) => largest == 0 ? there : Math.Min(there, _random.Next(1, largest + 1));

    private bool Send(int largest)
    {
        int count = Some(_client.Length - _sent, largest);
        _up.AddRange(_client.AsSpan(_sent, count));
        _sent += count;
        return count > 0;
    }

    private bool Hear(int largest)
    {
        int count = Some(Server.Replies.Length - _heard, largest);
        _down.AddRange(Encoding.Latin1.GetBytes(Server.Replies.ToString(_heard, count)));
        _heard += count;
        return count > 0;
    }

    private bool StepClient()
    {
        SmtpStep step = _session.NextOfClient(_up.ToArray(), _sent == _client.Length);
        if (step.Kind == SmtpStepKind.Pass)
            Server.Feed(_up.GetRange(0, step.Count).ToArray());
        _up.RemoveRange(0, step.Count);
        TakeOwn();
        return step.Kind != SmtpStepKind.Wait;
    }

    private bool StepServer()
    {
        SmtpStep step = _session.NextOfServer(_down.ToArray(), isFull: false);
        if (step.Kind == SmtpStepKind.Pass)
            ToClient.Append(Encoding.Latin1.GetString(_down.GetRange(0, step.Count).ToArray()));
        _down.RemoveRange(0, step.Count);
        TakeOwn();
        return step.Kind != SmtpStepKind.Wait;
    }

    private void TakeOwn() => ToClient.Append(Encoding.Latin1.GetString(_session.TakeOwnReplies()));
}
