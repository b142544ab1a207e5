using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace QregexCheck.Bench;

/// <summary>A control directory with one rule and a plain list of domains, asked as text or compiled.</summary>
internal sealed class PlainSet
{
    private readonly Programs _programs;
    private readonly string _directory;

    private PlainSet(Programs programs, int count, bool isCompiled)
    {
        _programs = programs;
        Count = count;
        IsCompiled = isCompiled;
        Name = count.ToString("N0", CultureInfo.InvariantCulture) + (count == 1 ? " plain entry" : " plain entries") + (isCompiled ? " compiled" : " as text");
        _directory = Path.Combine(programs.Scratch, Name);
        Directory.CreateDirectory(_directory);
        File.WriteAllLines(Path.Combine(_directory, "badmailto"), RuleGenerator.Mixed(1));
        List<string> domains = RuleGenerator.Domains(count);
        File.WriteAllLines(Path.Combine(_directory, "badmailtohosts"), domains);
        Miss = new Contestant(Check(RuleGenerator.Miss), 0, Every);
        Hit = new Contestant(Check("somebody42@" + domains[^1]), 100, Every);
    }

    /// <summary>What the tables call it.</summary>
    public string Name { get; }

    /// <summary>How many entries it has.</summary>
    public int Count { get; }

    /// <summary>True when it is compiled.</summary>
    public bool IsCompiled { get; }

    /// <summary>The check of an address that nothing hits.</summary>
    public Contestant Miss { get; }

    /// <summary>The check of an address that the last entry hits.</summary>
    public Contestant Hit { get; }

    /// <summary>The sets, each with the most that a check of it may take, in times of one with 1 rule as text; 0 where it only is told.</summary>
    public static IReadOnlyList<(PlainSet Set, double Most)> All(Programs programs) =>
    [
        (new(programs, 1, isCompiled: false), 1.3),
        (new(programs, 1_000_000, isCompiled: false), 0),
        (new(programs, 100_000, isCompiled: true), 1.3),
        (new(programs, 1_000_000, isCompiled: true), 1.3),
    ];

    // A million lines are read in the time of twenty checks and more.
    private int Every => IsCompiled || Count < 1_000 ? 1 : 41;

    /// <summary>The command that compiles it.</summary>
    public Command Compile() => new([_programs.Qregexcheck, "compile", "--control", _directory], []);

    /// <summary>Makes the set ready, and makes sure that the list decides.</summary>
    public void Prepare()
    {
        if (IsCompiled && Compile().Run() is { ExitCode: not 0 } run)
            throw new BenchException($"compile in {_directory} exits {run.ExitCode}");
        Miss.RunOnce();
        Hit.RunOnce();
    }

    private Command Check(string address) => new(
        [_programs.Qregexcheck],
        [
            "SENDER=someone@example.net", "RECIPIENT=" + address, "HELO=mx.example.net", "TCPREMOTEIP=192.0.2.7",
            "QREGEXCHECK_CONTROL=" + _directory,
        ]);
}
