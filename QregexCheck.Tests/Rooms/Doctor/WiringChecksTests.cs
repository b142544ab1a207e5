using System;
using System.Text;
using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary><see cref="WiringChecks"/> and <see cref="RuntimeChecks"/>: who calls us, and what keeps us from being called.</summary>
public sealed class WiringChecksTests
{
    private const string Tcpserver = "tcpserver -x /etc/tcp.smtp.cdb -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd";
    private const string Script = "/service/qmail-smtpd/run";
    private const string Program = "/var/qmail/bin/qmail-smtpd";

    [Fact]
    public void A_running_server_without_us_is_named_with_the_line_to_add()
    {
        MadeUpHost host = HealthyHost.Plain().WithServer("500", Tcpserver, "PATH=/bin").WithFile(Script, "exec tcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n");
        Diagnosis found = ExaminationTests.Only(host, Ailment.NotWired);
        Assert.Equal(("/proc/500", "export RCPTCHECK=/var/qmail/bin/qregexcheck"), (Text(found.Place), found.Command));
    }

    [Fact]
    public void A_server_of_another_qmail_is_not_spoken_of()
    {
        const string other = "tcpserver 0 25 /home/q/bin/qmail-smtpd";
        Assert.Empty(HealthyHost.Examine(HealthyHost.Plain().WithServer("501", other, "NORCPTCHECK=")).Findings);
        MadeUpHost host = HealthyHost.Plain().WithFile("/home/q/bin/qmail-smtpd", "a program\n");
        Assert.Contains(
            HealthyHost.Examine(host.WithServer("501", other, "NORCPTCHECK=")).Findings, finding => finding.Ailment == Ailment.NotWired);
        host.WithDirectory("/home/q/control");
        Assert.Empty(HealthyHost.Examine(host).Findings);
    }

    [Fact]
    public void A_server_that_was_started_before_the_script_was_edited_is_told_to_start_anew() => Assert.Equal(
        "svc -t /service/qmail-smtpd", ExaminationTests.Only(HealthyHost.Plain().WithServer("500", Tcpserver, "PATH=/bin"), Ailment.NotWired).Command);

    [Fact]
    public void Where_no_server_runs_the_scripts_count()
    {
        MadeUpHost host = HealthyHost.Plain();
        host.Remove("/proc/500/cmdline");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        host.WithFile(Script, "envdir ./env tcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n").WithFile("/service/qmail-smtpd/env/RCPTCHECK",
            "/var/qmail/bin/qregexcheck\n");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        host.WithFile(Script, "tcpserver 0 smtp /var/qmail/bin/qregexcheck filter /var/qmail/bin/qmail-smtpd\n");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        host.WithFile(Script, "tcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n");
        Assert.Equal(Script, Text(ExaminationTests.Only(host, Ailment.NotWired).Place));
    }

    /// <summary>What a shell makes of a run script, such as the sample: variables, quotes, and lines that a backslash binds together.</summary>
    [Theory]
    [InlineData("Q=/var/qmail/bin/qregexcheck\nexec tcpserver 0 smtp \\\n  \"$Q\" filter /var/qmail/bin/qmail-smtpd\n", true)]
    [InlineData("B=/var/qmail/bin; Q=x\nQ=${B}/qregexcheck\nexec tcpserver 0 smtp ${Q} \\\n\tfilter $B/qmail-smtpd\n", true)]
    [InlineData("exec tcpserver 0 smtp /var/qmail/bin/qregexcheck  filter /var/qmail/bin/qmail-smtpd\n", true)]
    [InlineData("  # /var/qmail/bin/qregexcheck filter\nexec tcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n", false)]
    [InlineData("exec tcpserver 0 smtp /var/qmail/bin/qmail-smtpd # /var/qmail/bin/qregexcheck filter\n", false)]
    [InlineData("RCPTCHECK=/var/qmail/bin/qregexcheck exec tcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n", true)]
    [InlineData("exec env \\\nRCPTCHECK=/var/qmail/bin/qregexcheck \\\ntcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n", true)]
    [InlineData("RCPTCHECK=/var/qmail/bin/qregexcheck; export RCPTCHECK\ntcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n", true)]
    [InlineData("set -ea\nRCPTCHECK='/var/qmail/bin/qregexcheck'\ntcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n", true)]
    [InlineData("RCPTCHECK=/var/qmail/bin/qregexcheck # us\ntcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n", false)]
    [InlineData("RCPTCHECK=/var/qmail/bin/qregexcheck\ntcpserver -x /etc/tcp.smtp.cdb 0 smtp /var/qmail/bin/qmail-smtpd\n", false)]
    public void A_script_is_read_as_its_shell_reads_it(string text, bool asks)
    {
        MadeUpHost host = HealthyHost.Plain().WithFile(Script, "#!/bin/sh\n" + text);
        host.Remove("/proc/500/cmdline");
        if (asks)
            Assert.Empty(HealthyHost.Examine(host).Findings);
        else
            ExaminationTests.Only(host, Ailment.NotWired);
    }

