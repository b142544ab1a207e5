using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Qmail;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Qmail;

/// <summary>Files with rules that nobody asks are found, and what was meant is said.</summary>
public sealed class UnreadFilesTests
{
    [Theory]
    [InlineData("badrcptto", "badmailto")]
    [InlineData("badrcpttonorelay", "badmailtonorelay")]
    [InlineData("badhelonorelay", "badhelo")]
    [InlineData("badmailpatterns", "badmailfrom")]
    [InlineData("badrcptpatterns", "badmailto")]
    [InlineData("badmailfrom-unknown", null)]
    [InlineData("goodrcptto", "goodmailto")]
    public void A_name_of_another_patch_is_told_with_the_control_file_its_rules_belong_to(string name, string? meant) =>
        Assert.Equal((name, meant), Only(name));

    [Theory]
    [InlineData("badrcptto", "qregex of the combined patches (sagredo, solarisfan) keeps the rules for recipients there; copy or rename it to badmailto")]
    [InlineData(
        "badhelonorelay",
        "qregex of the combined patches (sagredo) asks it about clients that may not relay; add its rules to badhelo, and set NOBADHELO where RELAYCLIENT is set")]
    [InlineData("badmailpatterns", "shell patterns of SPAMCONTROL and its kin, not regular expressions; write each as a rule in badmailfrom")]
    [InlineData("badrcptpatterns", "shell patterns of SPAMCONTROL and its kin, not regular expressions; write each as a rule in badmailto")]
    [InlineData(
        "badmailfrom-unknown",
        "SPAMCONTROL and qmail-ldap ask it about clients whose name is not in DNS; no rule can ask that; "
        + "keep the qmail-smtpd that does, or refuse such clients in tcpserver's rules")]
    public void What_is_to_be_done_with_it_names_the_same_control_file(string name, string why)
    {
        using ControlFolder control = new ControlFolder().With(name, "x\n");
        Assert.StartsWith(why, UnreadFiles.In(new ControlDirectory(Encoding.UTF8.GetBytes(control.Path))).Single().Why, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("badrcptto", "; qregexcheck convert --from qregex-names --as badmailto prints its rules")]
    [InlineData("badrcpttonorelay", "; qregexcheck convert --from qregex-names --as badmailto prints its rules")]
    [InlineData("badhelonorelay", "; qregexcheck convert --from qregex-names --as badhelo prints its rules")]
    public void The_command_that_makes_rules_of_it_is_named(string name, string command)
    {
        using ControlFolder control = new ControlFolder().With(name, "x\n");
        Assert.EndsWith(command, UnreadFiles.In(new ControlDirectory(Encoding.UTF8.GetBytes(control.Path))).Single().Why, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("badmailot", "badmailto")]
    [InlineData("BadMailTo", "badmailto")]
    [InlineData("bad_mail_to", "badmailto")]
    [InlineData("badmailto.txt", "badmailto")]
    [InlineData("badmailto~", "badmailto")]
    [InlineData("badmailform", "badmailfrom")]
    [InlineData("badmailfrom-norelay", "badmailfromnorelay")]
    [InlineData("badmailtonoreley", "badmailtonorelay")]
    [InlineData("badmailfromnore", "badmailfromnorelay")]
    [InlineData("baadhelo", "badhelo")]
    [InlineData("badrctpto", "badmailto")]
    [InlineData("goodmailform", "goodmailfrom")]
    [InlineData("bedmailto", "badmailto")]
    [InlineData("abdmailto", "badmailto")]
    [InlineData("checkrcpthost", "checkrcpthosts")]
    [InlineData("chekrcpthosts", "checkrcpthosts")]
    [InlineData("check_rcpt_hosts", "checkrcpthosts")]
    [InlineData("checkrcpthosts.txt", "checkrcpthosts")]
    [InlineData("validrcpto", "validrcptto")]
    [InlineData("ValidRcptTo", "validrcptto")]
    [InlineData("validrctpto", "validrcptto")]
    [InlineData("validrcptto~", "validrcptto")]
    [InlineData("badthings", null)]
    [InlineData("goodhelo", null)]
    public void A_mistyped_name_is_told_with_the_nearest(string name, string? meant) => Assert.Equal((name, meant), Only(name));

    [Fact]
    public void A_name_with_bytes_that_no_eye_sees_is_escaped()
    {
        Assert.Equal((@"badmailto\x20", "badmailto"), Only("badmailto "));
        Assert.Equal((@"badmailto\x0A", "badmailto"), Only("badmailto\n"));
    }

    [Fact]
    public void What_is_a_control_file_or_another_programs_or_a_copy_put_aside_is_passed_over()
    {
        using var control = new ControlFolder();
        string[] names =
        [
            "badhelo", "badmailfrom", "badmailfromnorelay", "badmailto", "badmailtonorelay", "goodmailfrom", "goodmailto", "rcpthosts", "locals", "me",
            "badmailto.old", "badmailto~", "badmailto-2026", ".badmailto.swp", "#badmailto#", "badmimetypes", "badloadertypes.cdb", "qregexcheck.db",
            "helohost", "localiphost", "morercpthosts", "plusdomain", "smtpplugins", "timeoutsmtpd", "validrcptto.cdb", "recipients", "mailfromdnscheck",
        ];
        foreach (string name in names)
            control.With(name, "x\n");
        Directory.CreateDirectory(control.Of("badmailto.d"));
        Directory.CreateDirectory(control.Of("bad-ones"));
        Assert.Empty(UnreadFiles.In(new ControlDirectory(Encoding.UTF8.GetBytes(control.Path))));
    }

    [Fact]
    public void The_list_of_the_validrcptto_patch_is_told_where_recipients_are_looked_up_without_a_list()
    {
        using ControlFolder control = new ControlFolder().With("validrcptto.cdb", "x\n").With("recipients", "x\n");
        var directory = new ControlDirectory(Encoding.UTF8.GetBytes(control.Path));
        Assert.Empty(UnreadFiles.In(directory));
        control.With("checkrcpthosts", "*\n");
        UnreadFile file = UnreadFiles.In(directory).Single();
        Assert.Equal(
            ("validrcptto.cdb", "validrcptto", "the validrcptto patch reads it; write its addresses into validrcptto, one a line"),
            (file.Name, file.Meant, file.Why));
        control.With("validrcptto", "a@x.ro\n");
        Assert.Empty(UnreadFiles.In(directory));
    }

    [Fact]
    public void Lines_of_a_misnamed_list_of_recipients_are_to_be_added_to_the_right_one()
    {
        using ControlFolder control =
            new ControlFolder().With("validrcpto", "x\n").With("validrcptto", "y\n").With("checkrcpthosts", "*\n").With("checkrcpthosts.old", "*\n");
        Assert.EndsWith(
            "add its lines to validrcptto", UnreadFiles.In(new ControlDirectory(Encoding.UTF8.GetBytes(control.Path))).Single().Why,
            System.StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_right_file_is_there_its_rules_are_to_be_added_to_it()
    {
        using ControlFolder control = new ControlFolder().With("badrcptto", "x\n").With("badmailot", "x\n");
        var directory = new ControlDirectory(Encoding.UTF8.GetBytes(control.Path));
        Assert.All(UnreadFiles.In(directory), file => Assert.Contains("copy or rename it to badmailto", file.Why, System.StringComparison.Ordinal));
        control.With("badmailto", "y\n");
        Assert.All(UnreadFiles.In(directory), file => Assert.Contains("add its rules to badmailto", file.Why, System.StringComparison.Ordinal));
    }

    [Fact]
    public void A_directory_that_cannot_be_listed_has_none() =>
        Assert.Empty(UnreadFiles.In(new ControlDirectory("/nowhere/at/all"u8)));

    private static (string Name, string? Meant) Only(string name)
    {
        using ControlFolder control = new ControlFolder().With(name, "x\n");
        UnreadFile file = UnreadFiles.In(new ControlDirectory(Encoding.UTF8.GetBytes(control.Path))).Single();
        Assert.NotEmpty(file.Why);
        return (file.Name, file.Meant);
    }
}
