using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>A line that splogger has folded.</summary>
internal struct FoldedLine
{
    /// <summary>The line so far: the first part with its stamp, the next ones without.</summary>
    public ByteText? Whole;

    /// <summary>The beginning of the line. All parts have its time.</summary>
    public LineFront Front;

    /// <summary>True when its last part was taken.</summary>
    public bool IsWhole;

    /// <summary>True when parts were left out, since it is longer than any line of mail.</summary>
    public bool IsTooLong;
}
