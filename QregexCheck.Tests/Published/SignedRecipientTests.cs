using System;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Posix;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>A recipient with a tag of ours is its mailbox for the rules and the recipient check, in each hook and in <c>test</c>; the filter's are in Filter/BatvTests.</summary>
public sealed class SignedRecipientTests : IDisposable
{
    private const string Key = "1 00112233445566778899aabbccddeeff 2020-01-01\n";

    private readonly ControlFolder _control = new ControlFolder()
        .With("me", "mail.example.com\n").With("locals", "example.com\n").With("checkrcpthosts", "*\n").With("validrcptto", "joe@example.com\n-@example.com\n")
        .With("badmailto", "^spam@example\\.com$\n").With("batvdomains", "example.com\n").With("batvkey", Key);

    private readonly string _home = Directory.CreateTempSubdirectory("qregexcheck-test-").FullName;

    public SignedRecipientTests()
    {
        File.SetUnixFileMode(_home, (UnixFileMode)0x1ED);
        File.SetUnixFileMode(_control.Path, (UnixFileMode)0x1ED);
        File.CreateSymbolicLink(Path.Combine(_home, "control"), _control.Path);
    }

    private string Home => "QREGEXCHECK_QMAIL=" + _home;

    public void Dispose()
    {
        Directory.Delete(_home, recursive: true);
        _control.Dispose();
    }

    [Theory]
    [InlineData("joe@example.com", 0, 0)]
    [InlineData("Joe@Example.com", -9, 0)]
    [InlineData("spam@example.com", 0, 100)]
    [InlineData("spam@example.com", -9, 100)]
    [InlineData("nobody@example.com", 0, 100)]
    public void A_valid_or_stale_tag_stands_for_the_mailbox_behind_it(string mailbox, int days, int code)
    {
        string signed = Signed(mailbox, days);
        Assert.Equal((code, code, code), Codes(signed));

        // The log and the report name what the client said.
        if (code == 100)
            Assert.Contains($" to=<{signed}> ", RcptCheck(signed).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prvs=1000000000=nobody@example.com")]
    [InlineData("prvs=9791abcdef=spam@example.com")]
    [InlineData("prvs=spam@example.com")]
    [InlineData("PRVS=1000000000=nobody@example.com")]
    public void Of_the_mailbox_behind_a_bad_tag_nothing_is_known(string recipient) => Assert.Equal((0, 0, 0), Codes(recipient));

    [Theory]
    [InlineData("batvdomains", null)]
    [InlineData("batvkey", null)]
    [InlineData("batvkey", "2 00112233445566778899aabbccddeeff\n")]
    public void Without_the_files_or_the_key_a_tag_is_a_local_part_like_others(string name, string? bytes)
    {
        string signed = Signed("spam@example.com", 0);
        Assert.Equal(100, RcptCheck(signed).ExitCode);
        if (bytes is null)
            File.Delete(_control.Of(name));
        else
            _control.With(name, bytes);
        Assert.Equal(0, RcptCheck(signed).ExitCode);
    }

    [Fact]
    public void No_file_of_signed_senders_is_opened_for_a_recipient_without_a_tag()
    {
        foreach (string recipient in new[] { "joe@example.com", "nobody@example.com", "spam@example.com", "xprvs=1000000000=joe@example.com", "prvs-joe@example.com" })
            Assert.DoesNotContain("batv", Trace(recipient), StringComparison.Ordinal);
        Assert.Contains("batvkey", Trace(Signed("joe@example.com", 0)), StringComparison.Ordinal);
    }

    private static string Signed(string address, int days) => Encoding.Latin1.GetString(
        SenderTag.Sign(Encoding.Latin1.GetBytes(address), BatvKeys.Read(Encoding.ASCII.GetBytes(Key)), UtcDay.Today() + days)!);

    /// <summary>The exit codes of RCPTCHECK, qmail-spp and <c>test</c>.</summary>
    private (int RcptCheck, int Spp, int Test) Codes(string recipient) => (
        RcptCheck(recipient).ExitCode,
        PublishedBinary.Run(["spp", "rcpt"], HookVariables.Spp(_control, "h", "a@b.example", recipient, Home)).ExitCode,
        PublishedBinary.Run(["test", "--control", _control.Path, "--from", "a@b.example", recipient], [Home]).ExitCode);

    private Outcome RcptCheck(string recipient) =>
        PublishedBinary.Run([], HookVariables.RcptCheck(_control, "a@b.example", recipient, Home));

    private string Trace(string recipient)
    {
        Outcome outcome = new Child("/usr/bin/strace", "-f", "-qq", "-e", "trace=file,openat2", PublishedBinary.Path)
        {
            Environment = HookVariables.RcptCheck(_control, "a@b.example", recipient, Home),
        }.Run();
        Assert.Contains("badmailto", outcome.Error, StringComparison.Ordinal);
        return string.Join('\n', outcome.ErrorLines.Where(static line => line.Contains("open", StringComparison.Ordinal)));
    }
}
