using System;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>The way of a tag: qmail-send's mail gets it, qmail-smtpd takes a bounce with it, and somebody judges it and takes it off.</summary>
internal sealed class TaggedMailChecks
{
    private readonly ExaminedHost _host;
    private readonly Wiring _wiring;
    private readonly Diagnoses _found;

    private TaggedMailChecks(ExaminedHost host, Wiring wiring, Diagnoses found) => (_host, _wiring, _found) = (host, wiring, found);

    private static ReadOnlySpan<byte> QueueName => "qregexcheck-queue"u8;

    private static ReadOnlySpan<byte> RemoteName => "qregexcheck-remote"u8;

    private static ReadOnlySpan<byte> QueueVariable => "QMAILQUEUE"u8;

    /// <summary>Looks at it on a host whose control/batvdomains has an entry.</summary>
    public static void Run(ExaminedHost host, Wiring wiring, Diagnoses found)
    {
        var checks = new TaggedMailChecks(host, wiring, found);
        checks.CheckSending();
        bool isRunning = false;
        foreach (ServerProcess server in wiring.Servers)
        {
            isRunning = true;
            if (server.Variables is null || server.IsLocalOnly || WiringProof.IsForUsers(server))
                continue;
            if (!IsTakenOffByFilter(server))
                checks.CheckServer(server);
        }

        if (!isRunning && wiring.Scripts.Count + wiring.Rules.Count > 0)
            checks.CheckScripts();
    }

    private static bool IsTakenOffByFilter(ServerProcess server)
    {
        int at = server.IndexOf("qregexcheck"u8);
        return at >= 0 && at + 1 < server.Arguments.Count && server.Arguments[at + 1].AsSpan().SequenceEqual("filter"u8)
            && server.IndexOf("--batv"u8) > at;
    }

    private void CheckServer(ServerProcess server)
    {
        byte[] place = PlaceOf(server, QueueVariable);
        CheckQueue(place, WiringProof.Value(_wiring, server, QueueVariable));
        if (WiringProof.Value(_wiring, server, "RCPTCHECK"u8) is { Length: > 0 } check && !Wiring.IsUs(_host, check))
        {
            _found.Add(
                Ailment.TagsRefused, PlaceOf(server, "RCPTCHECK"u8),
                $"RCPTCHECK names {ExaminedHost.Shown(check)}, which is asked about recipients and knows no tag");
        }

        byte[]? start = WiringProof.Value(_wiring, server, "CHKUSER_START"u8);
        CheckProgram(isChkuserStarted: start is not null && (AsciiCase.Same(start, "ALWAYS"u8) || AsciiCase.Same(start, "DOMAIN"u8)));
    }

    /// <summary>Where no server runs, the scripts tell how the next one will.</summary>
    private void CheckScripts()
    {
        byte[]? queue = null;
        byte[] place = _wiring.Scripts.Count > 0 ? _wiring.Scripts[0].Path : _wiring.Rules[0].Path;
        bool isStarted = false;
        foreach (TcpRuleFile file in _wiring.Rules)
        {
            queue = file.ForEverybody?.Value(QueueVariable) ?? queue;
            isStarted |= file.ForEverybody?.Value("CHKUSER_START"u8) is not null;
        }

        foreach (RunScript script in _wiring.Scripts)
        {
            if (script.LineWith("qregexcheck filter "u8) is { } line && line.Bytes.AsSpan().IndexOf(" --batv"u8) >= 0)
                return;
            if (queue is null && script.Sets(_host, QueueVariable, out byte[] named))
                queue = named;
            isStarted |= script.Sets(_host, "CHKUSER_START"u8, out byte[] _);
        }

        CheckQueue(place, queue);
        CheckProgram(isStarted);
    }

    private void CheckQueue(byte[] place, byte[]? queue)
    {
        string? command = PastedCommand.Of("export QMAILQUEUE=", _host.Home("bin/qregexcheck-queue"u8));
        if (_wiring.Program is { IsKnown: true, HasQmailQueue: false })
            Add($"{ExaminedHost.Shown(_wiring.Program.Path)} does not know QMAILQUEUE, and qregexcheck filter --batv does not stand before it", null);
        else if (queue is null)
            Add("QMAILQUEUE is not set, and qregexcheck filter --batv does not stand before qmail-smtpd", command);
        else if (!Runs(queue, QueueName))
            Add($"QMAILQUEUE names {ExaminedHost.Shown(queue)}, in which qregexcheck-queue can't be seen; let qregexcheck-queue stand before it", command);
        else
            CheckClients(queue);

        void Add(string words, string? run) => _found.Add(Ailment.TagsStay, place, words, run);
    }

