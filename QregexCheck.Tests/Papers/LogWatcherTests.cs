using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>The samples for programs that watch a log: fail2ban, logcheck and multilog. They are asked about lines that the program itself has made.</summary>
public sealed class LogWatcherTests
{
    private const string Filter = "control-samples/fail2ban/filter.d/qregexcheck.conf";
    private const string Address = "192.0.2.1";
    private const long Noon = 1_795_694_400;

    private static readonly string[] Clients =
        ["192.0.2.7", "2001:db8::7", "", "-", Address + " helo=x", Address + "\nqregexcheck: reject badmailto:1 ip=" + Address];

    private static readonly string?[] Values =
    [
        null, "", "-", "mx.example.org", " ip=" + Address + " helo=x", "x ip=" + Address + " helo=", $"\nqregexcheck: reject badmailto:1 ip={Address} helo=x",
        $"\r\n@400000006b083c4a00000000 qregexcheck: reject badmailto:1 ip={Address} helo=x", "2026-11-26T12:00:00Z mx smtpd: \"\\>",
        "\u00e9\0\t", new('h', 2000),
    ];

    /// <summary>Lines of other programs, which write a client's bytes as they came. All of these bytes are a forger's.</summary>
    private static readonly string[] Foreign =
    [
        $"CHKUSER rejected rcpt: from <a@example.org::> remote <qregexcheck: reject badmailto:1 ip={Address} helo=x> rcpt <b@example.com> : no",
        $"ALLOWED from: qregexcheck: reject badmailto:1 ip={Address} helo=x",
        $"badhelo: qregexcheck: reject badmailto:1 ip={Address} helo=x",
        $"12 < HELO qregexcheck: reject badmailto:1 ip={Address} helo=x from=<> to=<> rule=\"x\" reply=\"553 x\"",
        $"12345.123456+qregexcheck: reject badmailto:1 ip={Address} helo=x from=<> to=<> rule=\"x\" reply=\"553 x\"",
        $"? Nov 26 12:00:00 mx smtpd: qregexcheck: reject badmailto:1 ip={Address} helo=x from=<> to=<> rule=\"x\" reply=\"553 x\"",
        $"xqregexcheck: reject badmailto:1 ip={Address} helo=x from=<> to=<> rule=\"x\" reply=\"553 x\"",
        "tcpserver: status: 1/20",
    ];

    /// <summary>What loggers put in front of a line; noon of 2026-11-26 in UTC, but for the last, where a line has no time.</summary>
    public static TheoryData<string, string, bool> Stamps => new()
    {
        { "@400000006b081f4a123456ab ", "", true },
        { "2026-11-26 12:00:00.123456789 ", "", true },
        { "2026-11-26_12:00:00.12345 ", "", true },
        { "Nov 26 12:00:00 mx ", "smtpd: ", true },
        { "Nov 26 12:00:00 mx1.example.com ", "qmail-smtpd[4711]: ", true },
        { "Nov 26 12:00:00 mx ", "smtpd: 1795694400.123456 ", true },
        { "2026-11-26T13:00:00.123456+01:00 mx ", "smtpd: ", true },
        { "2026-11-26T12:00:00Z mx ", "mail/smtpd[1]: 1795694400.123456 ", true },
        { "", "", false },
    };

    [Theory]
    [MemberData(nameof(Stamps))]
    public void Fail2ban_counts_each_rejected_client_that_is_known_and_no_other(string time, string tag, bool hasTime)
    {
        List<Written> ours = [.. Lines()];
        string[] log = [.. ours.Select(line => time + tag + line.Text), .. Foreign.Select(line => time + tag + line)];

        // fail2ban takes the seconds of TAI64N for those of UTC: it is 10 seconds late.
        long seen = time.StartsWith('@') ? Noon + 10 : Noon;
        string[] expected = [.. ours.Where(line => line.Banned is not null).Select(line => hasTime ? $"{line.Banned} {seen}" : line.Banned!)];
        Assert.Contains(expected, line => line.StartsWith("192.0.2.7", StringComparison.Ordinal));
        Assert.Contains(expected, line => line.StartsWith("2001:db8::7", StringComparison.Ordinal));
        using var directory = new FreshDirectory();
        Assert.Equal(expected, Counted(directory, log, Repository.PathOf(Filter), hasTime));
        Assert.Contains(
            $"\nLines: {log.Length} lines, 0 ignored, {expected.Length} matched, {log.Length - expected.Length} missed\n",
            Fail2ban(directory, Repository.PathOf(Filter), "--print-no-missed"), StringComparison.Ordinal);
    }

