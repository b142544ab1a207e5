using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace QregexCheck.Bench;

/// <summary>A control directory with one rule and a list of recipients that exist, asked as text or compiled.</summary>
internal sealed class AddressSet
{
    private const string Domain = "example.com";

    private readonly Programs _programs;
    private readonly string _directory;

    private AddressSet(Programs programs, int count, bool isCompiled)
    {
        _programs = programs;
        IsCompiled = isCompiled;
        Name = count.ToString("N0", CultureInfo.InvariantCulture) + (count == 1 ? " address" : " addresses") + (isCompiled ? " compiled" : " as text");
        _directory = Path.Combine(programs.Scratch, Name);

        // The hook takes its own control files and qmail's from two places; here they are one.
        string control = Path.Combine(_directory, "control");
        Directory.CreateDirectory(control);
        File.WriteAllLines(Path.Combine(control, "badmailto"), RuleGenerator.Mixed(1));
        File.WriteAllText(Path.Combine(control, "me"), Domain + "\n");
        File.WriteAllText(Path.Combine(control, "checkrcpthosts"), Domain + "\n");
        var text = new StringBuilder("-@" + Domain + "\n");
        for (int i = 0; i < count; i++)
            text.Append(CultureInfo.InvariantCulture, $"user{i}@{Domain}\n");
        File.WriteAllText(Path.Combine(control, "validrcptto"), text.ToString());
        Known = new Contestant(Check($"user{count - 1}@{Domain}"), 0, 1);
        Unknown = new Contestant(Check($"nobody@{Domain}"), 100, 1);
    }

    /// <summary>What the tables call it.</summary>
    public string Name { get; }

    /// <summary>True when the list is compiled.</summary>
    public bool IsCompiled { get; }

    /// <summary>The check of the last address of the list.</summary>
    public Contestant Known { get; }

    /// <summary>The check of an address that is not in it, and so is refused.</summary>
    public Contestant Unknown { get; }

    /// <summary>The sets, each with the most that a check of it may take, in times of the first: one address as text.</summary>
    public static IReadOnlyList<(AddressSet Set, double Most)> All(Programs programs) =>
    [
        (new(programs, 1, isCompiled: false), 1),
        (new(programs, 1_000, isCompiled: false), 1.3),
        (new(programs, 1, isCompiled: true), 1.3),
        (new(programs, 1_000_000, isCompiled: true), 1.3),
    ];

    /// <summary>Makes the set ready, and makes sure that the list decides.</summary>
    public void Prepare()
    {
        if (IsCompiled)
        {
            // The first run may have to wait until the list is older than the grain of the clock.
            Run run = new Command([_programs.Qregexcheck, "compile", "--control", Path.Combine(_directory, "control")], []).Run();
            if (run.ExitCode != 0)
                throw new BenchException($"compile in {_directory} exits {run.ExitCode}");
        }

        Known.RunOnce();
        Unknown.RunOnce();
    }

    private Command Check(string address) => new(
        [_programs.Qregexcheck],
        [
            "SENDER=someone@example.net", "RECIPIENT=" + address, "HELO=mx.example.net", "TCPREMOTEIP=192.0.2.7",
            "QREGEXCHECK_QMAIL=" + _directory, "QREGEXCHECK_CONTROL=" + Path.Combine(_directory, "control"),
        ]);
}