    /// <summary>A rule for some clients takes the place of the rule for all others, and perhaps does not set what that one sets.</summary>
    private void CheckClients(byte[] queue)
    {
        foreach (TcpRuleFile file in _wiring.Rules)
        {
            if (file.ForEverybody?.Value(QueueVariable) is null)
                continue;
            foreach (TcpRule rule in file.Rules)
            {
                if (rule.IsForEverybody || rule.Denies || rule.Value("RELAYCLIENT"u8) is not null)
                    continue;
                if (rule.Value(QueueVariable) is { } named && Runs(named, QueueName))
                    continue;
                _found.Add(
                    Ailment.TagsStay, file.Path,
                    $"the rule for {ExaminedHost.Shown(rule.Address)} does not set QMAILQUEUE to {ExaminedHost.Shown(queue)}, "
                        + "as the rule for all other clients does", file.Remake);
            }
        }
    }

    /// <summary>What qmail-smtpd itself asks about a recipient, before the queue wrapper sees the message.</summary>
    /// <param name="isChkuserStarted">True where the variable is set without which some builds of chkuser ask nothing.</param>
    private void CheckProgram(bool isChkuserStarted)
    {
        SmtpProgram program = _wiring.Program;
        string? asker = program.HasChkuser && (isChkuserStarted || !program.WantsChkuserStart) ? "chkuser"
            : program.HasValidRecipientsCdb && _host.MayBeAt(_host.Control("validrcptto.cdb"u8)) ? "validrcptto.cdb" : null;
        if (asker is not null)
        {
            _found.Add(
                Ailment.TagsRefused, program.Path, $"asks {asker} about each recipient, which knows no tag; put qregexcheck filter --batv before qmail-smtpd");
        }

        byte[] recipients = _host.Control("recipients"u8);
        if (program.HasRecipients && !_wiring.Has(WiringKind.Recipients) && _host.Lines(recipients).Count > 0)
        {
            _found.Add(
                Ailment.TagsRefused, recipients, "is asked about each recipient, no line of it is qregexcheck checkpassword, and the others know no tag");
        }
    }

    /// <summary>Mail that nobody signs has no tag when it comes back.</summary>
    private void CheckSending()
    {
        if (SignsInPlace())
            return;
        foreach (SendingProcess sending in SendingProcess.Running(_host))
        {
            byte[]? remote = VariableBytes.Value(sending.Variables, "QMAILREMOTE"u8);
            if (remote is null || !Runs(remote, RemoteName))
            {
                _found.Add(
                    Ailment.UnsignedSenders, sending.Directory,
                    remote is null ? "QMAILREMOTE is not set for qmail-send, and bin/qmail-remote is not qregexcheck-remote"
                        : $"QMAILREMOTE of qmail-send names {ExaminedHost.Shown(remote)}, in which qregexcheck-remote can't be seen",
                    PastedCommand.Of("export QMAILREMOTE=", _host.Home("bin/qregexcheck-remote"u8)));
            }
        }
    }

    /// <summary>True where bin/qmail-remote is a link to us, or a script that runs us.</summary>
    private bool SignsInPlace()
    {
        byte[] path = _host.Home("bin/qmail-remote"u8);
        FileLook look = _host.Look(path);
        return look.Exists && (look.Stamp.IsSameFile(_host.Look(_host.Home("bin/qregexcheck"u8)).Stamp) || Wiring.IsUs(_host, path));
    }

    /// <summary>True where a program is the link of ours with this name, or a script that runs us.</summary>
    private bool Runs(byte[] path, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> own = ServerProcess.NameOf(path);
        return own.SequenceEqual(name) || (!own.SequenceEqual("qregexcheck"u8) && Wiring.IsUs(_host, path is [(byte)'/', ..] ? path : _host.Home(path)));
    }

    /// <summary>The place that sets a variable for a server, or could: its rules, or its environment.</summary>
    private byte[] PlaceOf(ServerProcess server, ReadOnlySpan<byte> name)
    {
        foreach (TcpRuleFile file in _wiring.Rules)
        {
            if (file.ForEverybody?.Value(name) is not null)
                return file.Path;
        }

        return server.Directory;
    }
}
