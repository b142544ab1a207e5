using System;
using System.IO;
using System.Linq;
using System.Text;

namespace QregexCheck.Tests.Support;

/// <summary>
/// A qmail for <c>doctor --fix</c>: the domain v.example of vpopmail's, whose default bounces, under a check that is wired by qmail-spp. Its files belong to
/// user 7002 where root runs the test, else to who does.
/// </summary>
internal sealed class FixFolder : IDisposable
{
    public const string Default = QmailFolder.Domain + "/.qmail-default";
    public const string Covered = "q/control/checkrcpthosts";

    private readonly QmailFolder _folder = new();

    public FixFolder()
    {
        Before = $"# kept as it is \n| {Of("vpopmail")}/bin/vdelivermail '' bounce-no-mailbox\t \n#no newline at the end";
        After = Before.Replace("bounce-no-mailbox", "delete", StringComparison.Ordinal);
        _folder.With(Default, Before).With("q/control/rcpthosts", "example.com\nv.example\n")
            .With("q/control/smtpplugins", $"[rcpt]\n:{PublishedBinary.Path} spp rcpt\n");
        File.WriteAllBytes(
            Of("q/users/cdb"),
            QmailNewu.Compile(
                $"+v.example-:v.example:{Owner}:{Group}:{Of(QmailFolder.Domain)}:-::\n+w.example-:w.example:{Owner}:{Group}:{Of(QmailFolder.Domain)}:-::\n"
                + $"+:alias:7000:7000:{Of("q/alias")}:-::\n.\n"));
        if (Environment.IsPrivilegedProcess)
            Shell($"chown -R {Owner}:{Group} vpopmail");
    }

    /// <summary>The user to whom the domain belongs.</summary>
    public static uint Owner { get; } = Environment.IsPrivilegedProcess ? 7002 : uint.Parse(Id("-u"), System.Globalization.CultureInfo.InvariantCulture);

    public static uint Group { get; } = Environment.IsPrivilegedProcess ? 7003 : uint.Parse(Id("-g"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The default as it is.</summary>
    public string Before { get; }

    /// <summary>The default as it is to be.</summary>
    public string After { get; }

    /// <summary>The default as it is now; one character a byte.</summary>
    public string Now => Read(Default);

    /// <summary>The names beside the default that begin as its own.</summary>
    public string[] Beside => [.. Directory.GetFiles(Of(QmailFolder.Domain)).Select(path => Path.GetFileName(path))
        .Where(name => name.StartsWith(".qmail-default.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public string Of(string name) => _folder.Of(name);

    public string Read(string name) => Encoding.Latin1.GetString(File.ReadAllBytes(Of(name)));

    public FixFolder With(string name, string bytes)
    {
        _folder.With(name, bytes);
        return this;
    }

    public string Shell(string commands) => _folder.Shell(commands);

    /// <summary>The environment that leads the program here.</summary>
    public string[] Environ => [_folder.Variable];

    /// <summary>Runs <c>doctor --fix</c>.</summary>
    public Outcome Fix(params string[] words) => PublishedBinary.Run(["doctor", "--fix", .. words], Environ);

    /// <summary>All that stands below, with owner, mode, time and content.</summary>
    public string Listing() => Shell("find . -printf '%p %U %G %m %n %T@ %s\\n' | sort; find . -type f | sort | xargs cksum");

    public void Dispose() => _folder.Dispose();

    private static string Id(string option) => new Child("/usr/bin/id", option).Run().Output.Trim();
}
