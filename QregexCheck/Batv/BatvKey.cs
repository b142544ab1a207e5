namespace QregexCheck.Batv;

/// <summary>A line of <c>control/batvkey</c>: <c>K HEX</c>, or <c>K HEX YYYY-MM-DD</c>.</summary>
/// <param name="Digit">K, one of the digits 0 to 9, as it stands there.</param>
/// <param name="Secret">The key's bytes, at least 16.</param>
/// <param name="Since">The day on which it was made, as <see cref="System.DateOnly.DayNumber"/> counts; null when the line has no date.</param>
/// <param name="Line">The line's number, from 1.</param>
internal sealed record BatvKey(byte Digit, byte[] Secret, int? Since, int Line);
