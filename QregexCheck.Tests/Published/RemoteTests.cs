using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>qregexcheck-remote</c> in the place of qmail-remote, and <c>batv</c>. A shell script stands for qmail-remote and says how it was run.</summary>
public sealed class RemoteTests : IDisposable
{
    private const string Key = "1 00112233445566778899aabbccddeeff 2026-01-01\n";

    private readonly ControlFolder _folder = new ControlFolder().With("batvdomains", "example.com\n").With("batvkey", Key);

    public RemoteTests()
    {
        _folder.Script("real", "IFS='|'; printf '%s\\n' \"$*\"; printf '%s\\n' \"$0\"; cat; env | grep -c QREGEXCHECK_REMOTE; exit 0\n");
        foreach (string name in new[] { "qregexcheck-remote", "qmail-remote" })
            File.CreateSymbolicLink(_folder.Of(name), PublishedBinary.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_sender_is_signed_and_all_else_is_as_it_was()
    {
        string[] lines = Remote("example.org", "User@Example.com", "a@example.org", "b c@example.org").Split('\n');
        Assert.Matches("^example\\.org\\|prvs=1[0-9]{3}[0-9a-f]{6}=User@Example\\.com\\|a@example\\.org\\|b c@example\\.org$", lines[0]);
        Assert.Equal("0", lines[2]);
        string signed = lines[0].Split('|')[1];
        Assert.StartsWith("valid until ", Batv("check", signed).Output, StringComparison.Ordinal);
        Assert.Equal(signed + "\n", Batv("sign", "User@Example.com").Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#@[]")]
    [InlineData("user@example.net")]
    [InlineData("news-return-1-a=example.org@example.com")]
    [InlineData("SRS0=abcd=ef=example.net=user@example.com")]
    public void Other_senders_go_as_they_are(string sender) =>
        Assert.StartsWith($"example.org|{sender}|a@example.org\n", Remote("example.org", sender, "a@example.org"), StringComparison.Ordinal);

    [Theory]
    [InlineData("batvkey", "")]
    [InlineData("batvkey", "nonsense\n")]
    [InlineData("batvkey", null)]
    [InlineData("batvdomains", null)]
    [InlineData("batvexempt", "example.org\n")]
    [InlineData("batvexempt", "A@EXAMPLE.org\n")]
    public void Trouble_with_a_file_and_exemptions_leave_the_sender_unsigned(string name, string? bytes)
    {
        if (bytes is null)
            File.Delete(_folder.Of(name));
        else
            _folder.With(name, bytes);
        Assert.StartsWith("example.org|user@example.com|a@example.org\n", Remote("example.org", "user@example.com", "a@example.org"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_missing_and_too_little_memory_for_the_runtime_leave_it_unsigned_too()
    {
        Outcome missing = Run("qregexcheck-remote", ["QREGEXCHECK_CONTROL=/nowhere", Real], "example.org", "user@example.com", "a@example.org");
        Assert.StartsWith("example.org|user@example.com|a@example.org\n", missing.Output, StringComparison.Ordinal);
        var small = new Child("/bin/sh", "-c", "ulimit -v 9000; exec \"$0\" \"$@\"", _folder.Of("qregexcheck-remote"), "example.org", "user@example.com", "a@example.org")
        {
            Environment = [_folder.Variable, Real],
        };
        Assert.StartsWith("example.org|user@example.com|a@example.org\n", small.Run().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_qmail_remote_that_can_not_be_run_is_a_report_of_trouble()
    {
        Outcome outcome = Run("qregexcheck-remote", [_folder.Variable, "QREGEXCHECK_REMOTE=/nowhere/qmail-remote"], "example.org", "user@example.com", "a@example.org");
        Assert.Equal((0, "Zqregexcheck-remote is unable to run qmail-remote. (#4.3.0)\n\0", ""), (outcome.ExitCode, outcome.Output, outcome.Error));
    }

    [Theory]
    [InlineData("qregexcheck-remote", "qmail-remote")]
    [InlineData("qmail-remote", "qmail-remote.real")]
    public void Without_a_variable_it_is_found_in_the_home_of_qmail(string name, string real)
    {
        Directory.CreateDirectory(_folder.Of("bin"));
        _folder.Script("bin/" + real, "echo \"$2\"\n");
        Outcome outcome = Run(name, [_folder.Variable, "QREGEXCHECK_QMAIL=" + _folder.Path], "example.org", "user@example.com", "a@example.org");
        Assert.StartsWith("prvs=1", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "sign", "user@example.net" }, 100)]
    [InlineData(new[] { "sign", "" }, 100)]
    [InlineData(new[] { "check", "user@example.com" }, 100)]
    [InlineData(new[] { "check", "prvs=1000000000=user@example.com" }, 100)]
    [InlineData(new[] { "new-key", "user@example.com" }, 100)]
    [InlineData(new[] { "sign" }, 100)]
    [InlineData(new[] { "nonsense" }, 100)]
    public void Exit_codes_tell_of_what_is_not_signed_not_valid_or_not_meant(string[] words, int code) => Assert.Equal(code, Batv(words).ExitCode);

    [Fact]
    public void A_tag_is_valid_for_a_week_and_stale_afterwards()
    {
        string[] signs = ["QREGEXCHECK_NOW=2027-06-27"];
        string signed = Batv(signs, "sign", "user@example.com").Output.TrimEnd('\n');
        Assert.StartsWith("prvs=1003", signed, StringComparison.Ordinal);
        Assert.Equal("valid until 2027-07-04\n", Batv(["QREGEXCHECK_NOW=2027-07-04"], "check", signed).Output);
        Assert.Equal("stale\n", Batv(["QREGEXCHECK_NOW=2027-07-05"], "check", signed).Output);
        Assert.Equal("bad\n", Batv(["QREGEXCHECK_NOW=2027-06-25"], "check", signed).Output);
        Assert.Equal(111, Batv(["QREGEXCHECK_NOW=tomorrow"], "check", signed).ExitCode);
    }

    [Fact]
    public void A_new_key_stands_in_front_and_signs_and_the_old_one_verifies()
    {
        string old = Batv("sign", "user@example.com").Output.TrimEnd('\n');
        Assert.Equal(0, Batv("new-key").ExitCode);
        string text = _folder.Read("batvkey");
        Assert.Matches("^2 [0-9a-f]{40} [0-9]{4}-[0-9]{2}-[0-9]{2}\n", text);
        Assert.EndsWith("\n" + Key, text, StringComparison.Ordinal);
        Assert.StartsWith("prvs=2", Batv("sign", "user@example.com").Output, StringComparison.Ordinal);
        Assert.Equal(0, Batv("check", old).ExitCode);
        Assert.Equal((UnixFileMode)0x1A4, File.GetUnixFileMode(_folder.Of("batvkey")));
        Assert.Equal(["batvdomains", "batvkey"], Directory.GetFiles(_folder.Path, "batv*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_first_key_is_for_its_owner_and_group_alone_and_after_ten_no_digit_is_left()
    {
        File.Delete(_folder.Of("batvkey"));
        for (int i = 0; i < 10; i++)
            Assert.Equal(0, Batv("new-key").ExitCode);
        Assert.Equal((UnixFileMode)0x1A0, File.GetUnixFileMode(_folder.Of("batvkey")));
        string before = _folder.Read("batvkey");
        Assert.Equal(111, Batv("new-key").ExitCode);
        Assert.Equal(before, _folder.Read("batvkey"));
    }

    [Fact]
    public void No_key_is_made_above_a_line_that_can_t_be_read_since_its_digit_could_be_the_same()
    {
        byte[] broken = [0xEF, 0xBB, 0xBF, .. "1 00112233445566778899aabbccddeeff 2020-01-01\n"u8];
        File.WriteAllBytes(_folder.Of("batvkey"), broken);
        Outcome outcome = Batv("new-key");
        Assert.Equal(111, outcome.ExitCode);
        Assert.EndsWith("/batvkey:1 can't be read; correct that line or remove it, and make the key then\n", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(broken, File.ReadAllBytes(_folder.Of("batvkey")));
    }

    private string Real => "QREGEXCHECK_REMOTE=" + _folder.Of("real");

    private string Remote(params string[] words) => Run("qregexcheck-remote", [_folder.Variable, Real], words).Output;

    private Outcome Batv(params string[] words) => Batv([], words);

    private Outcome Batv(string[] environment, params string[] words) =>
        PublishedBinary.Run(["batv", .. words], [_folder.Variable, .. environment]);

    private Outcome Run(string name, IReadOnlyList<string> environment, params string[] words) =>
        new Child(_folder.Of(name), words) { Environment = environment }.Run();
}
