using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Rules;

namespace QregexCheck.Proof;

/// <summary>A control file to look at: its bytes, its rules, and which of the control files it is.</summary>
internal sealed class LintedFile
{
    private readonly byte[] _bytes;
    private readonly List<int> _lines = [0];

    /// <param name="name">The name to show.</param>
    /// <param name="list">Which control file this is; null when its name does not say.</param>
    /// <param name="bytes">What it holds.</param>
    public LintedFile(string name, ControlList? list, byte[] bytes)
        : this(name, bytes)
    {
        List = list;
        var compiler = new PatternCompiler();
        var reader = new RuleReader(Read(), list, compiler.Mistake);
        while (reader.TryReadAny(out Rule rule, out bool isUsable))
            Rules.Add(new LintedRule(this, rule, compiler, isUsable));
        Errors = reader.Errors;
    }

    /// <summary>A control file that holds no rules: its lines are looked at, and no line is read as a rule.</summary>
    public LintedFile(string name, byte[] bytes)
    {
        Name = name;
        _bytes = bytes;
        Errors = [];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == (byte)'\n')
                _lines.Add(i + 1);
        }
    }

    /// <summary>The name to show: a path as the user gave it.</summary>
    public string Name { get; }

    /// <summary>Which control file this is; null when its name does not say.</summary>
    public ControlList? List { get; }

    /// <summary>The control files about the same subject; null when the name does not say.</summary>
    public ListFamily? Family => List is { } list ? ListFamily.Of(list) : null;

    /// <summary>What the lines are, where they are no regular expressions.</summary>
    public PlainKind Plain => PlainEntry.KindOf(List);

    /// <summary>True when the rules are asked about HELO host names, not about addresses.</summary>
    public bool IsAboutHosts => Family?.Subject == Subject.HeloName;

    /// <summary>True when the rules are asked about header lines that a bounce quotes.</summary>
    public bool IsAboutLines => Family?.Subject == Subject.QuotedLine;

    /// <summary>What a rule is asked about, for a sentence.</summary>
    public string Noun => IsAboutHosts ? "host name" : IsAboutLines ? "line" : "address";

    /// <summary>True when the rules let through what they hit.</summary>
    public bool IsExceptions => List is { } list && ControlLists.IsExceptions(list);

    /// <summary>True when the rules refuse, and are asked about that.</summary>
    public bool IsBadAbout(Subject subject) => Family?.Subject == subject && !IsExceptions;

    public List<LintedRule> Rules { get; } = new();

    /// <summary>What is wrong with annotations.</summary>
    public IReadOnlyList<RuleError> Errors { get; }

    /// <summary>Number of lines; the last one is empty when the file ends in a newline.</summary>
    public int LineCount => _lines.Count;

    /// <summary>The file as all that reads control files gets it.</summary>
    public ControlFile Read()
    {
        int at = 0;
        return new ControlFile(new LineReader(buffer =>
        {
            int count = Math.Min(buffer.Length, _bytes.Length - at);
            _bytes.AsSpan(at, count).CopyTo(buffer);
            at += count;
            return count;
        }));
    }

    /// <summary>The rule in a line, from 1; null when there is none. Rules stand in the order of their lines.</summary>
    public LintedRule? RuleAt(int line)
    {
        (int low, int high) = (0, Rules.Count - 1);
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int found = Rules[middle].Line;
            if (found == line)
                return Rules[middle];
            (low, high) = found < line ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>A line as it stands in the file, without its newline.</summary>
    /// <param name="line">Its number, from 1.</param>
    public ReadOnlySpan<byte> Line(int line)
    {
        int begin = _lines[line - 1];
        int end = line < _lines.Count ? _lines[line] - 1 : _bytes.Length;
        return _bytes.AsSpan(begin, end - begin);
    }

    /// <summary>Which control file a path's last part names; null when none.</summary>
    public static ControlList? ListOf(string path)
    {
        string last = path[(path.LastIndexOf('/') + 1)..];
        foreach (ControlList list in ControlLists.All)
        {
            if (last == Encoding.ASCII.GetString(ControlLists.FileName(list)))
                return list;
        }

        return null;
    }
}
