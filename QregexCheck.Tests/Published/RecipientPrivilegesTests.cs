using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>
/// Recipients as somebody sees them who is neither root nor their owner, as qmail-smtpd's user is. <c>test</c> names a chmod where one would help. Here each is
/// run as it is printed, until the recipient is told.
/// </summary>
public sealed class RecipientPrivilegesTests : IDisposable
{
    // A chmod for each directory and file on the way to the deepest one, and some to spare.
    private const int MostSteps = 12;

    private const string Vpopmail = "chmod 750 vpopmail vpopmail/etc vpopmail/domains vpopmail/domains/*; ";
    private const string VpopmailOpen = "chmod 751 vpopmail vpopmail/etc vpopmail/domains vpopmail/domains/*; ";

    private readonly QmailFolder _folder = new();

    public RecipientPrivilegesTests() =>
        _folder.Shell("chmod 600 joe/.qmail* vpopmail/domains/*/.qmail* && chmod 640 vpopmail/domains/*/vpasswd.cdb && chmod 2755 q/alias");

    public void Dispose() => _folder.Dispose();

    /// <summary>What the owners do, who is asked about, what is told at last, and how many times a chmod is named on the way there.</summary>
    [Theory]
    [InlineData(":", "joe@example.com", "exists", 0)]
    [InlineData(":", "joe-x@example.com", "missing", 0)]
    [InlineData(":", "joe-list@example.com", "exists", 1)]
    [InlineData(":", "nobody@example.com", "missing", 0)]
    [InlineData(":", "root@example.com", "exists", 0)]
    [InlineData(":", "joe@v.example", "exists", 2)]
    [InlineData(":", "nobody@v.example", "missing", 2)]
    [InlineData(":", "info@v.example", "exists", 1)]
    [InlineData("chmod 700 joe", "joe@example.com", "exists", 0)]
    [InlineData("chmod 700 joe", "joe-x@example.com", "missing", 1)]
    [InlineData("chmod 700 joe", "joe-list@example.com", "exists", 2)]
    [InlineData("chmod 711 joe", "joe-x@example.com", "missing", 0)]
    [InlineData("chmod 750 joe", "joe@example.com", "exists", 0)]
    [InlineData("chmod 750 joe", "joe-x@example.com", "missing", 1)]
    [InlineData("chmod 700 q/alias", "nobody@example.com", "missing", 1)]
    [InlineData("chmod 2750 q/alias", "root@example.com", "exists", 1)]
    [InlineData("chmod 600 q/users/cdb", "nobody@example.com", "missing", 1)]
    [InlineData("chmod 700 q/users; chmod 600 q/users/cdb", "joe-x@example.com", "missing", 2)]
    [InlineData("chmod 600 q/control/locals q/control/virtualdomains", "joe-x@example.com", "missing", 2)]
    [InlineData("chmod 600 q/control/checkrcpthosts", "joe-x@example.com", "missing", 1)]
    [InlineData("echo joe@example.com >q/control/validrcptto; chmod 600 q/control/validrcptto", "joe@example.com", "exists", 1)]
    [InlineData(Vpopmail, "joe@v.example", "exists", 5)]
    [InlineData(Vpopmail, "nobody@v.example", "missing", 6)]
    [InlineData(Vpopmail, "info@v.example", "exists", 4)]
    [InlineData(VpopmailOpen, "joe@v.example", "exists", 2)]
    [InlineData(VpopmailOpen, "nobody@v.example", "missing", 2)]
    [InlineData(VpopmailOpen + "chmod 600 vpopmail/etc/lib_deps", "nobody@v.example", "missing", 3)]
    public void Each_chmod_that_is_named_changes_the_answer_until_it_is_told(string owners, string recipient, string state, int steps)
    {
        Superuser.IsNeeded("lays files of three owners down");
        _folder.Shell("chown -R 7001:7001 joe && chown -R 7002:7003 vpopmail && chown -R 7000:7000 q/alias && " + owners);
        var said = new List<string>();
        while (true)
        {
            JsonElement answer = Ask(recipient);
            string command = answer.TryGetProperty("advice", out JsonElement advice) ? advice.GetString()!.Split(',', ';')[0] : "";
            string now = answer.GetProperty("state").GetString()!;
            Assert.Equal(Hook(recipient), now == "missing" ? 100 : 0);
            if (now != "unknown")
            {
                Assert.Equal((state, steps, ""), (now, said.Count, command));
                return;
            }

            // One that was named before has changed nothing.
            Assert.StartsWith("chmod o+", command, StringComparison.Ordinal);
            Assert.DoesNotContain(command, said);
            Assert.True(said.Count < MostSteps, string.Join('\n', said));
            said.Add(command);
            _folder.Shell(command);
        }
    }

