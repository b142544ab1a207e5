using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace QregexCheck.Bench;

/// <summary>A set of rules that is asked in memory.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Rules">The rules.</param>
internal sealed record SetOfRules(string Name, List<string> Rules)
{
    private const int WordsOfRule = 1_000;
    private const int WordRules = 10;

    /// <summary>The sets, in the order of the table.</summary>
    public static List<SetOfRules> All() =>
    [
        Mixed(1), Mixed(100), Mixed(1_000), Mixed(10_000),
        new("1,000 without a literal", RuleGenerator.WithoutLiteral(1_000)),
        new("10 of 1,000 words", Words()),
    ];

    /// <summary>Rules of all kinds.</summary>
    public static SetOfRules Mixed(int count) => new(count.ToString("N0", CultureInfo.InvariantCulture) + " mixed", RuleGenerator.Mixed(count));

    /// <summary>The bytes of a control file that holds them.</summary>
    public byte[] ToFile() => Encoding.ASCII.GetBytes(string.Join('\n', Rules) + "\n");

    private static List<string> Words()
    {
        List<string> words = RuleGenerator.Words(WordsOfRule * WordRules);
        var rules = new List<string>();
        for (int i = 0; i < WordRules; i++)
            rules.Add("(" + string.Join('|', words.GetRange(i * WordsOfRule, WordsOfRule)) + ")@");
        return rules;
    }
}
