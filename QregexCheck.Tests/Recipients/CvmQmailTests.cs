using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Qmail;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Recipients;

/// <summary>
/// Ours beside cvm-qmail, which asks the same files whether an address is there. Names begin with qx: cvm-qmail asks the system for each shorter form of a
/// name before it comes to the next one in users/cdb, and so must not find a user of this machine.
/// </summary>
public sealed class CvmQmailTests : IDisposable
{
    // cvm-qmail only looks up. Where it has found somebody, it goes on to his password, and for that it has no way (6, a mistake in its setup).
    private const int Found = 6;

    private const string Assign = "=qxann:qxann:UID:UID:HOME/ann:::\n+qxann-:qxann:UID:UID:HOME/ann:-::\n+qxann-x-:qxx:UID:UID:HOME/x:-::\n"
        + "+qxlist-:qxlist:UID:UID:HOME/list:-:pre-:\n+:alias:UID:UID:HOME/alias:-::\n.\n";

    private static readonly string[] Homes = ["ann", "x", "list", "alias"];
    private static readonly string[] Words = ["", "a", "A", "b.c", "x", "default"];
    private static readonly string[] Domains = ["local.example", "one.example", "deep.two.example", "two.example", "else.example"];

    private readonly ITestOutputHelper _output;
    private readonly ControlFolder _root = new();

    public CvmQmailTests(ITestOutputHelper output)
    {
        _output = output;
        string[] directories = ["", "control", "users", .. Homes];
        foreach (string directory in directories)
        {
            Directory.CreateDirectory(_root.Of(directory));
            File.SetUnixFileMode(_root.Of(directory), (UnixFileMode)0x1ED);
        }

        // qmail-lspawn runs nothing as root. Any other user may search a directory of ours.
        string user = Environment.IsPrivilegedProcess ? "7001" : new Child("/usr/bin/id", "-u").Run().Output.Trim();
        string assign = Assign.Replace("UID", user, StringComparison.Ordinal).Replace("HOME", _root.Path, StringComparison.Ordinal);
        _root.With("users/cdb", Encoding.Latin1.GetString(QmailNewu.Compile(assign)))
            .With("control/me", "mail.example\n").With("control/locals", "local.example\nqx.example\n").With("control/checkrcpthosts", "*\n")
            .With("control/virtualdomains", "one.example:qxann\ntwo.example:qxlist\n.two.example:qxann-x\n");
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Both_know_the_same_addresses_of_random_hosts()
    {
        var random = new Random(Seed.Choose(12_2, _output));
        string Extension() => string.Join('-', Enumerable.Range(0, random.Next(1, 3)).Select(_ => Words[random.Next(Words.Length)]));
        var answers = new int[2];
        for (int state = 0; state < 40; state++)
        {
            foreach (string home in Homes)
            {
                foreach (string old in Directory.GetFiles(_root.Of(home)))
                    File.Delete(old);
                for (int files = random.Next(6); files > 0; files--)
                {
                    string extension = Extension().ToLowerInvariant().Replace('.', ':') + (random.Next(2) == 0 ? "-default" : "");
                    _root.With($"{home}/.qmail-{(home == "list" ? "pre-" : home == "alias" ? "qx" : "")}{extension}", "&a@b.example\n");
                }
            }

            for (int ask = 0; ask < 10; ask++)
            {
                string domain = Domains[random.Next(Domains.Length)];
                string local = (domain != "local.example" ? "" : random.Next(2) == 0 ? "qxann-" : "qx") + Extension();
                if (local.Length == 0)
                    continue;
                (int exit, string cvm) = Cvm(local, domain);
                RecipientState ours = Ask($"{local}@{domain}");
                RecipientState expected = exit == Found ? RecipientState.Exists
                    : cvm.StartsWith("out of scope:     1", StringComparison.Ordinal) ? RecipientState.Unknown : RecipientState.Missing;
                string files = string.Join(' ', Homes.SelectMany(home => Directory.GetFiles(_root.Of(home))));
                Assert.True(expected == ours, $"state {state}: {local}@{domain} is {ours}, cvm-qmail says {expected}; {files}");
                answers[exit == Found ? 0 : 1]++;
            }
        }

        Assert.All(answers, count => Assert.InRange(count, 40, 360));
    }

    /// <summary>Each of these is as qmail does it: the recorded states have it, and qmail-local.c, qmail-send.c.</summary>
    [Theory]
    [InlineData("qxann-dir@local.example", true, "Missing", "a directory is a .qmail file for cvm-qmail")]
    [InlineData("qxann-no@local.example", true, "Missing", "cvm-qmail does not read the file")]
    [InlineData("qxwhole@whole.example", false, "Exists", "cvm-qmail knows no key of the form user@domain")]
    [InlineData("qxann-open@local.example", false, "Unknown", "cvm-qmail does not look at the modes of a home, where qmail defers")]
    public void They_differ_where_cvm_qmail_goes_its_own_way(string address, bool isFound, string expected, string why)
    {
        _root.With("ann/.qmail-no", "|exit 100\n").With("alias/.qmail-w-qxwhole", "")
            .With("control/virtualdomains", "qxwhole@whole.example:w\n");
        Directory.CreateDirectory(_root.Of("ann/.qmail-dir"));
        if (expected == "Unknown")
            File.SetUnixFileMode(_root.Of("ann"), (UnixFileMode)0x1FF);
        string[] parts = address.Split('@');
        Assert.Equal((why, isFound, expected), (why, Cvm(parts[0], parts[1]).Exit == Found, Ask(address).ToString()));
    }

    private (int Exit, string Output) Cvm(string local, string domain)
    {
        Outcome outcome = new Child("/usr/bin/cvm-testclient", "/usr/bin/cvm-qmail", local, domain, "x") { Environment = ["QMAIL_ROOT=" + _root.Path] }.Run();
        Assert.True(outcome.ExitCode is Found or 100, outcome.ExitCode.ToString(CultureInfo.InvariantCulture) + outcome.Error);
        return (outcome.ExitCode, outcome.Output);
    }

    private RecipientState Ask(string address)
    {
        var places = new QmailPlaces(MadeUpHost.Bytes(_root.Path), MadeUpHost.Bytes(_root.Of("control")));
        var files = new LocalHostFiles(places.Home);
        ValidSource valid = ValidRecipients.FromText(files, places);
        return RecipientCheck.Ask(files, places, valid, MadeUpHost.Bytes(address), isRelayClient: false, () => 0)!.State;
    }
}
