using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Batv;

/// <summary>The keys of <c>control/batvkey</c>. The first one signs, and all verify.</summary>
/// <remarks>
/// A line that is no key is left out, and named in <see cref="Mistakes"/>. As long as there is one, no mail is refused: the line may be the key of tags that
/// are under way. The same holds for a second key with a digit that stands above it.
/// </remarks>
internal sealed class BatvKeys
{
    /// <summary>Fewest digits of a key.</summary>
    public const int FewestDigits = 32;

    /// <summary>
    /// So many whole days must have passed behind the day on which the first key was made, before a bounce without its tag is refused: mail that went unsigned
    /// till then waits in a queue for 7 days, and its bounce for 7 days more.
    /// </summary>
    public const int DaysToRefuse = 14;

    private readonly List<BatvKey> _keys = [];
    private readonly List<RuleError> _mistakes = [];

    private BatvKeys()
    {
    }

    /// <summary>The name of the control file.</summary>
    public static ReadOnlySpan<byte> FileName => "batvkey"u8;

    /// <summary>The key that signs; null when there is none.</summary>
    public BatvKey? Signing => _keys.Count > 0 ? _keys[0] : null;

    public IReadOnlyList<BatvKey> All => _keys;

    /// <summary>The lines that are no keys. No message holds a byte of the file.</summary>
    public IReadOnlyList<RuleError> Mistakes => _mistakes;

    /// <summary>
    /// The day on which the key was made that has been signing longest, as <see cref="DateOnly.DayNumber"/> counts; null when no line has a date.
    /// </summary>
    public int? Since
    {
        get
        {
            int? since = null;
            foreach (BatvKey key in _keys)
            {
                if (key.Since is { } day && (since is null || day < since))
                    since = day;
            }

            return since;
        }
    }

    /// <summary>Reads the control file.</summary>
    public static BatvKeys Read(byte[] bytes)
    {
        var keys = new BatvKeys();
        ControlFile file = ControlFile.Of(bytes);
        while (file.TryRead(out ControlLine line))
        {
            if (!line.IsComment)
                keys.Add(line);
        }

        return keys;
    }

    /// <summary>The key with a digit; null when there is none.</summary>
    public BatvKey? Find(byte digit)
    {
        foreach (BatvKey key in _keys)
        {
            if (key.Digit == digit)
                return key;
        }

        return null;
    }

    /// <summary>Why no bounce may be refused for its tag yet, in one clause; null when one may.</summary>
    /// <param name="today">Today, as <see cref="DateOnly.DayNumber"/> counts.</param>
    public string? WhyNotRefuse(int today) => _keys.Count == 0 ? "there is no key"
        : _mistakes.Count > 0 ? "a line of batvkey can't be read"
        : Since is not { } since ? "no key has a date, so that its age is not known"
        : today - since <= DaysToRefuse ? "the key is not 14 full days old"
        : null;

    private void Add(in ControlLine line)
    {
        ReadOnlySpan<byte> rest = line.Bytes;
        ReadOnlySpan<byte> digit = NextWord(ref rest);
        ReadOnlySpan<byte> hex = NextWord(ref rest);
        ReadOnlySpan<byte> date = NextWord(ref rest);
        int since = 0;
        var secret = new byte[hex.Length / 2];
        string? problem = digit.Length != 1 || digit[0] is < (byte)'0' or > (byte)'9' ? "a key begins with one digit and a blank"
            : hex.Length < FewestDigits ? "a key has at least 32 hexadecimal digits"
            : !HexBytes.TryRead(hex, secret) ? "a key is an even number of hexadecimal digits"
            : !date.IsEmpty && !CalendarDay.TryParse(date, out since) ? "behind a key stands the day on which it was made, YYYY-MM-DD, or nothing"
            : !rest.IsEmpty ? "nothing stands behind a key's date"
            : Find(digit[0]) is not null ? "another key above has the same digit" : null;
        if (problem is null)
            _keys.Add(new BatvKey(digit[0], secret, date.IsEmpty ? null : since, line.Number));
        else
            _mistakes.Add(new RuleError(line.Number, line.Column, problem + "; the line is no key, and no bounce is refused while it stands there"));
    }

    private static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOfAny((byte)' ', (byte)'\t');
        ReadOnlySpan<byte> word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..].TrimStart(" \t"u8);
        return word;
    }
}
