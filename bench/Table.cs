using System.Globalization;
using System.Text;

namespace QregexCheck.Bench;

/// <summary>A table in Markdown, and how numbers are written in it.</summary>
internal sealed class Table
{
    private readonly StringBuilder _text = new();

    /// <summary>A table with these columns. Those whose title ends in a colon are aligned to the right.</summary>
    public Table(params string[] columns)
    {
        var rule = new StringBuilder("|");
        _text.Append('|');
        foreach (string column in columns)
        {
            _text.Append(' ').Append(column.TrimEnd(':')).Append(" |");
            rule.Append(column.EndsWith(':') ? "---:|" : "---|");
        }

        _text.Append('\n').Append(rule).Append('\n');
    }

    /// <summary>A number with so many decimals.</summary>
    public static string Number(double value, int decimals) =>
        value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The median, and in brackets what lies between a tenth below and a tenth above.</summary>
    public static string Spread(Sample sample) => $"{Number(sample.Median, 2)} ({Number(sample.Low, 2)}-{Number(sample.High, 2)})";

    /// <summary>What the tables call an address.</summary>
    public static string Verdict(string address) => address == RuleGenerator.Hit ? "hit" : "miss";

    /// <summary>What the tables call a way.</summary>
    public static string Name(Way way) => way switch
    {
        Way.Baseline => "baseline",
        Way.Text => "text",
        _ => "compiled",
    };

    /// <summary>A part of one as per cent, with its sign.</summary>
    public static string Percent(double part) => (100 * part).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    public override string ToString() => _text.ToString();
}
