using System;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>Does qmail-smtpd ask us, for every client, and about all that our rules are about?</summary>
internal sealed class WiringChecks
{
    private readonly ExaminedHost _host;
    private readonly Wiring _wiring;
    private readonly Diagnoses _found;

    private WiringChecks(ExaminedHost host, Wiring wiring, Diagnoses found) => (_host, _wiring, _found) = (host, wiring, found);

    private static ReadOnlySpan<byte> Us => "qregexcheck"u8;

    public static void Run(ExaminedHost host, Wiring wiring, Diagnoses found)
    {
        var checks = new WiringChecks(host, wiring, found);
        if (wiring.Callers.Count == 0)
        {
            checks.NobodyCalls();
            return;
        }

        checks.CheckRcptCheck();
        if (wiring.Has(WiringKind.Plugin))
            checks.CheckPlugins();
        if (wiring.Has(WiringKind.Recipients))
            checks.CheckRecipients();
        if (!wiring.Has(WiringKind.Plugin) && !wiring.Has(WiringKind.Recipients))
            checks.CheckOtherServers();
        checks.CheckSwitches();
    }

    /// <summary>One server asks us, and another one for strangers does not: that for IPv6, most likely.</summary>
    private void CheckOtherServers()
    {
        foreach (ServerProcess server in _wiring.Servers)
        {
            if (WiringProof.IsOverlooked(_host, _wiring, server))
                Add(server.Directory, "this server takes mail from strangers and does not ask qregexcheck", null);
        }
    }

    private void NobodyCalls()
    {
        if (_wiring.Servers.Count == 0 && _wiring.Scripts.Count == 0 && _wiring.Rules.Count == 0)
        {
            _host.Miss("/proc"u8, "no running server with qmail-smtpd and no run script was found, so that it is not known whether qregexcheck is asked");
            return;
        }

        foreach (ServerProcess server in _wiring.Servers)
        {
            // It is noted as not seen; its environment may well name us.
            if (server.Variables is null)
                return;
        }

        if (_wiring.PlaceWithArguments() is { } named)
        {
            Add(named, "RCPTCHECK has words behind the path of qregexcheck: qmail-smtpd takes all of it for a path, and finds no program", null);
            return;
        }

        foreach (RunScript script in _wiring.Scripts)
        {
            if (script.Keeps("RCPTCHECK"u8, out byte[] kept) && Wiring.IsUs(_host, kept))
            {
                Add(script.Path, "sets RCPTCHECK and does not export it, so that no program gets it", "export RCPTCHECK");
                return;
            }

            if (script.Sets(_host, "RCPTCHECK"u8, out byte[] path) && Wiring.IsUs(_host, path))
            {
                Add(script.Path, "sets RCPTCHECK, and the server that runs was started without it", script.RestartCommand());
                return;
            }
        }

        RunScript? first = _wiring.Servers.Count == 0 && _wiring.Scripts.Count > 0 ? _wiring.Scripts[0] : null;
        byte[] place = _wiring.Servers.Count > 0 ? _wiring.Servers[0].Directory : first is not null ? first.Path : _wiring.Rules[0].Path;
        if (_wiring.Program.HasRcptCheck)
            AddWithoutRcptCheck(place, first?.Starter ?? Starter.Supervise);
        else if (_wiring.Program.HasPlugins)
            Add(place, "no plugin in control/smtpplugins is qregexcheck", PluginCommand());
        else
            Add(place, "this qmail-smtpd runs no other program: start it by qregexcheck filter", null);
    }

    private void AddWithoutRcptCheck(byte[] place, Starter starter)
    {
        byte[] us = _host.Home("bin/qregexcheck"u8);
        string words = "RCPTCHECK does not name qregexcheck: ";
        string? where = starter switch
        {
            Starter.Systemd => $"add Environment=RCPTCHECK={ExaminedHost.Shown(us)} to [Service]",
            Starter.Xinetd => $"add env += RCPTCHECK={ExaminedHost.Shown(us)} to the service",
            Starter.Inetd => $"put /usr/bin/env env RCPTCHECK={ExaminedHost.Shown(us)} before the command",
            _ => null,
        };
        Add(place, words + (where ?? "set it where qmail-smtpd is started"), where is null ? PastedCommand.Of("export RCPTCHECK=", us) : null);
    }

    private void CheckRcptCheck()
    {
        if (!_wiring.IsOnly(WiringKind.RcptCheck))
            return;
        if (_wiring.Program is { IsKnown: true, HasRcptCheck: false })
            Add(_wiring.Callers[0].Place, $"sets RCPTCHECK, and {ExaminedHost.Shown(_wiring.Program.Path)} runs no program that it names", null);
        foreach (TcpRuleFile file in _wiring.Rules)
            CheckRules(file);
        if (!_wiring.Program.IsKnown)
            return;
        if (!_wiring.Program.GivesHelo && HasEntries("badhelo"u8))
        {
            _found.Add(
                Ailment.WiredWithoutHelo, _host.Rules("badhelo"u8), "has rules, and the RCPTCHECK of this qmail-smtpd does not tell the HELO name; "
                    + "wire qregexcheck by qmail-spp or as a filter");
        }

        bool asksRelayClients = _wiring.Program.HasRelayClientSwitch ? _wiring.Sets(_host, "RCPTCHECKRELAYCLIENT"u8) : _wiring.Program.GivesHelo;
        if (!asksRelayClients && WantsRelayClients() is { } list)
        {
            _found.Add(
                Ailment.RelayClientsNotAsked, list, "is about all clients, and this qmail-smtpd does not run RCPTCHECK for those that may relay",
                _wiring.Program.HasRelayClientSwitch ? "export RCPTCHECKRELAYCLIENT=1" : null);
        }
    }

