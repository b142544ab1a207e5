using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Filter;

/// <summary>tcpserver with the published filter and a mail server behind it, on a port of its own.</summary>
internal sealed class FilterServer : IDisposable
{
    private readonly ControlFolder _folder;
    private readonly Process _tcpserver;
    private readonly StringBuilder _log = new();

    /// <param name="options">What stands between <c>filter</c> and PROG.</param>
    /// <param name="program">PROG and its arguments; DIR stands for this server's directory.</param>
    /// <param name="files">Files to put into its directory before it starts: scripts, and control files under <c>control/</c>.</param>
    /// <param name="limits">A program in front of the filter, softlimit for one.</param>
    /// <param name="variables">What is added to the environment.</param>
    public FilterServer(string[] options, string[] program, (string Name, string Text)[]? files = null, string[]? limits = null,
        (string Name, string Value)[]? variables = null)
    {
        _folder = new ControlFolder();
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "control"));
        foreach ((string name, string text) in files ?? [])
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Directory, name))!);
            _folder.Executable(name, text.Replace("DIR", Directory, StringComparison.Ordinal));
        }

        // An input of its own: where ours is closed, its socket would get the number 0, which it closes.
        var start = new ProcessStartInfo("tcpserver")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory
        };
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

        // Nothing of ours: mailfront has a dozen variables too.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["QREGEXCHECK_CONTROL"] = Path.Combine(Directory, "control");
        start.Environment["QMAILHOME"] = Directory;
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
    public static string Binary => PublishedBinary.Path;

    public string Directory => _folder.Path;

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
        options, ["softlimit", "-m", "400000000", "smtpfront-echo", "qmail-validate"],
        [("control/rcpthosts", "example.com\n"), ("control/badmailto", badMailTo)], limits);

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
        string log = string.Empty;
        Patience.Until(
            () =>
            {
                log = Log;
                int at = log.IndexOf(text, StringComparison.Ordinal);
                return at >= 0 && log.IndexOf('\n', at) >= 0;
            },
            () => $"no {text} in the log:\n{log}");
        return log;
    }

    /// <summary>Waits until so many sessions have ended, and all that they wrote is in the log.</summary>
    public void WaitForSessions(int count) => Patience.Until(() => Log.Split(": end ").Length > count, () => $"fewer than {count} sessions have ended:\n{Log}");

    /// <summary>Waits until nothing that this server started is left but tcpserver.</summary>
    public void WaitUntilAlone()
    {
        // A zombie has no environment any more; only tcpserver's own are ours to see.
        Patience.Until(() => Started().Length == 0, () => "left behind: " + string.Join(", ", Started().Select(Processes.Describe)));
    }

    public void Dispose()
    {
        _tcpserver.Kill();
        Patience.Until(
            () =>
            {
                int[] left = Started();
                Array.ForEach(left, Processes.Kill);
                return left.Length == 0;
            },
            () => "what was started can't be killed");

        // Until its standard error ends, too, which all of them had.
        _tcpserver.WaitForExit();
        _folder.Dispose();
    }

    private int[] Started() => Processes.In(Directory).Where(process => process != _tcpserver.Id).ToArray();
}
