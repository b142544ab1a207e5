using System;
using System.Collections.Generic;

namespace QregexCheck.Bounces;

/// <summary>What a look has found so far: parts, header lines, limits.</summary>
internal sealed class QuotedHeaders
{
    private readonly List<QuotedHeader> _lines = new();
    private readonly List<BouncePart> _parts = new();
    private LookLimit _limits;

    /// <param name="limits">What was met before.</param>
    public QuotedHeaders(LookLimit limits) => _limits = limits;

    /// <summary>True when a limit has ended the look.</summary>
    public bool IsOver { get; private set; }

    /// <summary>True when the header of the message itself has ended.</summary>
    public bool HasParts => _parts.Count > 0;

    /// <summary>Adds a part. The lines that follow are found in it.</summary>
    public void Add(BouncePart part) => _parts.Add(part);

    /// <summary>Adds a header line, in the part that was added last.</summary>
    public void Add(QuotedField field, ReadOnlySpan<byte> line)
    {
        if (_lines.Count == LookLimits.Lines)
        {
            EndBy(LookLimit.Lines);
            return;
        }

        _lines.Add(new QuotedHeader(field, line.ToArray(), _parts.Count - 1));
        _parts[^1].Lines++;
    }

    /// <summary>Notes a limit.</summary>
    public void Meet(LookLimit limit)
    {
        _limits |= limit;
        if (HasParts)
            _parts[^1].Limits |= limit;
    }

    /// <summary>Notes a limit, and ends the look.</summary>
    public void EndBy(LookLimit limit)
    {
        Meet(limit);
        IsOver = true;
    }

    /// <summary>All that was found.</summary>
    /// <param name="returnPath">The Return-Path line of the message itself; null when there is none.</param>
    public QuotedMail ToMail(byte[]? returnPath) => new(_lines, _parts, _limits, returnPath);
}
