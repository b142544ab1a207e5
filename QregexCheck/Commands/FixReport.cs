using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>What became of a file that was to be mended.</summary>
internal enum FixState
{
    /// <summary>The difference was shown; <c>--yes</c> writes it.</summary>
    Shown,

    Written,

    /// <summary>There is nothing to do.</summary>
    Nothing,

    /// <summary>Something speaks against it.</summary>
    Refused,

    /// <summary>A call failed.</summary>
    Failed,
}

/// <summary>A step of <c>doctor --fix</c>.</summary>
/// <param name="Name">The id, and the domain where there is one.</param>
/// <param name="State">What became of it.</param>
/// <param name="Words">What was done, or why not, in one clause.</param>
internal sealed record FixStep(string Name, FixState State, string Words)
{
    /// <summary>The file's path; null where none is known.</summary>
    public byte[]? Place { get; init; }

    /// <summary>The difference, a line after the other; null when none is shown.</summary>
    public byte[]? Difference { get; init; }

    /// <summary>The name under which the former content is kept, or will be.</summary>
    public byte[]? Kept { get; init; }

    /// <summary>What follows from it, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Tells the steps of <c>doctor --fix</c>, each as soon as it is done, and remembers the worst.</summary>
internal sealed class FixReport
{
    private readonly bool _isJson;
    private readonly Stream _output;

    public FixReport(bool isJson, Stream output) => (_isJson, _output) = (isJson, output);

    /// <summary>The exit code of all steps.</summary>
    public ExitCode Code { get; private set; }

    /// <summary>True when a step was told.</summary>
    public bool HasSteps { get; private set; }

    public void Add(FixStep step)
    {
        HasSteps = true;
        if (step.State == FixState.Failed)
            Code = ExitCode.SoftError;
        else if (step.State == FixState.Refused && Code == ExitCode.Accept)
            Code = ExitCode.HardError;
        _output.Write(_isJson ? Json(step) : Text(step));
        _output.Flush();
        if (step.State is FixState.Refused or FixState.Failed)
            StandardError.Fatal($"unable to fix {step.Name}: {step.Words}");
    }

    private static ReadOnlySpan<byte> WordOf(FixState state) => state switch
    {
        FixState.Shown => "shown"u8,
        FixState.Written => "written"u8,
        FixState.Nothing => "nothing"u8,
        FixState.Refused => "refused"u8,
        _ => "failed"u8,
    };

    private static byte[] Text(FixStep step)
    {
        var text = new ByteText().Add(step.Difference);
        if (step.State is FixState.Refused or FixState.Failed)
            return text.Bytes.ToArray();
        text.Add(LintWords.OfFile(step.Name)).Add(": "u8).Add(LintWords.OfFile(step.Words)).Add("\n"u8);
        foreach (string note in step.Notes)
            text.Add("  "u8).Add(LintWords.OfFile(note)).Add("\n"u8);
        return text.Bytes.ToArray();
    }

    private static byte[] Json(FixStep step)
    {
        var json = new JsonText();
        json.BeginLine().Add("fix"u8, step.Name).Add("state"u8, WordOf(step.State)).Add("message"u8, step.Words);
        if (step.Place is { } place)
            json.Add("place"u8, place);
        if (step.Difference is { } difference)
        {
            json.BeginList("difference"u8);
            foreach (string line in Encoding.Latin1.GetString(difference).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                json.Add(default, Encoding.Latin1.GetBytes(line));
            json.EndList();
        }

        if (step.Kept is { } kept)
            json.Add("kept"u8, kept);
        json.BeginList("notes"u8);
        foreach (string note in step.Notes)
            json.Add(default, note);
        return json.EndList().EndLine().Bytes.ToArray();
    }
}
