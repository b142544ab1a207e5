using System;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Posix;
using QregexCheck.Rules;

namespace QregexCheck.Qmail;

/// <summary>
/// The rules of a list that is too large to be loaded. A copy of its text is kept in memory outside of our heap, and each check streams it.
/// </summary>
internal sealed class SnapshotRules : KeptRules
{
    // A reader's buffer doubles, and the hooks' heap holds no larger one. Such a line is none of a list: a file of holes has no end that a copy could come to.
    private const int LongestLine = 4 * 1024 * 1024;

    private readonly ControlList _list;
    private readonly int _descriptor;
    private readonly Func<int> _today;
    private byte[] _buffer = new byte[16 * 1024];
    private LineReader? _lines;
    private TextRules? _text;
    private (int Line, int Column) _lastWarnedOf;

    /// <param name="list">The list.</param>
    /// <param name="source">The bytes of its control file, from the beginning.</param>
    /// <param name="matcher">The engine. It may serve several lists.</param>
    /// <param name="today">Gives the day number (UTC). It is called only when a rule has a last day.</param>
    /// <param name="warn">Is told once of each line that can't be used, and of each rule that could not be decided for an address.</param>
    /// <exception cref="ControlReadException">The control file can't be read, or can't be copied.</exception>
    public SnapshotRules(ControlList list, ByteSource source, RuleMatcher matcher, Func<int> today, Action<ControlList, RuleError> warn)
        : base(list, matcher, today, warn)
    {
        _list = list;
        _today = today;
        _descriptor = Copy(source);
    }

    public override bool HasRules() => FromBeginning().HasRules();

    public override int? Count => null;

    public override int Skipped => 0;

    protected override void Begin(ReadOnlySpan<byte> subject) => _text = FromBeginning();

    protected internal override bool TryNext(out Rule rule, out bool isKnownToHit) => _text!.TryNext(out rule, out isKnownToHit);

    /// <summary>Tells a warning once, although each check reads the list again from its beginning.</summary>
    protected override void Warn(RuleError error)
    {
        if (!RuleWarning.IsOfOneAddress(error))
        {
            if ((error.Line, error.Column).CompareTo(_lastWarnedOf) <= 0)
                return;
            _lastWarnedOf = (error.Line, error.Column);
        }

        base.Warn(error);
    }

    private TextRules FromBeginning()
    {
        Descriptor.Rewind(_descriptor);
        if (_lines is not null)
            _buffer = _lines.Buffer;
        _lines = new LineReader(Read, _buffer);
        return new TextRules(_list, new ControlFile(_lines), Matcher, _today, (_, error) => Warn(error));
    }

    private int Copy(ByteSource source)
    {
        int descriptor = Descriptor.CreateInMemory("qregexcheck\0"u8, out int error);
        if (descriptor == -1)
            throw Failure(error);
        long line = 0;
        while (true)
        {
            int count = source(_buffer);
            if (count == 0)
                return descriptor;
            int newline = _buffer.AsSpan(0, count).LastIndexOf((byte)'\n');
            line = newline < 0 ? line + count : count - newline - 1;
            if (line > LongestLine)
                throw TooLong();
            if (!Descriptor.TryWrite(descriptor, _buffer.AsSpan(0, count), out error))
                throw Failure(error);
        }
    }

    private int Read(Span<byte> buffer)
    {
        try
        {
            return Descriptor.Read(_descriptor, buffer);
        }
        catch (PosixException exception)
        {
            throw Failure(exception.Number);
        }
    }

    private ControlReadException TooLong() =>
        new($"unable to keep a copy of the rules: {ControlLists.Name(_list)} has a line of more than {LongestLine} bytes; shorten it");

    private static ControlReadException Failure(int error) =>
        new($"unable to keep a copy of the rules: {PosixException.Describe(error)}; make them fewer, or free some memory");
}
