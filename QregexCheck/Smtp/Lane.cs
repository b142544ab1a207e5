using System;
using QregexCheck.Text;

namespace QregexCheck.Smtp;

/// <summary>
/// One of the two directions: what one side has said, what happens to its first bytes, and our own words behind them.
/// </summary>
/// <remarks>
/// The other side gets the bytes that pass, then our own words. The bytes that are dropped stand between them and reach nobody. So nothing more
/// is decided while bytes behind passing ones are to be dropped. A lane never grows beyond its window and our own words.
/// </remarks>
internal sealed class Lane
{
    /// <summary>The most bytes that are kept of a side.</summary>
    public const int WindowSize = 64 * 1024;

    private readonly ByteWindow _window = new(WindowSize);
    private int _passing;
    private int _dropping;
    private ByteText _own = new();
    private int _ownWritten;

    /// <summary>True when no bytes of the side are left.</summary>
    public bool IsEmpty => _window.IsEmpty;

    public bool IsFull => _window.IsFull;

    /// <summary>True when a step can be taken. <see cref="Undecided"/> comes next.</summary>
    public bool IsOpen => _dropping == 0;

    /// <summary>True when bytes of the side are to be written.</summary>
    public bool IsPassing => _passing > 0;

    /// <summary>How many bytes of our own words are to be written.</summary>
    public int OwnLength => _own.Length - _ownWritten;

    /// <summary>The bytes that no step has decided about.</summary>
    public ReadOnlySpan<byte> Undecided => _window.Bytes[_passing..];

    /// <summary>The bytes to write next; empty when there are none.</summary>
    public ReadOnlySpan<byte> Due => _passing > 0 ? _window.Bytes[.._passing] : _own.Bytes[_ownWritten..];

    /// <summary>The place for the side's next bytes.</summary>
    public Span<byte> Room() => _window.Room();

    /// <summary>Tells that so many bytes were put into <see cref="Room"/>.</summary>
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

    /// <summary>Adds our own words behind the bytes that pass.</summary>
    public void Say(ReadOnlySpan<byte> own)
    {
        if (!own.IsEmpty)
            _own.Add(own);
    }

    /// <summary>Tells that so many bytes of <see cref="Due"/> have been written.</summary>
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