    /// <summary>
    /// What its own owner is shut out of is no chmod of others, and never missing. Here whoever runs the test is the owner, or for root the one who asks.
    /// </summary>
    [Theory]
    [InlineData("chmod 077 joe", "joe-x@example.com")]
    [InlineData("chmod 077 q/alias", "nobody@example.com")]
    [InlineData("chmod 044 q/users/cdb", "nobody@example.com")]
    [InlineData("chmod 077 q/users", "nobody@example.com")]
    [InlineData("chmod 044 q/control/locals", "nobody@example.com")]
    [InlineData("chmod 044 q/control/virtualdomains", "nobody@v.example")]
    [InlineData("chmod 044 q/control/checkrcpthosts", "nobody@example.com")]
    [InlineData("chmod 077 vpopmail", "nobody@v.example")]
    [InlineData("chmod 077 vpopmail/domains", "nobody@v.example")]
    [InlineData("chmod 077 vpopmail/domains/v.example", "nobody@v.example")]
    [InlineData("chmod 044 vpopmail/domains/v.example/.qmail-default", "nobody@v.example")]
    [InlineData("chmod 044 vpopmail/domains/v.example/vpasswd.cdb", "nobody@v.example")]
    [InlineData("chmod 077 vpopmail/etc", "nobody@v.example")]
    [InlineData("chmod 044 vpopmail/etc/lib_deps", "nobody@v.example")]
    public void What_we_may_not_see_is_unknown_and_no_chmod_for_others_is_named_that_they_do_not_need(string owners, string recipient)
    {
        _folder.Shell((Environment.IsPrivilegedProcess ? "chown -R 65534:65534 . && " : "") + "chmod -R go=rX . && " + owners);
        JsonElement answer = Ask(recipient);
        Assert.Equal("unknown", answer.GetProperty("state").GetString());
        if (answer.TryGetProperty("advice", out JsonElement advice))
            Assert.DoesNotContain("chmod", advice.GetString(), StringComparison.Ordinal);
        Assert.Equal(0, Hook(recipient));
    }

    /// <summary>What root sees may be more than the hook does. There is a qmaild only where qmail is installed, so one is lent to the test.</summary>
    [Fact]
    public void Root_is_told_where_qmaild_would_get_another_answer_and_only_the_first_time()
    {
        Superuser.IsNeeded("mounts an /etc/passwd of its own for the program that it runs");
        _folder.Shell("chown -R 7001:7001 joe && chmod 700 joe && chmod 755 . q q/*");
        _folder.With("passwd", "root:x:0:0::/root:/bin/sh\nqmaild:x:65534:65534::/:/bin/false\nalias:x:7000:7000::/:/bin/false\n");
        string[] Warnings(params string[] arguments) => new Child(
            "/usr/bin/unshare", ["-m", "--propagation", "private", "/bin/sh", "-c", "mount --bind \"$0\" /etc/passwd && exec \"$@\"",
                _folder.Of("passwd"), PublishedBinary.Path, "test", .. arguments])
        {
            Environment = [_folder.Variable],
        }.Run().ErrorLines;
        Assert.Equal(
            ["qregexcheck: warning: qmail-smtpd runs as qmaild, and there <joe-x@example.com> gets another answer: cannot tell, "
                + $"{_folder.Of("joe")}/.qmail-x: permission denied; test --as qmaild shows it"],
            Warnings("joe@example.com", "joe-x@example.com", "joe-y@example.com"));
        Assert.Empty(Warnings("--as", "qmaild", "joe-x@example.com"));
        _folder.Shell("chmod 711 joe");
        Assert.Empty(Warnings("joe-x@example.com"));
    }

    private JsonElement Ask(string recipient)
    {
        string[] arguments = ["test", "--json", .. Environment.IsPrivilegedProcess ? ["--as", "nobody"] : Array.Empty<string>(), recipient];
        Outcome outcome = PublishedBinary.Run(arguments, [_folder.Variable]);
        Assert.True(outcome.ExitCode is 0 or 100, outcome.Error);
        return JsonDocument.Parse(outcome.Output.Split('\n')[0]).RootElement.GetProperty("recipient");
    }

    /// <summary>The hook as somebody else, or as ourselves where we are no root. A copy of it, since nobody may see our own directories.</summary>
    private int Hook(string recipient)
    {
        if (!File.Exists(_folder.Of("hook")))
            _folder.Shell($"cp {PublishedBinary.Path} hook && chmod 755 hook");
        string[] user = Environment.IsPrivilegedProcess ? ["--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        Outcome outcome = new Child("/usr/bin/setpriv", [.. user, _folder.Of("hook")])
        {
            Environment = _folder.RcptCheck(recipient),
        }.Run();
        Assert.Equal(0, outcome.Signal);
        return outcome.ExitCode;
    }
}
