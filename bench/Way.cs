namespace QregexCheck.Bench;

/// <summary>The ways to check an address that are compared.</summary>
internal enum Way
{
    /// <summary>regcomp and regexec for each rule.</summary>
    Baseline,

    /// <summary>qregexcheck with control files alone.</summary>
    Text,

    /// <summary>qregexcheck with a compiled file.</summary>
    Compiled,
}