    [Fact]
    public void A_variable_that_is_not_exported_is_told_whether_the_server_runs_or_not()
    {
        MadeUpHost host = HealthyHost.Plain().WithServer("500", Tcpserver, "PATH=/bin")
            .WithFile(Script, "RCPTCHECK=/var/qmail/bin/qregexcheck\nexec tcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n");
        Diagnosis running = ExaminationTests.Only(host, Ailment.NotWired);
        host.Remove("/proc/500/cmdline");
        Diagnosis stopped = ExaminationTests.Only(host, Ailment.NotWired);
        Assert.Equal((Script, "export RCPTCHECK"), (Text(running.Place), running.Command));
        Assert.Equal((Script, running.Words), (Text(stopped.Place), stopped.Words));
        Assert.Contains("does not export it", stopped.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcpserver -vRHl0 -x/etc/tcp.smtp.cdb 0 smtp /var/qmail/bin/qmail-smtpd")]
    [InlineData("tcpserver -vRHx /etc/tcp.smtp.cdb 0 smtp /var/qmail/bin/qmail-smtpd")]
    [InlineData("tcpserver -46x/etc/tcp.smtp.cdb 0 smtp /var/qmail/bin/qmail-smtpd")]
    public void The_option_for_the_table_may_stand_behind_flags_in_one_word(string command)
    {
        MadeUpHost host = HealthyHost.Plain().WithServer("500", command, "PATH=/bin")
            .WithTcpRules("/etc/tcp.smtp.cdb", ":allow,RCPTCHECK=\"/var/qmail/bin/qregexcheck\"\n");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        ExaminationTests.Only(
            host.WithTcpRules("/etc/tcp.smtp.cdb", ":allow,RELAYCLIENT=\"\",RCPTCHECK=\"/var/qmail/bin/qregexcheck\"\n"), Ailment.OpenRelay);
    }

    [Theory]
    [InlineData("exec /var/qmail/bin/qregexcheck filter /var/qmail/bin/qmail-smtpd 2>&1")]
    [InlineData("RCPTCHECK='/var/qmail/bin/qregexcheck' exec /var/qmail/bin/qmail-smtpd")]
    public void A_server_may_run_a_command_of_a_shell(string command)
    {
        MadeUpHost host = HealthyHost.Plain().WithServer("500", "tcpserver", "PATH=/bin");
        host.WithFile("/proc/500/cmdline", "tcpserver\00\0smtp\0/bin/sh\0-c\0" + command + "\0");
        Assert.Empty(HealthyHost.Examine(host).Findings);
    }

    [Fact]
    public void A_variable_may_stand_behind_env_in_the_command_line() => Assert.Empty(HealthyHost.Examine(HealthyHost.Plain().WithServer(
        "500", "tcpserver 0 smtp /usr/bin/env RCPTCHECK=/var/qmail/bin/qregexcheck /var/qmail/bin/qmail-smtpd", "RCPTCHECK=/bin/true")).Findings);

    [Fact]
    public void A_second_server_for_strangers_that_does_not_ask_is_named()
    {
        MadeUpHost host = HealthyHost.Plain().WithServer("501", "tcpserver -6 ::0 smtp /var/qmail/bin/qmail-smtpd", "PATH=/bin");
        Assert.Equal("/proc/501", Text(ExaminationTests.Only(host, Ailment.NotWired).Place));
        host.WithServer("501", "tcpserver 0 smtps /var/qmail/bin/qmail-smtpd", "PATH=/bin");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        host.WithServer("501", "tcpserver 127.0.0.1 smtp /var/qmail/bin/qmail-smtpd", "PATH=/bin");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        host.WithServer("501", "tcpserver 0 smtp /usr/local/bin/qmail-smtpd-wrapper", "PATH=/bin");
        Assert.Empty(HealthyHost.Examine(host).Findings);
    }

    /// <summary>qmail-smtpd looks from qmail's home on, and in no PATH.</summary>
    [Fact]
    public void A_path_without_a_slash_in_front_leads_from_the_home_of_qmail()
    {
        Assert.Empty(HealthyHost.Examine(HealthyHost.Plain().WithServer("500", Tcpserver, "RCPTCHECK=bin/qregexcheck")).Findings);
        Diagnosis found = ExaminationTests.Only(HealthyHost.Plain().WithServer("500", Tcpserver, "RCPTCHECK=qregexcheck"), Ailment.NotWired);
        Assert.Equal("names /var/qmail/qregexcheck, and no such program is there", found.Words);
    }

    /// <summary>To say that RCPTCHECK does not name qregexcheck, or that the server is to be started anew, would lead nowhere.</summary>
    [Fact]
    public void A_path_with_arguments_is_told_to_be_a_path_alone()
    {
        const string value = "RCPTCHECK=/var/qmail/bin/qregexcheck spp rcpt";
        Diagnosis ofServer = ExaminationTests.Only(HealthyHost.Plain().WithServer("500", Tcpserver, value), Ailment.NotWired);
        MadeUpHost host = HealthyHost.Plain().WithServer("500", Tcpserver).WithTcpRules("/etc/tcp.smtp.cdb", ":allow," + value + "\n");
        Diagnosis ofTable = ExaminationTests.Only(host, Ailment.NotWired);
        Assert.Equal(("/proc/500", "/etc/tcp.smtp.cdb"), (Text(ofServer.Place), Text(ofTable.Place)));
        Assert.StartsWith("RCPTCHECK has words behind the path of qregexcheck", ofServer.Words, StringComparison.Ordinal);
        Assert.Equal(ofServer.Words, ofTable.Words);
    }

    /// <summary>Where no server runs, its script tells which table it will be given; a table at a usual place may be left from another one.</summary>
    [Theory]
    [InlineData("exec tcpserver -v -x /etc/other.cdb 0 smtp /var/qmail/bin/qmail-smtpd\n", false)]
    [InlineData("exec tcpserver -v 0 smtp /var/qmail/bin/qmail-smtpd\n", false)]
    [InlineData("exec tcpserver -v -x/etc/tcp.smtp.cdb 0 smtp /var/qmail/bin/qmail-smtpd\n", true)]
    [InlineData("T=/etc/tcp.smtp.cdb\nexec tcpserver -v -x \"$T\" 0 smtp \\\n  /var/qmail/bin/qmail-smtpd\n", true)]
    [InlineData("exec tcpserver -v -x `cat table` 0 smtp /var/qmail/bin/qmail-smtpd\n", true)]
    [InlineData("exec tcpserver -v -x rules.cdb 0 smtp /var/qmail/bin/qmail-smtpd\n", false)]
    [InlineData("exec wrapper /var/qmail/bin/qmail-smtpd\n", true)]
    public void A_table_that_no_script_gives_its_server_does_not_count(string text, bool asks)
    {
        MadeUpHost host = HealthyHost.Plain().WithFile(Script, text).WithTcpRules("/etc/other.cdb", ":allow\n")
            .WithTcpRules("/service/qmail-smtpd/rules.cdb", ":allow,RCPTCHECK=\"/bin/true\"\n")
            .WithTcpRules("/etc/tcp.smtp.cdb", ":allow,RCPTCHECK=\"/var/qmail/bin/qregexcheck\"\n");
        host.Remove("/proc/500/cmdline");
        if (asks)
            Assert.Empty(HealthyHost.Examine(host).Findings);
        else
            ExaminationTests.Only(host, Ailment.NotWired);
    }

    [Fact]
    public void A_script_of_the_administrator_that_runs_us_is_us()
    {
        MadeUpHost host = HealthyHost.Plain().WithServer("500", Tcpserver, "RCPTCHECK=/usr/local/bin/check").WithFile("/usr/local/bin/check",
            "#!/bin/sh\nexec qregexcheck\n");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        ExaminationTests.Only(host.WithFile("/usr/local/bin/check", "#!/bin/sh\nexit 0\n"), Ailment.NotWired);
    }

    [Fact]
    public void A_filter_needs_nothing_of_qmail_smtpd() => Assert.Empty(HealthyHost.Examine(
        HealthyHost.Plain().WithFile(Program, "ELF").WithServer("500",
            "tcpserver 0 25 /var/qmail/bin/qregexcheck filter /var/qmail/bin/qmail-smtpd")).Findings);

    /// <summary>That of qmail-ldap knows the variable, as a switch for its own look-up.</summary>
    [Theory]
    [InlineData("ELF")]
    [InlineData("\0RCPTCHECK\0bin/qmail-verify\0HELO\0")]
    public void A_qmail_smtpd_that_runs_nothing_that_RCPTCHECK_names_does_not_ask(string program)
    {
        Diagnosis found = ExaminationTests.Only(HealthyHost.Plain().WithFile(Program, program), Ailment.NotWired);
        Assert.EndsWith("/var/qmail/bin/qmail-smtpd runs no program that it names", found.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":allow,RCPTCHECK=\"/bin/true\"\n", "/bin/true")]
    [InlineData(":allow,NORCPTCHECK=\"\"\n", "NORCPTCHECK")]
    public void Rules_that_take_us_out_for_everybody_are_named(string rules, string words)
    {
        Diagnosis found = ExaminationTests.Only(HealthyHost.Plain().WithTcpRules("/etc/tcp.smtp.cdb", rules), Ailment.NotWired);
        Assert.Equal("/etc/tcp.smtp.cdb", Text(found.Place));
        Assert.Contains(words, found.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_name_us_for_some_clients_alone_leave_the_others()
    {
        MadeUpHost host = HealthyHost.Plain().WithServer("500", Tcpserver, "PATH=/bin");
        const string Us = "RCPTCHECK=\"/var/qmail/bin/qregexcheck\"\n";
        Assert.Contains(
            "not for all others", ExaminationTests.Only(host.WithTcpRules("/etc/tcp.smtp.cdb", "10.:allow," + Us + ":allow\n"), Ailment.NotWired).Words,
                StringComparison.Ordinal);
        Assert.Empty(HealthyHost.Examine(host.WithTcpRules("/etc/tcp.smtp.cdb", "10.:allow\n:allow," + Us)).Findings);
    }

    [Fact]
    public void A_plugin_is_run_only_where_the_patch_is_told_to()
    {
        MadeUpHost host = HealthyHost.Plain().WithServer("500", Tcpserver, "PATH=/bin").WithFile(Script, "tcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n")
            .WithFile(Program, "\0control/smtpplugins\0").WithFile("/var/qmail/control/smtpplugins", "[rcpt]\n:/var/qmail/bin/qregexcheck spp rcpt\n");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        host.WithFile(Program, "\0control/smtpplugins\0ENABLE_SPP\0");
        Assert.Equal("export ENABLE_SPP=1", ExaminationTests.Only(host, Ailment.NotWired).Command);
        Assert.Empty(HealthyHost.Examine(host.WithServer("500", Tcpserver, "ENABLE_SPP=1")).Findings);
        host.WithFile("/var/qmail/control/smtpplugins", "[rcpt]\n/var/qmail/bin/qregexcheck spp rcpt\n");
        Assert.Equal(2, ExaminationTests.Only(host, Ailment.NotWired).Line);
        host.WithFile("/var/qmail/control/smtpplugins", "[mail]\n:/var/qmail/bin/qregexcheck spp mail\n");
        Assert.Contains("[rcpt]", ExaminationTests.Only(host, Ailment.NotWired).Words, StringComparison.Ordinal);
        Assert.StartsWith("printf '[rcpt]\\n:%s spp rcpt\\n' ", ExaminationTests.Only(host, Ailment.NotWired).Command, StringComparison.Ordinal);
        host.WithFile("/var/qmail/control/smtpplugins", "[mail]\n:/var/qmail/bin/qregexcheck spp mail");
        Assert.StartsWith("printf '\\n[rcpt]\\n:%s spp rcpt\\n' ", ExaminationTests.Only(host, Ailment.NotWired).Command, StringComparison.Ordinal);
    }

    [Fact]
    public void In_s_qmail_a_line_behind_ours_may_say_yes()
    {
        MadeUpHost host = HealthyHost.Kinds["s/qmail"]();
        host.WithFile("/var/qmail/control/recipients", "example.com|/var/qmail/bin/qregexcheck checkpassword\n@plain.example|/bin/true\n");
        Assert.Equal(2, ExaminationTests.Only(host, Ailment.NotWired).Line);
    }

    [Fact]
    public void A_classic_RCPTCHECK_asks_neither_badhelo_nor_about_relay_clients()
    {
        MadeUpHost host = HealthyHost.Plain().WithFile(Program, "\0RCPTCHECK\0");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        Assert.Equal("/var/qmail/control/badhelo", Text(ExaminationTests.Only(host.WithFile("/var/qmail/control/badhelo", "^friend$\n"),
            Ailment.WiredWithoutHelo).Place));
        host.Remove("/var/qmail/control/badhelo");
        ExaminationTests.Only(host.WithFile("/var/qmail/control/badmailto", "x\n"), Ailment.RelayClientsNotAsked);
        host.Remove("/var/qmail/control/badmailto");
        ExaminationTests.Only(host.WithFile("/var/qmail/control/checkrcpthosts", "#: relay=yes\n*\n"), Ailment.RelayClientsNotAsked);
    }

    [Fact]
    public void A_patch_with_a_switch_for_relay_clients_wants_it_set()
    {
        MadeUpHost host = HealthyHost.Plain().WithFile(Program, "\0RCPTCHECK\0HELO\0RCPTCHECKRELAYCLIENT\0").WithFile("/var/qmail/control/badmailto", "x\n");
        Assert.Equal("export RCPTCHECKRELAYCLIENT=1", ExaminationTests.Only(host, Ailment.RelayClientsNotAsked).Command);
        Assert.Empty(HealthyHost.Examine(host.WithServer("500", Tcpserver, "RCPTCHECK=/var/qmail/bin/qregexcheck", "RCPTCHECKRELAYCLIENT=1")).Findings);
    }

    [Theory]
    [InlineData("softlimit -m 8000000", true)]
    [InlineData("softlimit -d 1 -a13999999", true)]
    [InlineData("softlimit -m 14000000", false)]
    [InlineData("softlimit -m $MEMORY", false)]
    public void A_softlimit_that_is_too_small_for_us_is_named_with_its_line(string limit, bool isFound)
    {
        DoctorReport report = HealthyHost.Examine(
            HealthyHost.Plain().WithFile(Script, $"#!/bin/sh\nexec {limit} tcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n"));
        Assert.Equal(isFound ? ["softlimit /service/qmail-smtpd/run:2"] : [], ExaminationTests.Shown(report));
    }

    [Fact]
    public void The_limit_of_the_running_server_counts_too()
    {
        const string Limits = "Limit  Soft Limit  Hard Limit  Units\n"
            + "Max stack size  8388608  unlimited  bytes\nMax address space         8000000      8000000      bytes\n";
        Assert.Equal("/proc/500", Text(ExaminationTests.Only(HealthyHost.Plain().WithFile("/proc/500/limits", Limits), Ailment.Softlimit).Place));
        Assert.Empty(HealthyHost.Examine(
            HealthyHost.Plain().WithFile("/proc/500/limits", Limits.Replace("8000000", "unlimited", StringComparison.Ordinal))).Findings);
    }

    [Fact]
    public void Another_copy_that_differs_is_named()
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/usr/local/bin/qregexcheck", "ELF");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        Diagnosis found = ExaminationTests.Only(host.WithFile("/usr/local/bin/qregexcheck", "old"), Ailment.OtherCopy);
        Assert.Equal("ln -sf /var/qmail/bin/qregexcheck /usr/local/bin/qregexcheck", found.Command);
    }

    [Fact]
    public void A_rules_file_with_any_byte_changed_or_cut_off_is_read_or_named_and_no_more()
    {
        MadeUpHost host = HealthyHost.Plain();
        byte[] cdb = CdbFile.Of(("127.", "+RELAYCLIENT=\0"), ("", ""));
        for (int i = 0; i < cdb.Length; i += 7)
        {
            byte[] changed = [.. cdb];
            changed[i] ^= 0xFF;
            HealthyHost.Examine(host.WithFile("/etc/tcp.smtp.cdb", changed));
            HealthyHost.Examine(host.WithFile("/etc/tcp.smtp.cdb", cdb[..i]));
        }
    }

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
