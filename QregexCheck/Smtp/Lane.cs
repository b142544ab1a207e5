using System;
using QregexCheck.Text;

namespace QregexCheck.Smtp;

/// <summary>
/// One of the two directions: what one side has said, what is to become of its first bytes, and what we say behind them.
/// </summary>
/// <remarks>
/// The other side gets, in this order: the bytes that pass, none of those that are dropped behind them, our own words. So nothing more can be decided
/// while bytes behind passing ones are to be dropped. What is said never makes it larger than its window and our words.
/// </remarks>
internal sealed class Lane
{
    /// <summary>The most bytes of a side that are kept.</summary>
    public const int WindowSize = 64 * 1024;

    private readonly ByteWindow _window = new(WindowSize);
    private int _passing;
    private int _dropping;
    private ByteText _own = new();
    private int _ownWritten;

    /// <summary>True when there is nothing of the side's left to deal with.</summary>
    public bool IsEmpty => _window.IsEmpty;

    public bool IsFull => _window.IsFull;

    /// <summary>True when a step can be taken: <see cref="Undecided"/> is what comes next.</summary>
    public bool IsOpen => _dropping == 0;

    /// <summary>True when some of the side's bytes are to be written.</summary>
    public bool IsPassing => _passing > 0;

    /// <summary>How many bytes of our own words are to be written.</summary>
    public int OwnLength => _own.Length - _ownWritten;

    /// <summary>What no step has dealt with.</summary>
    public ReadOnlySpan<byte> Undecided => _window.Bytes[_passing..];

    /// <summary>What is to be written next; empty when that is nothing.</summary>
    public ReadOnlySpan<byte> Due => _passing > 0 ? _window.Bytes[.._passing] : _own.Bytes[_ownWritten..];

    /// <summary>Where the side's next bytes are to be put.</summary>
    public Span<byte> Room() => _window.Room();

    /// <summary>So many bytes were put into <see cref="Room"/>.</summary>
    public void Add(int count) => _window.Add(count);

    /// <summary>Takes a step over the undecided bytes.</summary>
    public void Take(SmtpStep step)
    {
        if (step.Kind == SmtpStepKind.Pass)
            _passing += step.Count;
        else if (_passing > 0)
            _dropping = step.Count;
        else
            _window.Skip(step.Count);
    }

    /// <summary>Adds words of our own behind the bytes that pass.</summary>
    public void Say(ReadOnlySpan<byte> own)
    {
        if (!own.IsEmpty)
            _own.Add(own);
    }

    /// <summary>So many bytes of <see cref="Due"/> have been written.</summary>
    public void Written(int count)
    {
        if (_passing == 0)
        {
            _ownWritten += count;
            if (OwnLength == 0)
                (_own, _ownWritten) = (new ByteText(), 0);
            return;
        }

        _window.Skip(count);
        _passing -= count;
        if (_passing > 0)
            return;
        _window.Skip(_dropping);
        _dropping = 0;
    }
}
