namespace QregexCheck.Doctor;

/// <summary>A line of a file of the host that is no comment.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Bytes">Its bytes, without the blanks at its end.</param>
internal readonly record struct HostLine(int Number, byte[] Bytes);
