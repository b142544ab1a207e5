using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using QregexCheck.Commands;
using QregexCheck.Control;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

/// <summary>Which files the arguments of a command mean.</summary>
public sealed class LoggedFilesTests : IDisposable
{
    private readonly ControlFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_directory_of_multilogs_is_one_log_of_its_finished_files_and_current()
    {
        Shell("touch current lock state config other "
            + "@400000006900000300000000.s @400000006900000100000000.u @400000006900000200000000.s @400000006900000400000000.t");
        Assert.Equal(
            ["@400000006900000100000000.u @400000006900000200000000.s @400000006900000300000000.s current"], Names(string.Empty));
    }

    [Fact]
    public void Another_directory_is_one_log_for_each_name_in_the_order_of_age()
    {
        Shell("mkdir old && mkfifo pipe && touch maillog maillog.1 maillog.2.gz maillog.10.gz daemon.log .hidden old/x");
        Assert.Equal(["daemon.log", "maillog.10.gz maillog.2.gz maillog.1 maillog"], Names(string.Empty).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_in_any_order_stand_in_that_of_their_age()
    {
        Shell("touch maillog maillog.1 maillog.2.gz a");
        Assert.Equal(["maillog.2.gz maillog.1 maillog", "a"], Names("maillog", "a", "maillog.1", "maillog.2.gz"));
    }

    [Fact]
    public void The_same_file_is_read_once_by_whatever_names()
    {
        Shell("echo x >log && ln log hard && ln -s log soft && mkdir d && ln log d/current");
        Assert.Equal(["log"], Names("log", "hard", "soft", "log", "d", "./log"));
    }

    [Theory]
    [InlineData("none", "no such file or directory; name a file that is there and may be read")]
    [InlineData("empty", "there is no log in")]
    [InlineData("log/x", "not a directory; name a file")]
    public void What_can_not_be_read_is_told_with_what_to_do(string name, string expected)
    {
        Shell("touch log && mkdir empty empty/inner");
        Assert.Contains(expected, Assert.Throws<ControlReadException>(() => Names(name)).Message, StringComparison.Ordinal);
    }

    /// <summary>While it is opened, multilog may finish a file: then the one that was current is there under its new name, and never lost.</summary>
    [Fact]
    public void No_line_is_lost_or_met_twice_while_names_change()
    {
        Shell("echo 1 >@400000006900000000000001.s; echo 2 >current");

        // Fewer at a time than the tries of a reading: it may not be made to give up.
        const int atATime = 3;
        using var due = new SemaphoreSlim(0);
        bool isStopped = false;
        var rotation = new Thread(() =>
        {
            for (int number = 2; number < 400; number++)
            {
                due.Wait();
                if (Volatile.Read(ref isStopped))
                    return;
                File.Move(_folder.Of("current"), _folder.Of($"@4000000069{number:x14}.s"));
                File.WriteAllText(_folder.Of("current"), $"{number + 1}\n");
            }
        });
        rotation.Start();
        try
        {
            ReadWhile(rotation, () =>
            {
                if (due.CurrentCount == 0)
                    due.Release(atATime);
            });
        }
        finally
        {
            Volatile.Write(ref isStopped, true);
            due.Release(400);
            rotation.Join();
        }
    }

    private void ReadWhile(Thread rotation, Action allow)
    {
        bool isOver;
        do
        {
            isOver = !rotation.IsAlive;
            allow();
            List<List<LogFile>> logs = LoggedFiles.Open([Encoding.UTF8.GetBytes(_folder.Path)]);
            using var lines = new LogLines(Assert.Single(logs), 0, Assert.Fail);
            var chunk = new byte[2 * LogLines.LongestLine];
            var read = new List<int>();
            while (lines.Fill(chunk) is > 0 and var length)
                read.AddRange(Encoding.ASCII.GetString(chunk.AsSpan(0, length)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
            Assert.Equal(read.Order().Distinct(), read);

            // What was finished when it was looked at last is all there; a file that is made at this moment may not be.
            Assert.InRange(read[^1] - read.Count, 0, isOver ? 0 : 1);
        }
        while (!isOver);
    }

    private List<string> Names(params string[] names)
    {
        List<List<LogFile>> logs = LoggedFiles.Open([.. names.Select(name => Encoding.UTF8.GetBytes(_folder.Of(name)))]);
        foreach (LogFile file in logs.SelectMany(log => log))
            file.Close();
        return [.. logs.Select(log => string.Join(' ', log.Select(file => Path.GetFileName(file.Name))))];
    }

    private void Shell(string commands)
    {
        Outcome outcome = new Child("/bin/sh", "-ec", "cd \"$0\"; " + commands, _folder.Path).Run();
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }
}
