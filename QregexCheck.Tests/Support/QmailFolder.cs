using System;
using System.IO;

namespace QregexCheck.Tests.Support;

/// <summary>
/// A qmail's home and the homes of its users, for one test: joe, alias, and the domain v.example of vpopmail's. users/cdb names them all, so that
/// /etc/passwd is not asked and who runs the test need be nobody special. vpopmail's files are made from their formats; it does not run here.
/// </summary>
internal sealed class QmailFolder : IDisposable
{
    /// <summary>The directory of the domain of vpopmail's.</summary>
    public const string Domain = "vpopmail/domains/v.example";

    private readonly ControlFolder _folder = new();

    public QmailFolder()
    {
        foreach (string directory in new[] { "q/control", "q/users", "q/alias", "joe", "vpopmail/etc", Domain })
            Directory.CreateDirectory(Of(directory));
        With("q/control/me", "example.com\n").With("q/control/locals", "example.com\n").With("q/control/virtualdomains", "v.example:v.example\n")
            .With("q/control/checkrcpthosts", "*\n").With("q/control/badmailto", "^spam@\n")
            .With("joe/.qmail-list", "./Mailbox\n").With("q/alias/.qmail-root", "&joe\n")
            .With("vpopmail/etc/lib_deps", "-lvpopmail\n")
            .With(Domain + "/.qmail-default", $"| {Of("vpopmail")}/bin/vdelivermail '' bounce-no-mailbox\n")
            .With(Domain + "/.qmail-info", "&joe@example.com\n");
        WriteUsers("q/users/cdb", "");
        string record = $"x:1:0:g:{Of(Domain)}/u:NOQUOTA";
        File.WriteAllBytes(Of(Domain + "/vpasswd.cdb"), CdbFile.Of(("postmaster", record), ("joe", record)));
        Shell("chmod -R u=rwX,go=rX .");
    }

    /// <summary>The variable that leads the program here.</summary>
    public string Variable => "QREGEXCHECK_QMAIL=" + Of("q");

    /// <summary>The environment of a RCPTCHECK.</summary>
    public string[] RcptCheck(string recipient) => [Variable, "SENDER=a@b.example", "RECIPIENT=" + recipient];

    public string Of(string name) => _folder.Of(name);

    public QmailFolder With(string name, string bytes)
    {
        _folder.With(name, bytes);
        return this;
    }

    /// <summary>Writes users/cdb under any name: the users of this qmail, behind these lines of users/assign.</summary>
    public void WriteUsers(string name, string assign) => File.WriteAllBytes(
        Of(name),
        QmailNewu.Compile(
            $"{assign}=joe:joe:7001:7001:{Of("joe")}:::\n+joe-:joe:7001:7001:{Of("joe")}:-::\n+v.example-:v.example:7002:7002:{Of(Domain)}:-::\n"
            + $"+:alias:7000:7000:{Of("q/alias")}:-::\n.\n"));

    /// <summary>Runs commands here, and throws when they fail.</summary>
    public string Shell(string commands)
    {
        Outcome outcome = new Child("/bin/sh", "-c", commands) { Directory = _folder.Path, Environment = ["PATH=/usr/bin:/bin"] }.Run();
        return outcome.ExitCode == 0 ? outcome.Output : throw new IOException(commands + ": " + outcome.Error);
    }

    public void Dispose() => _folder.Dispose();
}