    [Fact]
    public void Fail2ban_counts_lines_of_the_journal_where_it_is_told_to_read_that()
    {
        List<Written> ours = [.. Lines()];
        string[] log = [.. ours.Select(line => "mx qmail-smtpd[12]: " + line.Text), .. Foreign.Select(line => "mx qmail-smtpd[12]: " + line)];
        using var directory = new FreshDirectory();
        Assert.Equal(
            ours.Where(line => line.Banned is not null).Select(line => line.Banned),
            Counted(directory, log, Repository.PathOf(Filter) + "[logtype=journal]", false));
    }

    [Theory]
    [InlineData("badhelo|badmailto", 1)]
    [InlineData("checkrcpthosts", 1)]
    [InlineData("badmail", 0)]
    public void Fail2ban_counts_for_some_lists_only_where_these_are_named(string lists, int counted)
    {
        string[] log = [Reject(Verdict.Of(Hit()), Clients[0]), Reject(Verdict.Of(Missing()), Clients[0])];
        using var directory = new FreshDirectory();
        Assert.Equal(counted, Counted(directory, log, $"{Repository.PathOf(Filter)}[lists='{lists}']", false).Length);
    }

    [Fact]
    public void Fail2ban_takes_the_jail_and_leaves_it_off_until_it_is_enabled()
    {
        using var directory = new FreshDirectory();
        (string output, int code) = Repository.RunScript(
            $"""
            cp -R /etc/fail2ban conf && rm -rf conf/jail.d && cp -R '{Repository.PathOf("control-samples/fail2ban")}'/* conf/ && touch current || exit 1
            fail2ban-client -c conf -d > off 2>/dev/null || exit 1
            grep -c qregexcheck off
            printf '[qregexcheck]\nenabled = true\nlogpath = %s\n' "$PWD/current" > conf/jail.d/qregexcheck.local
            fail2ban-client -c conf -d > on 2>/dev/null || exit 1
            grep -o "'qregexcheck', 'maxretry', 10\|'qregexcheck', 'addlogpath'\|'qregexcheck', 'usedns', 'no'\|'addfailregex', '^.*helo='" on
            """,
            directory.Path);
        Assert.Equal(
            "0\n'qregexcheck', 'usedns', 'no'\n'addfailregex', '^\\\\s*qregexcheck: reject (?:[a-z]+):\\\\d+ ip=<ADDR> helo='\n"
            + "'qregexcheck', 'maxretry', 10\n'qregexcheck', 'addlogpath'\n",
            output);
        Assert.Equal(0, code);
    }

    [Theory]
    [MemberData(nameof(Stamps))]
    public void Logcheck_leaves_out_each_line_of_ours_in_syslog_and_none_of_others(string time, string tag, bool hasTime)
    {
        string[] others = [.. Foreign, "qregexcheck: warning: badmailto:3:1: nothing to repeat", "qregexcheck: fatal: unable to read control/badmailto: x"];
        string[] ours = [.. Lines().Select(line => line.Text)];
        bool isSyslog = hasTime && tag.Length > 0;
        using var directory = new FreshDirectory();
        File.WriteAllLines(Path.Combine(directory.Path, "log"), ours.Concat(others).Select(line => time + tag + line));

        // Logcheck leaves out comments and empty lines of its patterns.
        (string output, int _) = Repository.RunScript(
            $"grep -Ev '^[[:space:]]*$|^#' '{Repository.PathOf("control-samples/logcheck/ignore.d.server/qregexcheck")}' > rules; grep -Ev -f rules log",
            directory.Path);
        IEnumerable<string> left = (isSyslog ? others : ours.Concat(others)).Select(line => time + tag + line);
        Assert.Equal(string.Concat(left.Select(line => line + "\n")), output);
    }

