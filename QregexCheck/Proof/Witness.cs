using System;

namespace QregexCheck.Proof;

/// <summary>
/// Finds the shortest address that shows a point, and one that a person can read: an ordinary address if there is one; else whatever has an
/// <c>@</c>; else any bytes at all.
/// </summary>
internal static class Witness
{
    /// <summary>Searches for a word that meets the requirements.</summary>
    /// <param name="languages">Hands out the languages of ordinary addresses.</param>
    /// <param name="isHost">True for HELO host names.</param>
    /// <param name="requirements">What the word is to show; one or more.</param>
    /// <param name="word">The word, in small letters, with <see cref="SearchResult.Found"/>.</param>
    public static SearchResult Find(RuleLanguages languages, bool isHost, ReadOnlySpan<Requirement> requirements, out byte[] word)
    {
        if (FindAddress(languages, isHost, requirements, out word) == SearchResult.Found
            || FindIn(languages.NotEmpty, requirements, out word) == SearchResult.Found)
        {
            return SearchResult.Found;
        }

        return FindAny(requirements, out word);
    }

    /// <summary>The same, but only a word that looks like an address will do.</summary>
    public static SearchResult FindAddress(RuleLanguages languages, bool isHost, ReadOnlySpan<Requirement> requirements, out byte[] word)
    {
        if (FindOrdinary(languages, isHost, requirements, out word) == SearchResult.Found)
            return SearchResult.Found;
        if (!isHost && FindIn(languages.PlainAddress, requirements, out word) == SearchResult.Found)
            return SearchResult.Found;
        return FindIn(isHost ? languages.AnyHost : languages.AnyAddress, requirements, out word);
    }

    /// <summary>Searches for a word that meets the requirements, and is what the rules of a file are asked about.</summary>
    public static SearchResult FindAddress(RuleLanguages languages, LintedFile file, ReadOnlySpan<Requirement> requirements, out byte[] word)
    {
        if (!file.IsAboutLines)
            return FindAddress(languages, file.IsAboutHosts, requirements, out word);
        SearchResult result = FindIn(languages.Line, requirements, out word);
        return result == SearchResult.Found ? result : FindIn(languages.AnyLine, requirements, out word);
    }

    /// <summary>The same, with an ordinary word of that kind or none.</summary>
    public static SearchResult FindOrdinary(RuleLanguages languages, LintedFile file, ReadOnlySpan<Requirement> requirements, out byte[] word) =>
        FindIn(file.IsAboutHosts ? languages.Host : file.IsAboutLines ? languages.Line : languages.Address, requirements, out word);

    /// <summary>The same, with any word, but one of that kind if there is one.</summary>
    public static SearchResult Find(RuleLanguages languages, LintedFile file, ReadOnlySpan<Requirement> requirements, out byte[] word) =>
        file.IsAboutLines && FindAddress(languages, file, requirements, out word) == SearchResult.Found ? SearchResult.Found
            : Find(languages, file.IsAboutHosts, requirements, out word);

    /// <summary>The same, with a word that is an ordinary address or none.</summary>
    public static SearchResult FindOrdinary(RuleLanguages languages, bool isHost, ReadOnlySpan<Requirement> requirements, out byte[] word) =>
        FindIn(isHost ? languages.Host : languages.Address, requirements, out word);

    /// <summary>A word as people write it.</summary>
    public static byte[] InSmallLetters(ReadOnlySpan<byte> word)
    {
        byte[] small = word.ToArray();
        foreach (ref byte b in small.AsSpan())
        {
            if (b is >= (byte)'A' and <= (byte)'Z')
                b |= 0x20;
        }

        return small;
    }

    private static SearchResult FindIn(LazyDfa addresses, ReadOnlySpan<Requirement> requirements, out byte[] word)
    {
        Requirement[] all = [new Requirement(addresses, MustAccept: true), .. requirements];
        return FindAny(all, out word);
    }

    private static SearchResult FindAny(ReadOnlySpan<Requirement> requirements, out byte[] word)
    {
        SearchResult result = WordSearch.Find(requirements, out word);
        if (result == SearchResult.Found)
        {
            PutWordsIn(requirements, word);
            word = InSmallLetters(word);
        }

        return result;
    }

    /// <summary>
    /// The search fills gaps with one and the same letter. Where a word of the same length does as well, it reads better.
    /// </summary>
    private static void PutWordsIn(ReadOnlySpan<Requirement> requirements, byte[] word)
    {
        byte filler = (byte)'A';
        for (int begin = 0; begin < word.Length; begin++)
        {
            int end = begin;
            while (end < word.Length && word[end] == filler)
                end++;
            ReadOnlySpan<byte> better = (end - begin) switch
            {
                2 when end == word.Length => "RO"u8,
                2 => "OP"u8,
                3 when end == word.Length => "COM"u8,
                3 => "JOE"u8,
                4 => "INFO"u8,
                5 => "SALES"u8,
                6 => "WEBPOP"u8,
                _ => default,
            };
            if (better.Length > 0)
            {
                better.CopyTo(word.AsSpan(begin));
                if (!Meets(requirements, word))
                    word.AsSpan(begin, better.Length).Fill(filler);
            }

            begin = Math.Max(begin, end - 1);
        }
    }

    private static bool Meets(ReadOnlySpan<Requirement> requirements, byte[] word)
    {
        foreach (Requirement requirement in requirements)
        {
            if (requirement.Language.Accepts(word) != requirement.MustAccept)
                return false;
        }

        return true;
    }
}
