using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using QregexCheck.Commands;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

/// <summary>Which logs are taken for copies of others.</summary>
public sealed class LogCopiesTests : IDisposable
{
    private const string Text = "@4000000069000001000000000 first line\n";

    private readonly ControlFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("maillog.1", "maillog.1.gz")]
    [InlineData("maillog-20261101.gz", "maillog-20261101")]
    [InlineData("maillog.gz", "maillog")]
    [InlineData("@400000006900000100000000.s", "@400000006900000100000000.s.gz")]
    public void What_gzip_made_of_a_file_is_left_out_in_whatever_order_they_are_named(params string[] names)
    {
        foreach (string name in names)
            Write(name, Text);
        Write("maillog.2.gz", "@4000000068000001000000000 older\n");
        (string[] read, string[] warnings) = Read([.. names, "maillog.2.gz"]);
        string plain = names.Single(name => !name.EndsWith(".gz", StringComparison.Ordinal));
        Assert.Equal(["maillog.2.gz", plain], read.OrderBy(name => name == plain));
        Assert.Equal([$"{_folder.Of(plain)}.gz is a packed copy of {_folder.Of(plain)}, and is left out"], warnings);
    }

    [Fact]
    public void A_file_that_has_grown_since_it_was_packed_is_read_alone()
    {
        Write("log", Text + string.Concat(Enumerable.Repeat("more\n", 1_000)));
        Write("log.gz", Text + string.Concat(Enumerable.Repeat("more\n", 500)));
        Assert.Equal(["log"], Read("log", "log.gz").Read);
    }

    [Fact]
    public void Other_files_that_begin_alike_are_read_and_told()
    {
        Write("a", Text);
        Write("b", Text);
        Write("empty", string.Empty);
        Write("void", string.Empty);
        Write("log", "other\n");
        Write("log.gz", Text + Text);
        (string[] read, string[] warnings) = Read("a", "b", "empty", "void", "log", "log.gz");
        Assert.Equal(["a", "b", "empty", "void", "log", "log.gz"], read);
        Assert.Equal([$"{_folder.Of("b")} begins as {_folder.Of("a")} does; if one is a copy of the other, what both hold counts twice"], warnings);
    }

    private (string[] Read, string[] Warnings) Read(params string[] names)
    {
        List<List<LogFile>> logs = LoggedFiles.Open(Array.ConvertAll(names, name => Encoding.UTF8.GetBytes(_folder.Of(name))));
        var warnings = new List<string>();
        LogCopies.LeaveOut(logs, warnings.Add);
        LogFile[] files = [.. logs.SelectMany(log => log)];
        foreach (LogFile file in files)
            file.Close();
        return ([.. files.Select(file => Path.GetFileName(file.Name))], [.. warnings]);
    }

    private void Write(string name, string text)
    {
        using FileStream file = File.Create(_folder.Of(name));
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            file.Write(Encoding.ASCII.GetBytes(text));
            return;
        }

        using var packer = new GZipStream(file, CompressionMode.Compress);
        packer.Write(Encoding.ASCII.GetBytes(text));
    }
}
