using System.Collections.Generic;

namespace QregexCheck.Conversion;

/// <summary>Something to be said about a place of the source.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1; 0 when the whole line is meant.</param>
/// <param name="Words">What, as one clause.</param>
/// <param name="IsLoss">True when the result refuses more or less than the source because of it.</param>
/// <param name="IsOfRule">True when it is about a rule of the result that is not the same as its line.</param>
internal readonly record struct ConversionRemark(int Line, int Column, string Words, bool IsLoss, bool IsOfRule = false)
{
    /// <summary>True when something of the source has no place in the result.</summary>
    public bool IsLeftOut => IsLoss && !IsOfRule;

    /// <summary>True when a rule of the result has another reply than its line.</summary>
    public bool IsOfReply => IsOfRule && Column > 0;
}

/// <summary>Takes what a reader of another program's rules finds, in the order in which that program asks it.</summary>
internal sealed class ConversionSink
{
    /// <summary>The rules.</summary>
    public List<SourceRule> Rules { get; } = new();

    /// <summary>What is to be said, in the order of finding.</summary>
    public List<ConversionRemark> Remarks { get; } = new();

    public void Add(SourceRule rule) => Rules.Add(rule);

    /// <summary>Something of the source has no place in the result.</summary>
    public void LeaveOut(int line, int column, string why) => Remarks.Add(new ConversionRemark(line, column, why, IsLoss: true));

    /// <summary>A rule of the result is not the same as its line.</summary>
    public void Differ(int line, string how) => Remarks.Add(new ConversionRemark(line, 0, how, IsLoss: true, IsOfRule: true));

    /// <summary>A rule of the result refuses the same, but not with the reply of its line.</summary>
    public void LoseReply(int line, int column, string why) => Remarks.Add(new ConversionRemark(line, column, why, IsLoss: true, IsOfRule: true));

    /// <summary>Something is worth saying, and changes nothing.</summary>
    public void Say(int line, int column, string what) => Remarks.Add(new ConversionRemark(line, column, what, IsLoss: false));
}
