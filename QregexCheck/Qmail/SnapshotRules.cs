using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Posix;
using QregexCheck.Rules;

namespace QregexCheck.Qmail;

/// <summary>
/// The rules of a control file that is too large to be loaded: a copy of its text, in memory that is not ours to address, is streamed at each check.
/// </summary>
internal sealed class SnapshotRules : KeptRules
{
    private readonly ControlList _list;
    private readonly int _descriptor;
    private readonly RuleMatcher _matcher;
    private readonly Func<int> _today;
    private readonly Action<ControlList, RuleError> _warn;
    private byte[] _buffer = new byte[16 * 1024];
    private (int Line, int Column) _lastWarnedOf;

    /// <param name="list">Which control file this is.</param>
    /// <param name="source">Its bytes, from the beginning.</param>
    /// <param name="matcher">The engine; may serve several files.</param>
    /// <param name="today">The day number (UTC), asked only where a rule has an end.</param>
    /// <param name="warn">Is told of each line that can't be used once, and of each rule that could not be decided for an address.</param>
    /// <exception cref="ControlReadException">The file can't be read, or not be copied.</exception>
    public SnapshotRules(ControlList list, ByteSource source, RuleMatcher matcher, Func<int> today, Action<ControlList, RuleError> warn)
    {
        _list = list;
        _matcher = matcher;
        _today = today;
        _warn = (warned, error) =>
        {
            // Each check reads the file again, from its beginning; its mistakes are told of once.
            if (!RuleWarning.IsOfOneAddress(error))
            {
                if ((error.Line, error.Column).CompareTo(_lastWarnedOf) <= 0)
                    return;
                _lastWarnedOf = (error.Line, error.Column);
            }

            warn(warned, error);
        };
        _descriptor = Copy(source);
    }

    public override Hit? FirstHit(ReadOnlySpan<byte> subject, Action<Hit> log)
    {
        TextRules rules = FromBeginning(out LineReader lines);
        Hit? hit = rules.FirstHit(subject, log);
        _buffer = lines.Buffer;
        return hit;
    }

    public override List<Hit> AllHits(ReadOnlySpan<byte> subject)
    {
        TextRules rules = FromBeginning(out LineReader lines);
        var hits = new List<Hit>();
        while (rules.NextHit(subject) is { } hit)
            hits.Add(hit);
        _buffer = lines.Buffer;
        return hits;
    }

    public override bool HasRules() => FromBeginning(out _).HasRules();

    public override int? Count => null;

    public override int Skipped => 0;

    private TextRules FromBeginning(out LineReader lines)
    {
        Descriptor.Rewind(_descriptor);
        lines = new LineReader(Read, _buffer);
        return new TextRules(_list, new ControlFile(lines), _matcher, _today, _warn);
    }

    private int Copy(ByteSource source)
    {
        int descriptor = Descriptor.CreateInMemory("qregexcheck\0"u8, out int error);
        if (descriptor == -1)
            throw Failure(error);
        while (true)
        {
            int count = source(_buffer);
            if (count == 0)
                return descriptor;
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

    private static ControlReadException Failure(int error) =>
        new($"unable to keep a copy of the rules: {PosixException.Describe(error)}; make them fewer, or free some memory");
}
