using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace QregexCheck.Tests.Support;

/// <summary>
/// A table of another program, written as people write them: with comments, blank lines, continued lines, blanks and carriage returns at ends. Each entry has a
/// number, and the line where it begins is kept.
/// </summary>
internal sealed class RandomTable
{
    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly string _end;

    public RandomTable(Random random)
    {
        _random = random;
        _end = random.Next(4) == 0 ? "\r\n" : "\n";
    }

    /// <summary>The number of the entry that begins in a line.</summary>
    public Dictionary<int, int> Entries { get; } = new();

    public int Line { get; private set; } = 1;

    public override string ToString() => _text.ToString();

    /// <summary>Adds a line that is no entry.</summary>
    public void Add(string text)
    {
        _text.Append(text).Append(_end);
        Line++;
    }

    /// <summary>Adds an entry, on one line or two, and something around it.</summary>
    /// <param name="key">Its left side.</param>
    /// <param name="answer">Its right side, but for the number at its end.</param>
    /// <param name="table">The table's number.</param>
    public void AddEntry(string key, string answer, int table)
    {
        if (_random.Next(8) == 0)
            Add(_random.Next(3) switch { 0 => "# a REJECT r0", 1 => "   # a", _ => string.Empty });
        int number = Entries.Count + 1;
        Entries.Add(Line, number);
        bool isContinued = _random.Next(8) == 0;
        _text.Append(key).Append(_random.Next(4) == 0 ? "\t " : " ");
        if (isContinued)
        {
            Add(string.Empty);
            if (_random.Next(4) == 0)
                Add("# in between");
            _text.Append(_random.Next(2) == 0 ? "  " : "\t");
        }

        _text.Append(answer).Append(CultureInfo.InvariantCulture, $"r{number}t{table}");
        Add(_random.Next(8) == 0 ? "  " : string.Empty);
    }
}
