using System.Collections.Generic;
using QregexCheck.Conversion;
using QregexCheck.Lint;

namespace QregexCheck.Commands;

/// <summary>What a shell offers where a word is to be typed.</summary>
internal enum OfferKind : byte
{
    Nothing,
    Words,
    Files,
    Directories,
    Users,

    /// <summary>The name of a program. The words behind it are that program's.</summary>
    Program,
}

/// <summary>What a shell offers for an argument or for the value of an option.</summary>
/// <param name="Kind">Of which kind it is.</param>
/// <param name="Words">The words to choose from; none for the other kinds.</param>
internal readonly record struct ShellOffer(OfferKind Kind, IReadOnlyList<string> Words)
{
    /// <summary>For the value of an option; for a flag, nothing.</summary>
    public static ShellOffer Of(OptionRow row) => row switch
    {
        { Kind: OptionKind.OneOf, Value: { } words } => new(OfferKind.Words, words.Split('|')),
        { Value: { } name } => Of(name),
        _ => new(OfferKind.Nothing, []),
    };

    public static ShellOffer Of(ArgumentRow row) => row.Kind switch
    {
        ArgumentKind.OneOf => new(OfferKind.Words, row.Words!.Split('|')),
        ArgumentKind.Program or ArgumentKind.PerhapsProgram => new(OfferKind.Program, []),
        _ => Of(row.Name),
    };

    /// <summary>For a value by its name in the help, which says what it is.</summary>
    private static ShellOffer Of(string name) => name switch
    {
        "DIR" => new(OfferKind.Directories, []),
        "FILE" or "LOG" or "OLD" or "NEW" => new(OfferKind.Files, []),
        "USER" => new(OfferKind.Users, []),
        "FORMAT" => new(OfferKind.Words, Formats()),
        "ID" => new(OfferKind.Words, Findings()),
        _ => new(OfferKind.Nothing, []),
    };

    private static List<string> Formats()
    {
        List<string> names = ["auto"];
        foreach (ConversionFormat format in ConversionFormats.All)
            names.Add(ConversionFormats.Row(format).Name);
        return names;
    }

    private static List<string> Findings()
    {
        var names = new List<string>();
        foreach (FindingKind kind in LintCatalog.All)
            names.Add(kind.Id);
        return names;
    }
}
