using System;

namespace QregexCheck.Conversion;

/// <summary>Cuts a file into lines. A CR at the end of a line belongs to it.</summary>
internal ref struct SourceLines(ReadOnlySpan<byte> file)
{
    private ReadOnlySpan<byte> _rest = file;

    /// <summary>The number of the line read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Moves to the next line.</summary>
    /// <param name="line">Its bytes, without the newline.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        line = default;
        if (_rest.IsEmpty)
            return false;
        int newline = _rest.IndexOf((byte)'\n');
        line = newline < 0 ? _rest : _rest[..newline];
        _rest = newline < 0 ? default : _rest[(newline + 1)..];
        Number++;
        return true;
    }

    /// <summary>Tells the next byte behind the newline, without reading it; null at the end.</summary>
    public readonly byte? Next => _rest.IsEmpty ? null : _rest[0];
}
