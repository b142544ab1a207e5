using QregexCheck.Conversion;

namespace QregexCheck.Commands;

/// <summary>What the command line says to <c>convert</c>.</summary>
/// <param name="Format">The form of the source; null when it is to be guessed.</param>
/// <param name="Target">The list that it becomes; null for that of the form.</param>
/// <param name="GoodPath">Where the exceptions go; null for nowhere.</param>
/// <param name="WithSubdomains">True when domains stand for what is below them, too.</param>
/// <param name="Path">The source; <c>-</c> for standard input.</param>
internal sealed record ConvertOptions(ConversionFormat? Format, ConversionTarget? Target, string? GoodPath, bool WithSubdomains, string Path);