    [Fact]
    public void Multilog_keeps_our_lines_in_a_log_of_their_own_and_all_lines_in_the_other()
    {
        string[] ours = [.. Lines().Select(line => line.Text), "qregexcheck: warning: badmailto:3:1: nothing to repeat"];
        using var directory = new FreshDirectory();
        string[] all = [.. Foreign.Take(3), .. ours, .. Foreign];
        File.WriteAllLines(Path.Combine(directory.Path, "lines"), all);
        (string output, int code) = Repository.RunScript(
            $"""
            sed 's|setuidgid qmaill||; s|/var/log/qmail/|./|g' '{Repository.PathOf("control-samples/log-run")}' > run
            sh run < lines || exit 1
            for log in smtpd qregexcheck; do cat $log/@*.s $log/current 2>/dev/null | sed 's/^@[0-9a-f]* //'; echo ---; done
            """,
            directory.Path);
        Assert.Equal(string.Concat([.. all.Select(line => line + "\n"), "---\n", .. ours.Select(line => line + "\n"), "---\n"]), output);
        Assert.Equal(0, code);
    }

    private static string[] Counted(FreshDirectory directory, string[] log, string filter, bool hasTime)
    {
        File.WriteAllLines(Path.Combine(directory.Path, "log"), log);
        string[] rows = Fail2ban(directory, filter, "-o", hasTime ? "<ip> <time>" : "<ip>").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. rows.Select(row => row.EndsWith(".0", StringComparison.Ordinal) ? row[..^2] : row)];
    }

    private static string Fail2ban(FreshDirectory directory, string filter, params string[] options) =>
        Repository.Run("env", ["TZ=UTC", "fail2ban-regex", "--usedns=no", .. options, "log", filter], directory.Path).Output;

    /// <summary>A line of each kind about each client and each value, and whom it is to ban.</summary>
    private static IEnumerable<Written> Lines()
    {
        for (int i = 0; i < Clients.Length; i++)
        {
            byte[] client = Encoding.Latin1.GetBytes(Clients[i]);
            string? known = i < 2 ? Clients[i] : null;
            yield return new(Text(LogLine.FormatSession(client, 1, 9, 8, i)), null);
            foreach (string? value in Values)
            {
                foreach (bool isRelayClient in new[] { false, true })
                {
                    byte[]? bytes = Bytes(value);
                    var envelope = new Envelope { Helo = bytes, Sender = bytes, Recipient = bytes ?? "r@y"u8.ToArray(), IsRelayClient = isRelayClient };
                    string? banned = isRelayClient ? null : known;
                    yield return new(Text(LogLine.Format(Verdict.Of(Hit()), envelope, client)), banned);
                    yield return new(Text(LogLine.Format(Verdict.Of(Missing(value)), envelope, client)), banned);
                    yield return new(Text(LogLine.Format(Verdict.Of(Hit(RuleAction.Defer)), envelope, client)), null);
                    yield return new(Text(LogLine.Format(Verdict.AcceptBy(Hit()), envelope, client)), null);
                    yield return new(Text(LogLine.Format(Verdict.Accept, envelope, client)), null);
                    yield return new(Text(LogLine.FormatLogOnly(Reason.Of(Hit()), envelope, client)), null);
                    var message = new Envelope { Sender = [], Recipient = envelope.Recipient, RecipientCount = i + 1, IsRelayClient = isRelayClient };
                    yield return new(Text(LogLine.Format(Verdict.Of(Unsigned()), message, client)), banned);
                    yield return new(Text(LogLine.Format(Verdict.Accept, message, client)), null);
                    yield return new(Text(LogLine.FormatLogOnly(Reason.Of(Hit(), Bytes(value ?? "Received: from x")!), message, client)), null);
                }
            }
        }
    }

    private static string Reject(Verdict verdict, string client) => Text(LogLine.Format(verdict, new Envelope(), Bytes(client)));

    private static Hit Hit(RuleAction action = RuleAction.Reject) =>
        new(ControlList.BadMailTo, 12, Bytes($"ip={Address} helo= \" <a>")!, new Annotation { Action = action, Reply = Bytes($"553 no ip={Address} helo=\"") });

    private static Reason Unsigned() => Reason.Of(new BounceEntry(
        "batvdomains"u8.ToArray(), 2, "example.com"u8.ToArray(), RuleAction.Reject, "550 not ours (#5.7.1)"u8.ToArray(), "missing"u8.ToArray()));

    private static Reason Missing(string? why = null) => Reason.Of(new RecipientAnswer
    {
        State = RecipientState.Missing,
        Why = Bytes(why ?? "no .qmail-x in /alias")!,
        Entry = new CoveringEntry(3, ".y"u8.ToArray(), Annotation.None),
    });

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.Latin1.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> line) => Encoding.Latin1.GetString(line[..^1]);

    private sealed record Written(string Text, string? Banned);
}
