using System;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Posix;
using QregexCheck.Rules;

namespace QregexCheck.Qmail;

/// <summary>
/// Hands the judge the rules of one control file after the other. Only one file is open at a time: the one asked last.
/// </summary>
internal sealed class ControlRules : IDisposable
{
    private readonly ControlDirectory _directory;
    private readonly Action<ControlList, RuleError> _warn;
    private readonly RuleMatcher _matcher = new();
    private LineReader? _lines;
    private int _descriptor = -1;

    /// <param name="directory">Where the files are.</param>
    /// <param name="warn">Is told of each line that can't be used.</param>
    public ControlRules(ControlDirectory directory, Action<ControlList, RuleError> warn)
    {
        _directory = directory;
        _warn = warn;
    }

    /// <summary>The rules of a file, from its beginning; null where it is missing.</summary>
    /// <exception cref="ControlReadException">The file can't be read.</exception>
    public TextRules? Open(ControlList list)
    {
        Dispose();
        _descriptor = _directory.Open(list);
        if (_descriptor == -1)
            return null;
        ByteSource source = _directory.Source(list, _descriptor);
        _lines = _lines is null ? new LineReader(source) : new LineReader(source, _lines.Buffer);
        return new TextRules(list, new ControlFile(_lines), _matcher, static () => DateOnly.FromDateTime(DateTime.UtcNow).DayNumber, _warn);
    }

    public void Dispose()
    {
        if (_descriptor != -1)
            Descriptor.Close(_descriptor);
        _descriptor = -1;
    }
}
