using System;

namespace QregexCheck.Tests.Support;

/// <summary>Short texts by chance, of letters that a test chooses.</summary>
internal static class RandomText
{
    /// <summary>One to five of the letters.</summary>
    public static string Of(Random random, string letters)
    {
        var text = new char[random.Next(1, 6)];
        for (int at = 0; at < text.Length; at++)
            text[at] = letters[random.Next(letters.Length)];
        return new string(text);
    }
}
