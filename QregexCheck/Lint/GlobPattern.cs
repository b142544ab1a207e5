using System;
using System.Buffers;
using System.Collections.Generic;

namespace QregexCheck.Lint;

/// <summary>
/// Reads a shell pattern, or one that is half a regular expression, in the way it was meant. A <c>*</c> is any text, a dot is a dot.
/// Source: the address lists of other mail servers.
/// </summary>
internal readonly record struct GlobPattern(byte[] Expression, byte[]? Meant)
{
    private static readonly SearchValues<byte> Metacharacters = SearchValues.Create("\\^$[](){}|+"u8);

    /// <summary>
    /// Turns a shell pattern into a regular expression, with an address that it should hit. There is no address when it holds brackets or groups.
    /// </summary>
    /// <param name="pattern">The pattern, without a <c>!</c>.</param>
    /// <param name="isHost">True when the pattern is asked about host names.</param>
    public static GlobPattern Read(ReadOnlySpan<byte> pattern, bool isHost)
    {
        ReadOnlySpan<byte> body = pattern.TrimStart((byte)'^');
        if (body.EndsWith("$"u8) && !body.EndsWith("\\$"u8))
            body = body[..^1];
        var expression = new List<byte>(pattern.Length + 8);
        var word = new List<byte>(pattern.Length + 8);
        bool isPlain = true;
        bool beginsOpen = false;
        bool endsOpen = false;
        for (int at = 0; at < body.Length; at++)
        {
            byte b = body[at];
            byte next = at + 1 < body.Length ? body[at + 1] : (byte)0;
            bool isBehindSet = at > 0 && body[at - 1] is (byte)']' or (byte)')';
            endsOpen = false;
            if (b == (byte)'*' || (b == (byte)'.' && next is (byte)'*' or (byte)'+' && !(at > 0 && body[at - 1] == (byte)'*')))
            {
                at += b == (byte)'*' ? 0 : 1;
                if (isBehindSet && b == (byte)'*')
                {
                    expression.Add(b);
                    isPlain = false;
                    continue;
                }

                endsOpen = true;
                beginsOpen |= expression.Count == 0;
                if (expression.Count > 0 && !EndsInAnything(expression))
                    expression.AddRange(".*"u8);
                word.AddRange("op"u8);
                continue;
            }

            switch (b)
            {
                case (byte)'\\' when next != 0:
                    expression.AddRange([b, next]);
                    word.Add(next);
                    isPlain &= !char.IsAsciiLetterOrDigit((char)next);
                    at++;
                    break;
                case (byte)'[' when body[at..].IndexOf((byte)']') is > 1 and var length:
                    expression.AddRange(body.Slice(at, length + 1));
                    isPlain = false;
                    at += length;
                    break;
                case (byte)'?' when !isBehindSet:
                    expression.Add((byte)'.');
                    word.Add((byte)'a');
                    break;
                case (byte)'.' when at > 0 && body[at - 1] == (byte)'@':
                    // No domain begins with a dot. So the names below a domain were meant.
                    expression.AddRange(".*\\."u8);
                    word.AddRange("op."u8);
                    break;
                case (byte)'.' or (byte)'^' or (byte)'$' or (byte)'{' or (byte)'+' when !isBehindSet || b is (byte)'.' or (byte)'^' or (byte)'$':
                    expression.AddRange([(byte)'\\', b]);
                    word.Add(b);
                    break;
                default:
                    expression.Add(b);
                    word.Add(b);
                    isPlain &= b is not ((byte)'(' or (byte)')' or (byte)'|' or (byte)'?' or (byte)'+' or (byte)'{');
                    break;
            }
        }

        if (endsOpen && EndsInAnything(expression))
            expression.RemoveRange(expression.Count - 2, 2);

        // A pattern may match anywhere, so it needs no .* around it. But when only one end is held, the .* shows that the other end is open on
        // purpose.
        if (endsOpen && EndsInDomain(expression))
            expression.AddRange(".*$"u8);
        bool hasAt = word.Contains((byte)'@');
        bool isDomain = !hasAt && !endsOpen && word.Contains((byte)'.');
        if (!beginsOpen && expression.Count > 0)
            expression.InsertRange(0, Beginning(expression, isDomain, isHost));
        else if (!endsOpen && expression is not ([] or [(byte)'@', ..] or [(byte)'\\', (byte)'.', ..]))
            expression.InsertRange(0, ".*"u8);
        if (!endsOpen && expression is [.., not (byte)'@'])
            expression.Add((byte)'$');
        return new GlobPattern(expression.ToArray(), isPlain && word.Count > 0 ? Example(word, hasAt, isDomain, isHost) : null);
    }

    /// <summary>True for a shell pattern: it has a <c>*</c> with nothing before it, or behind an <c>@</c>.</summary>
    public static bool IsGlob(ReadOnlySpan<byte> pattern) =>
        pattern.TrimStart((byte)'^').StartsWith("*"u8) || pattern.IndexOf("@*"u8) >= 0;

    /// <summary>True for a question mark with nothing before it, when the rest is a plain address or domain.</summary>
    public static bool IsQuestion(ReadOnlySpan<byte> pattern) => pattern.StartsWith("?"u8) && LooksPlain(pattern.TrimEnd((byte)'$'));

    /// <summary>True for an address or a domain with wildcards, without anything that only a regular expression has.</summary>
    public static bool LooksPlain(ReadOnlySpan<byte> pattern) =>
        pattern.IndexOfAny("@."u8) >= 0 && pattern.IndexOf(".*"u8) < 0 && pattern.IndexOf(".?"u8) < 0 && !pattern.ContainsAny(Metacharacters);

    private static bool EndsInAnything(List<byte> expression) =>
        expression is [.., (byte)'.', (byte)'*'] && !(expression.Count > 2 && expression[^3] == (byte)'\\');

    /// <summary>True when the pattern ends in a dot and a label of two bytes or more.</summary>
    private static bool EndsInDomain(List<byte> expression)
    {
        int label = expression.Count;
        while (label > 0 && (char.IsAsciiLetterOrDigit((char)expression[label - 1]) || expression[label - 1] == (byte)'-'))
            label--;
        return expression.Count - label >= 2 && label >= 2 && expression[label - 1] == (byte)'.' && expression[label - 2] == (byte)'\\';
    }

    private static ReadOnlySpan<byte> Beginning(List<byte> expression, bool isDomain, bool isHost) =>
        expression[0] == (byte)'@' || expression is [(byte)'\\', (byte)'.', ..] ? default : isDomain && !isHost ? "[@.]"u8 : "^"u8;

    private static byte[] Example(List<byte> word, bool hasAt, bool isDomain, bool isHost)
    {
        if (isHost)
            return [.. word[0] == (byte)'.' ? "op"u8 : default, .. word, .. word.Contains((byte)'.') ? default : ".ro"u8];
        if (!hasAt)
            return isDomain ? [.. word[0] == (byte)'.' ? "joe@op"u8 : "joe@"u8, .. word] : [.. word, .. "@optim.ro"u8];
        ReadOnlySpan<byte> before = word[0] == (byte)'@' ? "joe"u8 : default;
        ReadOnlySpan<byte> behind = word[^1] == (byte)'@' ? "optim.ro"u8 : word.LastIndexOf((byte)'.') < word.IndexOf((byte)'@') ? ".ro"u8 : default;
        return [.. before, .. word, .. behind];
    }
}
