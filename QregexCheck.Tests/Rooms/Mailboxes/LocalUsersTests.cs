using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>Whom qmail-lspawn would call qmail-local for. What real qmail-lspawn and qmail-getpw chose stands in the rows.</summary>
public sealed class LocalUsersTests
{
    private const string Unknown = "cannot tell";

    private readonly ITestOutputHelper _output;

    public LocalUsersTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData("=qxbob:qxbob:7001:7001:/h/bob:::\n.\n", "qxbob", "qxbob /h/bob [] []")]
    [InlineData("=qxbob:qxbob:7001:7001:/h/bob:::\n.\n", "QxBob", "qxbob /h/bob [] []")]
    [InlineData("=qxbob:qxbob:7001:7001:/h/bob:-:x:\n.\n", "qxbob", "qxbob /h/bob [-] [x]")]
    [InlineData("+qxbob-:qxbob:7001:7001:/h/bob:-::\n.\n", "qxbob-List.One", "qxbob /h/bob [-] [List.One]")]
    [InlineData("+qxbob-:qxbob:7001:7001:/h/bob:-::\n.\n", "qxbob-", "qxbob /h/bob [-] []")]
    [InlineData("+qxbob-:qxbob:7001:7001:/h/bob:-::\n.\n", "qxbob", "alias /alias [-] [qxbob]")]
    [InlineData("+qxbob-:qxbob:7001:7001:/h/bob:-:pre-:\n.\n", "qxbob-X", "qxbob /h/bob [-] [pre-X]")]
    [InlineData("+a-:one:7001:7001:/h/1:-::\n+a-b-:two:7001:7001:/h/2:-::\n.\n", "a-b-c", "two /h/2 [-] [c]")]
    [InlineData("+a-:one:7001:7001:/h/1:-::\n=a-b:two:7001:7001:/h/2:::\n.\n", "a-b", "two /h/2 [] []")]
    [InlineData("+a-:one:7001:7001:/h/1:-::\n+a-:two:7001:7001:/h/2:-::\n.\n", "a-b", "one /h/1 [-] [b]")]
    [InlineData("+a:one:7001:7001:/h/1:-::\n.\n", "abc", "one /h/1 [-] [bc]")]
    [InlineData("+:one:7001:7001:/h/1:-::\n.\n", "qxuser", "one /h/1 [-] [qxuser]")]
    [InlineData("+:one:7001:7001:/h/1:::\n.\n", "x", "one /h/1 [] [x]")]
    [InlineData("+:one:7001:7001:/h/1:-::\n.\n", "", "one /h/1 [-] []")]
    [InlineData("+aX:one:7001:7001:/h/1:-::\n.\n", "axb", "alias /alias [-] [axb]")]
    [InlineData("+aX:one:7001:7001:/h/1:-::\n+cx:two:7001:7001:/h/2:-::\n.\n", "axb", "one /h/1 [-] [b]")]
    [InlineData("+a-:one:0:7001:/h/1:-::\n.\n", "a-b", Unknown)]
    [InlineData("+a-:one::7001:/h/1:-::\n.\n", "a-b", Unknown)]
    [InlineData("+a-:one:4294967296:7001:/h/1:-::\n.\n", "a-b", Unknown)]
    [InlineData("+a-:one:70x:7001:/h/1:-::\n.\n", "a-b", Unknown)]
    [InlineData(".\n", "qxuser", "qxuser /home/qxuser [] []")]
    [InlineData(null, "qxuser", "qxuser /home/qxuser [] []")]
    [InlineData(null, "QXUSER", "qxuser /home/qxuser [] []")]
    [InlineData(null, "qxuser-A.b-c", "qxuser /home/qxuser [-] [A.b-c]")]
    [InlineData(null, "qxuser-", "qxuser /home/qxuser [-] []")]
    [InlineData(null, "qxuser-b", "qxuser-b /home/qxuser-b [] []")]
    [InlineData(null, "qxuser-b-c", "qxuser-b /home/qxuser-b [-] [c]")]
    [InlineData(null, "root", "alias /alias [-] [root]")]
    [InlineData(null, "qxroot", "alias /alias [-] [qxroot]")]
    [InlineData(null, "nobody", "alias /alias [-] [nobody]")]
    [InlineData(null, "daemon", "alias /alias [-] [daemon]")]
    [InlineData(null, "qxstranger", "alias /alias [-] [qxstranger]")]
    [InlineData(null, "qxgone", "alias /alias [-] [qxgone]")]
    [InlineData(null, "qxhomeless", "alias /alias [-] [qxhomeless]")]
    [InlineData(null, "qxrelative", Unknown)]
    [InlineData(null, "qxhidden", Unknown)]
    [InlineData(null, "qxhidden-x", Unknown)]
    [InlineData(null, "qxupper", "alias /alias [-] [qxupper]")]
    [InlineData(null, "alias", "alias /alias [] []")]
    [InlineData(null, "alias-x", "alias /alias [-] [x]")]
    [InlineData(null, "Nobody-There", "alias /alias [-] [Nobody-There]")]
    [InlineData(null, "-x", "alias /alias [-] [-x]")]
    [InlineData(null, "", "alias /alias [-] []")]
    [InlineData(null, "qxn31aaaaaaaaaaaaaaaaaaaaaaaaaa", "qxn31aaaaaaaaaaaaaaaaaaaaaaaaaa /home/31 [] []")]
    [InlineData(null, "qxn32aaaaaaaaaaaaaaaaaaaaaaaaaaa", "alias /alias [-] [qxn32aaaaaaaaaaaaaaaaaaaaaaaaaaa]")]
    [InlineData(null, "qxn31aaaaaaaaaaaaaaaaaaaaaaaaaa-x", "qxn31aaaaaaaaaaaaaaaaaaaaaaaaaa /home/31 [-] [x]")]
    public void The_user_is_the_one_that_qmail_finds(string? assign, string local, string expected)
    {
        SketchedHost host = Usual("passwd: files systemd\n");
        if (assign is not null)
            host.File("/var/qmail/users/cdb", QmailNewu.Compile(assign));
        Assert.Equal(expected, Find(host, local));
    }

    [Fact]
    public void The_evidence_names_each_file()
    {
        SketchedHost host = Usual("passwd: files\n").File("/var/qmail/users/cdb", QmailNewu.Compile(".\n"));
        var trail = new List<Evidence>();
        LocalUsers.Find(host, SketchedHost.Places, "qxgone"u8, trail);
        Assert.Equal(
            ["/var/qmail/users/cdb no entry", "/etc/nsswitch.conf names no other source of users than /etc/passwd",
                "/home/qxgone no such directory, so that the user is passed over", "/etc/passwd names no such user; alias has it"],
            trail.Select(evidence => Encoding.Latin1.GetString(evidence.File) + " " + evidence.Words));
    }

    [Fact]
    public void Every_file_that_is_opened_is_closed()
    {
        SketchedHost host = Usual("passwd: files\n").File("/var/qmail/users/cdb", QmailNewu.Compile(".\n"));
        Find(host, "qxuser");
        Assert.Equal(["close /var/qmail/users/cdb", "close /etc/nsswitch.conf", "close /etc/passwd"], host.Calls.Where(call => call.StartsWith("close ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_local_part_of_dashes_is_searched_and_a_longer_one_than_the_bound_is_not()
    {
        SketchedHost host = Usual("passwd: files\n").File("/var/qmail/users/cdb", QmailNewu.Compile("+a-:one:7001:7001:/h/1:-::\n.\n"));
        string dashes = new('-', 450);
        Assert.Equal($"alias /alias [-] [{dashes}]", Find(host, dashes));
        Assert.Equal($"one /h/1 [-] [{dashes}]", Find(host, "a-" + dashes));
        Assert.Equal(Unknown, Find(host, new string('-', UsersCdb.LongestLocal + 1)));
    }

    [Fact]
    public void A_NUL_in_the_local_part_is_never_looked_up() => Assert.Equal(Unknown, Find(Usual("passwd: files\n"), "a\0b"));

    [Fact]
    public void Users_of_other_sources_are_asked_of_qmail_getpw_and_its_fall_to_alias_is_not_certain()
    {
        var asked = new List<string>();
        SketchedHost host = Usual("passwd: files sss\n", local =>
        {
            asked.Add(local);
            return local.StartsWith("qxldap", StringComparison.Ordinal) ? "qxldap\09000\09000\0/home/qxldap\0-\0x\0" : $"alias\07000\07000\0/alias\0-\0{local}\0";
        });
        Assert.Equal("qxldap /home/qxldap [-] [x]", Find(host, "qxldap-x"));
        Assert.Equal("alias /alias [-] [qxnobody] uncertain", Find(host, "qxnobody"));
        Assert.Equal("alias /alias [-] [] uncertain", Find(host, ""));
        Assert.Equal(["qxldap-x", "qxnobody", ""], asked);
    }

    [Fact]
    public void What_qmail_getpw_can_not_say_is_not_told()
    {
        Assert.Equal(Unknown, Find(Usual("passwd: ldap\n"), "qxuser"));
        foreach (string output in new[] { "", "alias\0", "alias\07000\07000\0/alias\0-\0x", "qx\00\00\0/\0\0\0", "qx\0a\00\0/\0\0\0" })
            Assert.Equal(Unknown, Find(Usual("passwd: ldap\n", _ => output), "x"));
    }

    [Fact]
    public void Lines_of_NIS_count_in_compat_mode_only()
    {
        const string Nis = "+::::::\n";
        static string Getpw(string local) => $"qxnis\09000\09000\0/home/x\0\0\0";
        foreach ((string? conf, string passwd, string expected) in new[]
        {
            ("passwd: files\n", Nis, "alias /alias [-] [qxnis]"),
            ("passwd: compat\n", "", "alias /alias [-] [qxnis]"),
            ("passwd: compat\n", Nis, "qxnis /home/x [] []"),
            ("passwd: compat systemd\n", "-qxbad::::::\n", "qxnis /home/x [] []"),
            ((string?)null, "", "alias /alias [-] [qxnis]"),
            (null, Nis, "qxnis /home/x [] []"),
        })
        {
            SketchedHost host = Usual(conf, Getpw);
            host.File("/etc/passwd", "alias:x:7000:7000::/alias:/bin/sh\n" + passwd);
            Assert.Equal(expected, Find(host, "qxnis"));
        }
    }

    /// <summary>qmail-lspawn takes ENOENT only for "no such file", and defers at all else.</summary>
    [Fact]
    public void A_users_cdb_that_can_not_be_opened_is_not_the_same_as_none()
    {
        Assert.Equal("qxuser /home/qxuser [] []", Find(Usual("passwd: files\n").Directory("/var/qmail/users"), "qxuser"));
        Assert.Equal(Unknown, Find(Usual("passwd: files\n").File("/var/qmail/users", ""), "qxuser"));
        Assert.Equal(Unknown, Find(Usual("passwd: files\n").Directory("/var/qmail/users/cdb"), "qxuser"));
        Assert.Equal(Unknown, Find(Usual("passwd: files\n").Special("/var/qmail/users/cdb"), "qxuser"));
        Assert.Equal(Unknown, Find(Usual("passwd: files\n").File("/var/qmail/users/cdb", QmailNewu.Compile(".\n"), 0x1A0), "qxuser"));
        Assert.Equal(Unknown, Find(Usual("passwd: files\n").File("/var/qmail/users/cdb", ""), "qxuser"));
        Assert.Equal(Unknown, Find(Usual("passwd: files\n").File("/var/qmail/users/cdb", CdbFile.Of(("!x", "y"))), "qxuser"));
    }

    [Fact]
    public void A_users_cdb_that_is_cut_or_damaged_never_gives_another_user_than_whole_or_none()
    {
        byte[] whole = QmailNewu.Compile("+a-:one:7001:7001:/h/1:-::\n=b:two:7002:7002:/h/2:::\n.\n");
        for (int length = 0; length < whole.Length; length += 7)
            Assert.Equal(Unknown, Find(Usual("passwd: files\n").File("/var/qmail/users/cdb", whole[..length]), "a-x"));
        for (int bit = 0; bit < whole.Length * 8; bit += 3)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            _ = Find(Usual("passwd: files\n").File("/var/qmail/users/cdb", flipped), "a-x");
        }
    }

    [Fact]
    public void A_read_that_fails_anywhere_is_not_told()
    {
        byte[] cdb = QmailNewu.Compile("+a-:one:7001:7001:/h/1:-::\n.\n");
        foreach ((string path, long offset) in new[] { ("/var/qmail/users/cdb", 0L), ("/var/qmail/users/cdb", 2050L), ("/etc/passwd", 0L) })
        {
            SketchedHost host = Usual("passwd: files\n").File("/var/qmail/users/cdb", cdb);
            host.Fault = (path, offset);
            Assert.Equal(Unknown, Find(host, "qxuser"));
        }
    }

    /// <summary>Random users/assign and passwd against a model that goes through the lines one by one.</summary>
    [Fact]
    public void Random_hosts_give_the_same_user_as_a_slow_model()
    {
        var random = new Random(Seed.Choose(12_1, _output));
        string Word(int longest) => string.Concat(Enumerable.Range(0, random.Next(longest + 1)).Select(_ => "aabB---.+"[random.Next(9)]));
        for (int round = 0; round < 3_000; round++)
        {
            string[] assign = [.. Enumerable.Range(0, random.Next(5)).Select(n => $"{"=+"[random.Next(2)]}{Word(4)}:u{n}:{random.Next(4)}:7:/h/{n}:{Word(1)}:{Word(2)}:")];
            string[] passwd = [.. Enumerable.Range(0, random.Next(6)).Select(n => $"{Word(3)}:x:{random.Next(3)}:7:gecos:/home/{random.Next(4)}:/bin/sh"), "alias:x:5:5::/alias:"];
            random.Shuffle(passwd);
            var host = new SketchedHost();
            host.File("/etc/nsswitch.conf", "passwd:files\n").File("/etc/passwd", string.Join('\n', passwd));
            for (uint home = 0; home < 3; home++)
                host.Directory("/home/" + home, owner: home);
            if (random.Next(3) > 0)
                host.File("/var/qmail/users/cdb", QmailNewu.Compile(string.Concat(assign.Select(line => line + "\n")) + ".\n"));
            else
                assign = [];
            for (int ask = 0; ask < 6; ask++)
            {
                string local = Word(6);
                string expected = SlowUsers.Find(assign, passwd, local);
                Assert.True(expected == Find(host, local), $"round {round}: {local} in {string.Join(' ', assign)} {string.Join(' ', passwd)}: not {expected} but {Find(host, local)}");
            }
        }
    }

    private static SketchedHost Usual(string? nsswitch, Func<string, string>? getpw = null)
    {
        SketchedHost host = new SketchedHost { Getpw = getpw }
            .File("/etc/passwd", string.Concat(
                "root:x:0:0:root:/root:/bin/sh\n", "daemon:x:1:1:daemon:/usr/sbin:/sbin/nologin\n", "qxuser:x:7001:7001:,,,:/home/qxuser:/bin/sh\n",
                "qxuser-b:x:7002:7002::/home/qxuser-b:/bin/sh\n", "qxuser:x:0:0::/elsewhere:/bin/sh\n", "qxroot:x:0:7001::/home/qxroot:/bin/sh\n",
                "qxstranger:x:7004:7004::/home/qxuser:/bin/sh\n", "qxgone:x:7005:7005::/home/qxgone:/bin/sh\n", "qxhomeless:x:7006:7006:::/bin/sh\n",
                "qxrelative:x:7006:7006::home:/bin/sh\n", "qxhidden:x:7007:7007::/closed/qxhidden:/bin/sh\n", "qxUpper:x:7001:7001::/home/qxuser:/bin/sh\n",
                "qxn31aaaaaaaaaaaaaaaaaaaaaaaaaa:x:7031:7031::/home/31:\n", "qxn32aaaaaaaaaaaaaaaaaaaaaaaaaaa:x:7031:7031::/home/31:\n",
                "nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n", "alias:x:7000:7000::/alias:/bin/false"))
            .Directory("/usr/sbin").Directory("/home/qxuser", 0x1C0, 7001).Directory("/home/qxuser-b", 0x1C0, 7002).Directory("/home/qxroot", 0x1C0, 0)
            .Directory("/home/31", 0x1C0, 7031).Directory("/closed", 0x1E8).Directory("/closed/qxhidden", 0x1ED, 7007).Directory("/alias", 0x1ED, 7000);
        return nsswitch is null ? host : host.File("/etc/nsswitch.conf", nsswitch);
    }

    private static string Find(SketchedHost host, string local)
    {
        try
        {
            LocalUser user = LocalUsers.Find(host, SketchedHost.Places, CdbFile.Bytes(local), []);
            static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
            return $"{Text(user.Name)} {Text(user.Home)} [{Text(user.Dash)}] [{Text(user.Extension)}]{(user.IsCertain ? "" : " uncertain")}";
        }
        catch (HostFileException)
        {
            return Unknown;
        }
    }
}
