using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>The sample of a syntax file, in vim itself.</summary>
public sealed class VimSyntaxTests : IDisposable
{
    // Each line of the file becomes a line of names, one for each byte.
    private const string Driver = """
        set nocompatible
        set runtimepath^=RUNTIME
        filetype on
        syntax on
        edit NAME
        let names = [&filetype]
        for line in range(1, line("$"))
          call add(names, join(map(range(1, len(getline(line))), "synIDattr(synID(line, v:val, 1), 'name')")))
        endfor
        call writefile(names, "OUTPUT")
        qall!

        """;

    private readonly ControlFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.b", "- Sign -")]
    [InlineData("!^a{2,3}$", "Negation Sign - Count Count Count Count Count Sign")]
    [InlineData("a\\.\\wb", "- Escape Escape Escape Escape -")]
    [InlineData("\\dx\\", "Mistake Mistake - Mistake")]
    [InlineData("[^]a.[:digit:]]x", "Bracket Bracket Bracket Bracket Bracket Class Class Class Class Class Class Class Class Class Bracket -")]
    [InlineData("[[:alpha:]-]", "Bracket Class Class Class Class Class Class Class Class Class Bracket Bracket")]
    [InlineData("# a.b", "Comment Comment Comment Comment Comment")]
    [InlineData("#:a=\"b\"", "Annotation Annotation Name Annotation Text Text Text")]
    [InlineData("#+a", "Hit Hit Hit")]
    [InlineData("#-a", "NoHit NoHit NoHit")]
    [InlineData("a|(b)?", "- Sign Sign - Sign Sign")]
    public void What_means_something_in_a_rule_is_named(string rule, string names)
    {
        _folder.With("badmailto", rule + "\n");
        Assert.Equal(["qregexcheck", names], Named("badmailto"));
    }

    [Fact]
    public void Rules_of_the_samples_hold_no_mistake_and_are_known_by_their_names()
    {
        IEnumerable<string> names = Directory.GetFiles(Repository.PathOf("control-samples")).Select(path => Path.GetFileName(path)!)
            .Where(name => name.StartsWith("bad", StringComparison.Ordinal) || name.StartsWith("good", StringComparison.Ordinal));
        foreach (string name in names)
        {
            _folder.With(name, File.ReadAllText(Repository.PathOf($"control-samples/{name}")));
            string[] lines = Named(name);
            Assert.Equal((name, "qregexcheck"), (name, lines[0]));
            Assert.DoesNotContain(lines, line => line.Contains("Mistake", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("badmailtotal")]
    [InlineData("rcpthosts")]
    public void Other_files_are_left_alone(string name)
    {
        _folder.With(name, "a.b\n");
        Assert.DoesNotContain("qregexcheck", Named(name));
    }

    private string[] Named(string name)
    {
        string driver = Driver.Replace("RUNTIME", Repository.PathOf("control-samples/vim"), StringComparison.Ordinal)
            .Replace("NAME", name, StringComparison.Ordinal).Replace("OUTPUT", _folder.Of("names"), StringComparison.Ordinal);
        _folder.With("driver.vim", driver);
        var vim = new Child("/usr/bin/vim", "-es", "-u", "NONE", "-i", "NONE", "-n", "-S", "driver.vim")
        {
            Directory = _folder.Path,
            Environment = ["PATH=/usr/bin:/bin", $"HOME={_folder.Path}", "TERM=dumb", "LC_ALL=C"],
        };
        Assert.Equal(0, vim.Run().ExitCode);
        return [.. File.ReadAllLines(_folder.Of("names")).Select(line => string.Join(' ', line.Split(' ').Select(Short)))];
    }

    private static string Short(string name) =>
        name.Length == 0 ? "-" : name.Replace("qregex", name == "qregexcheck" ? "qregex" : string.Empty, StringComparison.Ordinal);
}
