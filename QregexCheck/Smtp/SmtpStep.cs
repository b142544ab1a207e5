namespace QregexCheck.Smtp;

/// <summary>What happens to the first bytes that one side sent.</summary>
internal enum SmtpStepKind
{
    /// <summary>Nothing yet. More bytes are needed, or the other side must speak first.</summary>
    Wait,

    /// <summary>They go to the other side as they are.</summary>
    Pass,

    /// <summary>They go nowhere.</summary>
    Drop,
}

/// <summary>One step of a session.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Count">The number of bytes; 0 with <see cref="SmtpStepKind.Wait"/>.</param>
internal readonly record struct SmtpStep(SmtpStepKind Kind, int Count)
{
    public static SmtpStep Wait => new(SmtpStepKind.Wait, 0);

    public static SmtpStep Pass(int count) => new(SmtpStepKind.Pass, count);

    public static SmtpStep Drop(int count) => new(SmtpStepKind.Drop, count);
}
