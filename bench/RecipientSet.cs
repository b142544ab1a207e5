using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Support;

namespace QregexCheck.Bench;

/// <summary>
/// A qmail with 100,000 users in users/cdb and a domain of vpopmail's with 100,000 mailboxes. One rule stands beside it, so that what the look-up adds to
/// a check with one rule is seen. The files are made from their formats; qmail and vpopmail need not be there.
/// </summary>
internal sealed class RecipientSet
{
    /// <summary>The most that a check may take, in times of one with one rule and no look-up.</summary>
    public const double Most = 1.25;

    private const int Count = 100_000;
    private const string Domain = "example.com";
    private const UnixFileMode ReadableForAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly Programs _programs;
    private readonly string _home;
    private readonly List<(string Name, Contestant Check)> _checks = [];

    /// <summary>Lays the files down.</summary>
    public RecipientSet(Programs programs)
    {
        _programs = programs;
        _home = Path.Combine(programs.Scratch, "recipients");
        string control = Make("control");
        string domain = Make("vpopmail/domains/" + Domain);
        File.WriteAllLines(Path.Combine(control, "badmailto"), RuleGenerator.Mixed(1));
        File.WriteAllText(Path.Combine(control, "me"), "mail.example.net\n");
        File.WriteAllText(Path.Combine(control, "locals"), "mail.example.net\nlocalhost\n");
        File.WriteAllText(Path.Combine(control, "virtualdomains"), $"{Domain}:{Domain}\n");
        File.WriteAllText(Path.Combine(control, "checkrcpthosts"), "*\n");
        File.WriteAllText(Path.Combine(domain, ".qmail-default"), "| vdelivermail '' bounce-no-mailbox\n");
        File.WriteAllBytes(Path.Combine(domain, "vpasswd.cdb"), CdbFile.Of(Mailboxes(domain)));
        File.WriteAllBytes(Path.Combine(Make("users"), "cdb"), CdbFile.Of(Users(domain, Make("alias"), Make("user"))));
    }

    /// <summary>The checks with their names. Half of them are refused.</summary>
    public IReadOnlyList<(string Name, Contestant Check)> Checks => _checks;

    /// <summary>Makes sure that the files decide. A recipient that can't be told would be accepted, and be no measure.</summary>
    public void Prepare()
    {
        foreach ((string name, string recipient, int exit) in ((string, string, int)[])
        [
            ("a mailbox of vpopmail's", $"user{Count - 1}@{Domain}", 0),
            ("a mailbox that vpopmail has not", $"nobody@{Domain}", 100),
            ("a user", $"user{Count - 1}@localhost", 0),
            ("an address of a user that he has not", $"user{Count - 1}-list@localhost", 100),
            ("nobody's address, which goes to alias", "nobody@localhost", 100),
        ])
        {
            var check = new Contestant(Check(recipient), exit, 1);
            check.RunOnce();
            _checks.Add((name, check));
        }
    }

    private static IEnumerable<(byte[] Key, byte[] Data)> Mailboxes(string domain) =>
        Enumerable.Range(0, Count).Select(Name).Prepend("postmaster").Select(
            name => (CdbFile.Bytes(name), CdbFile.Bytes($"$1$abcdefgh$0123456789012345678901:1:0:gecos:{domain}/{name}:NOQUOTA")));

    /// <summary>users/cdb as qmail-newu makes it: the wildcards, the domain, everybody's own address and extensions, and alias for the rest.</summary>
    private static IEnumerable<(byte[] Key, byte[] Data)> Users(string domain, string alias, string user)
    {
        // The files are everybody's to read. Nobody's mail goes to root: qmail defers it.
        string number = Environment.IsPrivilegedProcess ? "65534" : Libc.EffectiveUser().ToString(CultureInfo.InvariantCulture);
        yield return Entry("", "-");
        yield return Entry($"!{Domain}-", string.Join('\0', Domain, number, number, domain, "-", ""));
        yield return Entry("!", string.Join('\0', "alias", number, number, alias, "-", ""));
        for (int i = 0; i < Count; i++)
        {
            yield return Entry($"!{Name(i)}\0", string.Join('\0', Name(i), number, number, user, "", ""));
            yield return Entry($"!{Name(i)}-", string.Join('\0', Name(i), number, number, user, "-", ""));
        }
    }

    private static (byte[] Key, byte[] Data) Entry(string key, string data) => (CdbFile.Bytes(key), Encoding.Latin1.GetBytes(data));

    private static string Name(int number) => "user" + number.ToString(CultureInfo.InvariantCulture);

    private string Make(string name)
    {
        string path = Path.Combine(_home, name);
        for (string at = path; at.Length >= _home.Length; at = Path.GetDirectoryName(at)!)
        {
            Directory.CreateDirectory(at);
            File.SetUnixFileMode(at, ReadableForAll);
        }

        return path;
    }

    private Command Check(string address) => new(
        [_programs.Qregexcheck],
        [
            "SENDER=someone@example.net", "RECIPIENT=" + address, "HELO=mx.example.net", "TCPREMOTEIP=192.0.2.7",
            "QREGEXCHECK_QMAIL=" + _home, "QREGEXCHECK_CONTROL=" + Path.Combine(_home, "control"),
        ]);
}
