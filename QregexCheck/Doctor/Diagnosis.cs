namespace QregexCheck.Doctor;

/// <summary>Something that is wrong with the host.</summary>
/// <param name="Ailment">What kind of thing.</param>
/// <param name="Place">Where: a file, a directory, or a process by its directory in /proc.</param>
/// <param name="Line">The line in that file, from 1; 0 when no line is meant.</param>
/// <param name="Words">What was found, in one clause. Bytes of the host that stand in it are escaped.</param>
/// <param name="Command">The command that mends it; null when no one command does.</param>
internal sealed record Diagnosis(Ailment Ailment, byte[] Place, int Line, string Words, string? Command)
{
    /// <summary>The domain that it is about; null when it is about none.</summary>
    public byte[]? Domain { get; init; }
}
