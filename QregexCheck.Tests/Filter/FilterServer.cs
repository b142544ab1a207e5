using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;

namespace QregexCheck.Tests.Filter;

/// <summary>tcpserver with the published filter and a mail server behind it, on a port of its own.</summary>
internal sealed class FilterServer : IDisposable
{
    private readonly Process _tcpserver;
    private readonly StringBuilder _log = new();

    /// <param name="options">What stands between <c>filter</c> and PROG.</param>
    /// <param name="program">PROG and its arguments; DIR stands for this server's directory.</param>
    /// <param name="files">Files to put into its directory before it starts: scripts, and control files under <c>control/</c>.</param>
    /// <param name="limits">A program in front of the filter, softlimit for one.</param>
    /// <param name="variables">What is added to the environment.</param>
    public FilterServer(string[] options, string[] program, (string Name, string Text)[]? files = null, string[]? limits = null, (string Name, string Value)[]? variables = null)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("qregexcheck-filter-").FullName;
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "control"));
        foreach ((string name, string text) in files ?? [])
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Directory, name))!);
            File.WriteAllText(Path.Combine(Directory, name), text.Replace("DIR", Directory, StringComparison.Ordinal), Encoding.Latin1);
        }

        Process.Start("chmod", ["-R", "755", Directory]).WaitForExit();

        var start = new ProcessStartInfo("tcpserver") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Directory };
        foreach (string word in new[] { "-1", "-v", "-RHl0", "-c", "300", "-b", "300", "127.0.0.1", "0" })
            start.ArgumentList.Add(word);
        foreach (string word in limits ?? [])
            start.ArgumentList.Add(word);
        start.ArgumentList.Add(Binary);
        start.ArgumentList.Add("filter");
        foreach (string word in options)
            start.ArgumentList.Add(word);
        foreach (string word in program)
            start.ArgumentList.Add(word.Replace("DIR", Directory, StringComparison.Ordinal));
        start.Environment["QREGEXCHECK_CONTROL"] = Path.Combine(Directory, "control");
        start.Environment["QMAILHOME"] = Directory;
        start.Environment.Remove("RELAYCLIENT");
        foreach ((string name, string value) in variables ?? [])
            start.Environment[name] = value.Replace("DIR", Directory, StringComparison.Ordinal);
        _tcpserver = Process.Start(start)!;
        _tcpserver.ErrorDataReceived += (_, line) =>
        {
            lock (_log)
                _log.Append(line.Data).Append('\n');
        };
        _tcpserver.BeginErrorReadLine();
        Port = int.Parse(_tcpserver.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    /// <summary>The published program.</summary>
    public static string Binary { get; } = FindBinary();

    public string Directory { get; }

    public int Port { get; }

    public int TcpserverProcess => _tcpserver.Id;

    /// <summary>All that tcpserver, the filter and PROG have written to standard error.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>mailfront in front of nothing: it accepts recipients at example.com and says how long each message is.</summary>
    public static FilterServer WithEcho(string badMailTo, string[]? limits = null, params string[] options) => new(
        options, ["softlimit", "-m", "400000000", "smtpfront-echo", "qmail-validate"], [("control/rcpthosts", "example.com\n"), ("control/badmailto", badMailTo)], limits);

    /// <summary>A shell script for a mail server.</summary>
    public static FilterServer WithScript(string script, params string[] options) =>
        new(options, ["DIR/server"], [("server", "#!/bin/sh\n" + script + "\n"), ("control/badmailto", "bad\n")]);

    public Wire Connect() => new(Port);

    /// <summary>Waits for the end of the first session, and tells the exit code: 128 and more for a signal.</summary>
    public int WaitForExitCode()
    {
        string status = WaitForLog(" status ");
        int at = status.IndexOf(" status ", StringComparison.Ordinal) + " status ".Length;
        int number = int.Parse(status[at..].Split('\n')[0], CultureInfo.InvariantCulture);
        return (number & 0x7F) == 0 ? number >> 8 : 128 + (number & 0x7F);
    }

    /// <summary>Waits until a text stands in the log, with all of its line.</summary>
    public string WaitForLog(string text)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            string log = Log;
            int at = log.IndexOf(text, StringComparison.Ordinal);
            if (at >= 0 && log.IndexOf('\n', at) >= 0)
                return log;
            if (clock.Elapsed > TimeSpan.FromSeconds(60))
                throw new TimeoutException($"no {text} in the log:\n{log}");
            Thread.Sleep(10);
        }
    }

    /// <summary>Waits until nothing that this server started is left but tcpserver, and tells what is.</summary>
    public string[] WaitForLeftOvers()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            string[] left = Processes();
            if (left.Length == 0 || clock.Elapsed > TimeSpan.FromSeconds(30))
                return left;
            Thread.Sleep(20);
        }
    }

    public void Dispose()
    {
        _tcpserver.Kill();
        _tcpserver.WaitForExit();
        foreach (string process in WaitForLeftOvers())
            Process.GetProcessById(int.Parse(process.Split(' ')[0], CultureInfo.InvariantCulture)).Kill();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private string[] Processes()
    {
        var found = new List<string>();
        foreach (string process in System.IO.Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), out int number) || number == _tcpserver.Id)
                continue;
            try
            {
                string environment = File.ReadAllText(process + "/environ", Encoding.Latin1);
                if (environment.Contains(Directory, StringComparison.Ordinal))
                    found.Add($"{number} {File.ReadAllText(process + "/cmdline").Replace('\0', ' ')}");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has gone meanwhile.
            }
        }

        // A zombie has no environment any more; only tcpserver's own are ours to see.
        return found.ToArray();
    }

    private static string FindBinary()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            string path = Path.Combine(directory.FullName, "out", "qregexcheck");
            if (File.Exists(path))
                return path;
        }

        throw new FileNotFoundException("out/qregexcheck is missing: run make first");
    }
}
