using System;
using System.Collections.Generic;
using QregexCheck.Doctor;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>What <c>doctor --fix</c> was asked for.</summary>
/// <param name="Ailment">Which finding is to be mended.</param>
/// <param name="Domain">At which domain; null for each that has it.</param>
internal sealed record FixOptions(Ailment Ailment, byte[]? Domain)
{
    /// <summary>True for <c>--yes</c>: it is written, and not only shown.</summary>
    public bool Writes { get; init; }

    /// <summary>True for <c>--undo</c>: the last change is taken back.</summary>
    public bool Undoes { get; init; }

    public bool IsJson { get; init; }

    /// <summary>The words behind <c>--fix</c>, for messages and for the next command.</summary>
    public string Shown(ReadOnlySpan<byte> domain)
    {
        string id = AilmentTable.Row(Ailment).Id;
        return domain.IsEmpty ? id : $"{id}:{ExaminedHost.Shown(domain)}";
    }

    /// <summary>What is wrong with <c>ID[:DOMAIN]</c>; null when it is right.</summary>
    public static string? Complaint(string text)
    {
        (string id, string? domain) = Split(text);
        if (domain is { Length: 0 })
            return $"a domain is missing behind '{id}:'; write --fix {id} for each domain, or --fix {id}:DOMAIN.";
        if (Find(id) is not null)
            return null;
        var names = new List<string>();
        for (Ailment ailment = 0; ailment <= AilmentTable.Last; ailment++)
            names.Add(AilmentTable.Row(ailment).Id);
        string hint = NearestName.Of(id, names) is { } nearest ? $"did you mean: {nearest}?" : "qregexcheck-doctor(8) lists them.";
        return $"no finding is called '{id}'; {hint}";
    }

    /// <summary>Reads <c>ID[:DOMAIN]</c>, which must be right.</summary>
    public static FixOptions Read(string text)
    {
        (string id, string? domain) = Split(text);
        return new FixOptions(Find(id)!.Value, domain is null ? null : CommandOptions.Bytes(domain));
    }

    private static (string Id, string? Domain) Split(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    private static Ailment? Find(string id)
    {
        for (Ailment ailment = 0; ailment <= AilmentTable.Last; ailment++)
        {
            if (AilmentTable.Row(ailment).Id == id)
                return ailment;
        }

        return null;
    }
}
