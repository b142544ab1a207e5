using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace QregexCheck.Bench;

/// <summary>A set of rules on disk, twice: as a text alone, and as a text with the compiled file beside it.</summary>
internal sealed class RuleSet
{
    private readonly Programs _programs;

    private RuleSet(Programs programs, string name, List<string> rules)
    {
        _programs = programs;
        Name = name;
        Count = rules.Count;
        TextDirectory = Path.Combine(programs.Scratch, name, "text");
        CompiledDirectory = Path.Combine(programs.Scratch, name, "compiled");
        foreach (string directory in (string[])[TextDirectory, CompiledDirectory])
        {
            Directory.CreateDirectory(directory);
            File.WriteAllLines(Path.Combine(directory, "badmailto"), rules);
        }
    }

    /// <summary>What the tables call it.</summary>
    public string Name { get; }

    /// <summary>How many rules it has.</summary>
    public int Count { get; }

    /// <summary>The control directory without a compiled file.</summary>
    public string TextDirectory { get; }

    /// <summary>The control directory with a compiled file.</summary>
    public string CompiledDirectory { get; }

    /// <summary>Size of the text, in bytes.</summary>
    public long TextSize => new FileInfo(Path.Combine(TextDirectory, "badmailto")).Length;

    /// <summary>Size of the compiled file, in bytes.</summary>
    public long CompiledSize => new FileInfo(Path.Combine(CompiledDirectory, "qregexcheck.db")).Length;

    /// <summary>Rules of all kinds.</summary>
    public static RuleSet Mixed(Programs programs, int count) =>
        new(programs, count.ToString("N0", CultureInfo.InvariantCulture) + (count == 1 ? " rule" : " rules"), RuleGenerator.Mixed(count));

    /// <summary>Rules without a literal.</summary>
    public static RuleSet WithoutLiteral(Programs programs, int count) =>
        new(programs, count.ToString("N0", CultureInfo.InvariantCulture) + " rules without literal", RuleGenerator.WithoutLiteral(count));

    /// <summary>The sets that are hard to find rules in, each with the most that a compiled check may take, in times of one with 1 rule.</summary>
    public static IReadOnlyList<(RuleSet Set, double Most)> Hard(Programs programs) =>
    [
        (new(programs, "1 rule of 1,000 words", RuleGenerator.WordLists(1)), 1.2),
        (new(programs, "10 rules of 1,000 words", RuleGenerator.WordLists(10)), 1.2),
        (new(programs, "100 rules of 1,000 words", RuleGenerator.WordLists(100)), 1.2),
        (new(programs, "1,000 rules of 20 words", RuleGenerator.TwentyWords(1_000)), 1.3),
        (new(programs, "10,000 rules without literal", RuleGenerator.WithoutLiteral(10_000)), 2),
        (new(programs, "10,000 rules of classes", RuleGenerator.Classes(10_000)), 2),
        (new(programs, "50,000 rules with an exclamation mark", RuleGenerator.Negated(50_000)), 5),
        (new(programs, "50,000 rules with an exclamation mark, of two domains", RuleGenerator.NegatedOfTwoDomains(50_000)), 5),
    ];

    /// <summary>The command that compiles the set.</summary>
    public Command Compile() => new([_programs.Qregexcheck, "compile", "--control", CompiledDirectory], []);

    /// <summary>One check of an address, as qmail-smtpd runs it.</summary>
    public Command Check(Way way, string address)
    {
        string[] envelope = ["SENDER=someone@example.net", "RECIPIENT=" + address, "HELO=mx.example.net", "TCPREMOTEIP=192.0.2.7"];
        return way switch
        {
            Way.Baseline => new Command([_programs.Baseline, Path.Combine(TextDirectory, "badmailto")], envelope),
            Way.Text => new Command([_programs.Qregexcheck], [.. envelope, "QREGEXCHECK_CONTROL=" + TextDirectory]),
            _ => new Command([_programs.Qregexcheck], [.. envelope, "QREGEXCHECK_CONTROL=" + CompiledDirectory]),
        };
    }

    /// <summary>The exit code that a check of this address must have.</summary>
    public static int ExpectedExit(string address) => address == RuleGenerator.Hit ? 100 : 0;
}
