using System;
using System.Collections.Generic;
using QregexCheck.Logs;

namespace QregexCheck.Commands;

/// <summary>What the command lines of <c>report</c> and <c>replay</c> say about the logs.</summary>
/// <param name="Logs">Files, directories, and <c>-</c> for standard input.</param>
internal sealed record LogOptions(IReadOnlyList<byte[]> Logs)
{
    /// <summary>Logs of which only deliveries count, and those as no recipients; unless they are among the others, too.</summary>
    public IReadOnlyList<byte[]> Sent { get; init; } = [];

    /// <summary>The one format that is read; null for all.</summary>
    public LogFormat? Only { get; init; }

    /// <summary>The first day in UTC; null for all.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>The last day in UTC, whole; null for all.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>True when not all days are wanted. What has no stamp is then left out.</summary>
    public bool HasDays => Since is not null || Until is not null;

    /// <summary>How many threads read.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;
}
