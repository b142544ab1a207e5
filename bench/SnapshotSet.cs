using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Support;

namespace QregexCheck.Bench;

/// <summary>
/// 10,000 domains of vpopmail's with ten mailboxes each and a user, all in homes of mode 0700 that the check may not enter: it answers by root's snapshot.
/// One rule stands beside it. Only root can lay this down; the checks then run as nobody.
/// </summary>
internal sealed class SnapshotSet
{
    /// <summary>The most that a check may take, in times of one with one rule and no look-up.</summary>
    public const double Most = 1.25;

    /// <summary>The same where control/virtualdomains has a line for each domain: it is read as text.</summary>
    public const double MostOfAll = 1.5;

    private const int Domains = 10_000;
    private const int Mailboxes = 10;
    private const uint Owner = 5089;
    private const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode ReadableForAll =
        Closed | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly Programs _programs;
    private readonly string _root;
    private readonly List<(string Name, Contestant Check, double Most)> _checks = [];

    public SnapshotSet(Programs programs)
    {
        _programs = programs;
        _root = Path.Combine(programs.Scratch, "snapshot");
    }

    /// <summary>The check with one rule, as nobody; null where this can't be measured.</summary>
    public Contestant? One { get; private set; }

    /// <summary>The checks with their names.</summary>
    public IReadOnlyList<(string Name, Contestant Check, double Most)> Checks => _checks;

    /// <summary>
    /// Lays the files down, takes the snapshot, and makes sure that it decides. Without root, or where nobody can't get here, there is nothing to measure.
    /// </summary>
    public void Prepare()
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        string rules = Make("rules");
        File.WriteAllLines(Path.Combine(rules, "badmailto"), RuleGenerator.Mixed(1));
        var one = new Contestant(Check(_root, rules, Address(0, "user1")), 0, 1);
        try
        {
            one.RunOnce();
        }
        catch (BenchException)
        {
            return;
        }

        One = one;
        LayDown();
        foreach ((string home, string lines, double most) in ((string, string, double)[])
        [
            ("one", $"{Domain(Domains / 2)}:{Domain(Domains / 2)}\n", Most),
            ("all", string.Concat(Enumerable.Range(0, Domains).Select(number => $"{Domain(number)}:{Domain(number)}\n")), MostOfAll),
        ])
        {
            string control = Make(home + "/control");
            foreach (string name in (string[])["users", "alias"])
                File.CreateSymbolicLink(Path.Combine(_root, home, name), Path.Combine(_root, name));
            File.Copy(Path.Combine(rules, "badmailto"), Path.Combine(control, "badmailto"));
            File.WriteAllText(Path.Combine(control, "me"), "mail.example.net\n");
            File.WriteAllText(Path.Combine(control, "locals"), "localhost\n");
            File.WriteAllText(Path.Combine(control, "virtualdomains"), lines);
            File.WriteAllText(Path.Combine(control, "checkrcpthosts"), "#: age=86400\n*\n");
            var compile = new Command(
                [_programs.Qregexcheck, "compile", "--recipients", "--for", "nobody"],
                ["QREGEXCHECK_QMAIL=" + Path.Combine(_root, home), "QREGEXCHECK_CONTROL=" + control]);
            if (compile.Run().ExitCode != 0)
                throw new BenchException($"unable to take a snapshot in {control}");
            string beside = home == "one" ? string.Empty : $", {Domains:N0} lines in virtualdomains";
            Add("a mailbox by the snapshot" + beside, home, Address(Domains / 2, "user1"), 0, most);
            Add("a mailbox that is missing by the snapshot" + beside, home, Address(Domains / 2, "nobody"), 100, most);
            if (home != "one")
                continue;
            Add("an address of a user by the snapshot", home, "joe-list@localhost", 0, most);
            Add("an address that is missing by the snapshot", home, "joe-nobody@localhost", 100, most);
        }
    }

    private static string Domain(int number) => FormattableString.Invariant($"d{number:D5}.example");

    private static string Address(int domain, string mailbox) => $"{mailbox}@{Domain(domain)}";

    private void Add(string name, string home, string recipient, int exit, double most)
    {
        string root = Path.Combine(_root, home);
        var check = new Contestant(Check(root, Path.Combine(root, "control"), recipient), exit, 1);
        check.RunOnce();
        _checks.Add((name, check, most));
    }

    private void LayDown()
    {
        var users = new List<(byte[] Key, byte[] Data)> { Entry("", "-") };
        string program = Path.Combine(_root, "vpopmail/bin/vdelivermail");
        Make("vpopmail/bin");
        File.WriteAllText(program, "");
        File.SetUnixFileMode(program, ReadableForAll);
        string domains = Make("vpopmail/domains");
        for (int number = 0; number < Domains; number++)
        {
            string home = Path.Combine(domains, Domain(number));
            Directory.CreateDirectory(home);
            File.WriteAllText(Path.Combine(home, ".qmail-default"), $"| {program} '' bounce-no-mailbox\n");
            IEnumerable<string> names = Enumerable.Range(0, Mailboxes).Select(mailbox => FormattableString.Invariant($"user{mailbox}")).Prepend("postmaster");
            File.WriteAllBytes(
                Path.Combine(home, "vpasswd.cdb"), CdbFile.Of(names.Select(name => Entry(name, $"$1$abcdefgh$0:1:0:gecos:{home}/{name}:NOQUOTA"))));
            Close(home, ".qmail-default", "vpasswd.cdb");
            users.Add(Entry($"!{Domain(number)}-", Fields(Domain(number), home, "-")));
        }

        string joe = Make("joe");
        File.WriteAllText(Path.Combine(joe, ".qmail-list"), "&someone@example.net\n");
        Close(joe, ".qmail-list");
        users.Add(Entry("!joe\0", Fields("joe", joe, "")));
        users.Add(Entry("!joe-", Fields("joe", joe, "-")));
        users.Add(Entry("!", Fields("alias", Make("alias"), "-")));
        File.WriteAllBytes(Path.Combine(Make("users"), "cdb"), CdbFile.Of(users));
    }

    private static (byte[] Key, byte[] Data) Entry(string key, string data) => (CdbFile.Bytes(key), Encoding.Latin1.GetBytes(data));

    private static string Fields(string user, string home, string dash) => string.Join('\0', user, Owner, Owner, home, dash, "");

    private static void Close(string home, params string[] names)
    {
        foreach (string name in names)
        {
            File.SetUnixFileMode(Path.Combine(home, name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Libc.GiveTo(Path.Combine(home, name), Owner);
        }

        File.SetUnixFileMode(home, Closed);
        Libc.GiveTo(home, Owner);
    }

    private string Make(string name)
    {
        string path = Path.Combine(_root, name);
        for (string at = path; at.Length >= _root.Length; at = Path.GetDirectoryName(at)!)
        {
            Directory.CreateDirectory(at);
            File.SetUnixFileMode(at, ReadableForAll);
        }

        return path;
    }

    private Command Check(string home, string control, string address) => new(
        [_programs.Qregexcheck],
        [
            "SENDER=someone@example.net", "RECIPIENT=" + address, "HELO=mx.example.net", "TCPREMOTEIP=192.0.2.7",
            "QREGEXCHECK_QMAIL=" + home, "QREGEXCHECK_CONTROL=" + control,
        ],
        asNobody: true);
}
