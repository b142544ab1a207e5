using System;

namespace QregexCheck.Logs;

/// <summary>The numbers in lines of logs: processes, messages, deliveries.</summary>
internal static class DecimalNumber
{
    /// <summary>The most digits that the number of a process has.</summary>
    public const int LongestProcess = 9;

    /// <summary>The most digits that an unsigned long has.</summary>
    private const int Longest = 19;

    /// <summary>Reads a number that a text begins with.</summary>
    /// <param name="text">The text; behind it when it was read: what follows the number.</param>
    /// <param name="number">The number.</param>
    /// <returns>False when no number stands there, or one that is too long.</returns>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> text, out ulong number)
    {
        number = 0;
        int digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
        {
            if (digits == Longest)
                return false;
            number = (number * 10) + (ulong)(text[digits++] - '0');
        }

        text = text[digits..];
        return digits > 0;
    }

    /// <summary>Reads a process that a text begins with.</summary>
    public static bool TryTakeProcess(scoped ref ReadOnlySpan<byte> text, out int process)
    {
        bool isNumber = TryTake(ref text, out ulong number) && number is > 0 and <= int.MaxValue;
        process = isNumber ? (int)number : 0;
        return isNumber;
    }

    /// <summary>Takes words that a text begins with.</summary>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> words)
    {
        if (!text.StartsWith(words))
            return false;
        text = text[words.Length..];
        return true;
    }
}
