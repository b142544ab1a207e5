using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

public sealed class FastForwardTests
{
    private const string List = "/etc/aliases.cdb";

    private static readonly string Instructions =
        "Root@One.example: god@heaven.example;\n@two.example: &all@heaven.example;\nlist@: ?owner@x.example, a@b.example;\n?only@three.example: x;\n"
        + "odd@at@four.example: a@b.example;\nempty@five.example: ;\n";

    private static readonly string[] Recipients =
        ["root@one.example", "ROOT@ONE.EXAMPLE", "toor@one.example", "any@two.example", "any@TWO.example", "@two.example", "any@sub.two.example", "list@anything.example",
            "LIST@one.example", "list", "list@", "lists@one.example", "only@three.example", "odd@at@four.example", "at@four.example", "empty@five.example", "@", "x@"];

    /// <summary>The real setforward makes the file, and the real fastforward says which it has.</summary>
    [Fact]
    public void An_address_is_there_where_fastforward_finds_it()
    {
        using var folder = new ControlFolder();
        folder.With("in", Instructions.Replace("?only@three.example: x;\n", "only@three.example: ?owner@x.example;\n"));
        Outcome made = new Child("/bin/sh", "-c", "PATH=/usr/bin:/bin; export PATH; setforward cdb tmp <in") { Directory = folder.Path }.Run();
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        byte[] file = File.ReadAllBytes(folder.Of("cdb"));
        foreach (string recipient in Recipients)
        {
            Outcome real = new Child("/bin/sh", "-c", "exec /usr/bin/fastforward -n cdb") { Directory = folder.Path, Environment = ["RECIPIENT=" + recipient, "SENDER=s@x.example"] }.Run();
            Assert.True(real.ExitCode is 0 or 100, $"{recipient}: exit {real.ExitCode}");
            Assert.Equal(
                (recipient, real.ExitCode == 0 ? "Exists" : "Missing"), (recipient, Find(new SketchedHost().File(List, file), recipient).State.ToString()));
        }
    }

    [Theory]
    [InlineData("root@one.example", "Exists")]
    [InlineData("nobody@one.example", "Missing")]
    [InlineData("x@two.example", "Exists")]
    [InlineData("list@one.example", "Exists")]
    [InlineData("list", "Missing")]
    [InlineData("owned@one.example", "Missing")]
    public void Three_targets_are_tried_and_an_owner_is_none(string recipient, string expected)
    {
        byte[] file = CdbFile.Of((":root@one.example", "&a@b\0"), (":@two.example", "&a@b\0"), (":list@", "&a@b\0"), ("?owned@one.example", "a@b"));
        MailboxFinding finding = Find(new SketchedHost().File(List, file), recipient);
        Assert.Equal(expected, finding.State.ToString());
        Assert.Equal(expected == "Missing" ? $"no {recipient} in {List}" : $"{List} forwards the address", Encoding.Latin1.GetString(finding.Why));
    }

    [Fact]
    public void A_database_that_is_missing_unreadable_or_damaged_is_not_told()
    {
        Assert.Equal("Unknown", Find(new SketchedHost(), "x@y").State.ToString());
        MailboxFinding denied = Find(new SketchedHost().File(List, CdbFile.Of(), 0x180), "x@y");
        Assert.Equal(("Unknown", $"chmod o+r {List}"), (denied.State.ToString(), denied.Advice));
        byte[] whole = CdbFile.Of((":root@one.example", "&a@b\0"));
        for (int length = 0; length < whole.Length; length++)
            Assert.Equal("Unknown", Find(new SketchedHost().File(List, whole[..length]), "x@y").State.ToString());
    }

    private static MailboxFinding Find(SketchedHost host, string recipient)
    {
        var trail = new List<Evidence>();
        MailboxFinding finding = FastForward.Find(host, new LocalUser("alias"u8.ToArray(), 7000, 7000, "/alias"u8.ToArray(), "-"u8.ToArray(), "x"u8.ToArray(), IsCertain: true), CdbFile.Bytes(List), CdbFile.Bytes(recipient), trail);
        Assert.NotEmpty(trail);
        return finding;
    }
}