    /// <summary>The rules of a server may set RCPTCHECK for some clients, and put another program in its place for others.</summary>
    private void CheckRules(TcpRuleFile file)
    {
        byte[]? others = file.ForEverybody?.Value("RCPTCHECK"u8);
        if (others is not null && !Wiring.IsUs(_host, others))
        {
            Add(file.Path, $"the rule for all other clients sets RCPTCHECK to {ExaminedHost.Shown(others)}", file.Remake);
            return;
        }

        foreach (Caller caller in _wiring.Callers)
        {
            if (!caller.Place.AsSpan().SequenceEqual(file.Path))
                return;
        }

        if (others is null && file.ForEverybody is not { Denies: true })
            Add(file.Path, "RCPTCHECK is set for some clients, and not for all others", file.Remake);
    }

    private void CheckPlugins()
    {
        byte[] path = _host.Control("smtpplugins"u8);
        bool isInRcpt = false;
        bool isAsked = false;
        foreach (HostLine line in _host.Lines(path))
        {
            if (line.Bytes is [(byte)'[', ..])
                isInRcpt = line.Bytes.AsSpan().SequenceEqual("[rcpt]"u8);
            else if (isInRcpt && line.Bytes.AsSpan().IndexOf(Us) >= 0)
                isAsked |= IsRun(path, line);
        }

        if (!isAsked && _wiring.IsOnly(WiringKind.Plugin))
            Add(path, "no plugin in its section [rcpt] is qregexcheck", PluginCommand());
        if (_wiring.Program is { IsKnown: true, HasPlugins: false } && _wiring.IsOnly(WiringKind.Plugin))
            Add(path, $"names qregexcheck, and {ExaminedHost.Shown(_wiring.Program.Path)} runs no plugins", null);
        else if (_wiring.Program.WantsEnableSpp && !_wiring.Sets(_host, "ENABLE_SPP"u8) && _wiring.KnowsAllVariables())
            Add(path, "this qmail-smtpd runs plugins only where ENABLE_SPP is set, and nothing sets it", "export ENABLE_SPP=1");
    }

    /// <summary>A plugin's line is a bare path, or a command behind a colon.</summary>
    private bool IsRun(byte[] path, in HostLine line)
    {
        if (line.Bytes[0] == ':' || line.Bytes.AsSpan().IndexOf((byte)' ') < 0)
            return true;
        Add(path, "a plugin with arguments is not run without a colon before it", null, line.Number);
        return true;
    }

    /// <summary>In s/qmail a no of one line is a question to the next one. Source: s/qmail's qmail-smtpd.c, recipients.c.</summary>
    private void CheckRecipients()
    {
        byte[] path = _host.Control("recipients"u8);
        int ours = 0;
        foreach (HostLine line in _host.Lines(path))
        {
            if (line.Bytes.AsSpan().IndexOf(Us) >= 0)
                ours = ours == 0 ? line.Number : ours;
            else if (ours > 0 && line.Bytes[0] != '!')
                Add(path, $"is asked after qregexcheck (line {ours}) has said no, and may say yes: put it before", null, line.Number);
        }
    }

    private void CheckSwitches()
    {
        CheckSwitch("NORCPTCHECK"u8, "NORCPTCHECK is set for all clients: no recipient is looked up");
        if (_wiring.Has(WiringKind.Plugin) && _wiring.IsOnly(WiringKind.Plugin))
            CheckSwitch("NOSPP"u8, "NOSPP is set for all clients: no plugin is run");
    }

    private void CheckSwitch(ReadOnlySpan<byte> name, string words)
    {
        foreach (TcpRuleFile file in _wiring.Rules)
        {
            if (file.ForEverybody?.Value(name) is not null)
                Add(file.Path, words, file.Remake);
        }

        foreach (ServerProcess server in _wiring.Servers)
        {
            if (server.Value(name) is not null)
                Add(server.Directory, words, null);
        }
    }

    /// <summary>A list that is about clients that may relay, too; null when there is none.</summary>
    private byte[]? WantsRelayClients()
    {
        if (HasEntryForRelayClients())
            return _host.Rules(CoveringEntry.FileName);
        if (HasEntries(ControlLists.FileName(ControlList.BadMailTo)))
            return _host.Rules(ControlLists.FileName(ControlList.BadMailTo));
        return HasEntries(ControlLists.FileName(ControlList.BadMailFrom)) ? _host.Rules(ControlLists.FileName(ControlList.BadMailFrom)) : null;
    }

    private bool HasEntryForRelayClients()
    {
        try
        {
            foreach (CoveringEntry entry in CoveredDomains.Read(_host.Files, _host.Places, static () => 0)?.Entries([]) ?? [])
            {
                if (entry.ChecksRelayClients)
                    return true;
            }
        }
        catch (HostFileException exception)
        {
            _host.Miss(exception.Path, exception.Message);
        }

        return false;
    }

    private bool HasEntries(ReadOnlySpan<byte> list) => _host.Lines(_host.Rules(list)).Count > 0;

    private string? PluginCommand()
    {
        byte[] plugins = _host.Control("smtpplugins"u8);
        return ShellWord.Of(plugins) is not { } file ? null
            : PastedCommand.Of($"printf '{_host.LineStart(plugins)}[rcpt]\\n:%s spp rcpt\\n' ", _host.Home("bin/qregexcheck"u8), " >> " + file);
    }

    private void Add(byte[] place, string words, string? command, int line = 0) => _found.Add(Ailment.NotWired, place, words, command, line);
}
