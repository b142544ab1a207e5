using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>A glob in our language: what stands between an anchor at either end.</summary>
internal sealed class TranslatedGlob
{
    private const byte Backslash = (byte)'\\';

    private readonly GlobDialect _dialect;
    private readonly ByteSet _any;
    private readonly List<EreText> _parts = new();

    private TranslatedGlob(GlobDialect dialect, ByteSet any)
    {
        _dialect = dialect;
        _any = any & AddressBytes.All;
    }

    /// <summary>Why it can't be said, as a clause; null when it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Where the problem is, from 1.</summary>
    public int Column { get; private set; }

    /// <summary>True when the glob tells upper case from lower case.</summary>
    public bool SeesCase { get; private set; }

    /// <summary>The text of the pattern, without anchors; meaningless when there is a problem.</summary>
    public EreText Text { get; private set; } = EreText.Empty;

    /// <summary>Reads a glob.</summary>
    public static TranslatedGlob Of(ReadOnlySpan<byte> glob, GlobDialect dialect) => Of(glob, dialect, AddressBytes.All);

    /// <summary>Reads a glob whose signs for any byte stand for some bytes only.</summary>
    public static TranslatedGlob Of(ReadOnlySpan<byte> glob, GlobDialect dialect, ByteSet any)
    {
        var pattern = new TranslatedGlob(dialect, any);
        pattern.Read(glob);
        return pattern;
    }

    /// <summary>The rule that the whole subject is as the glob says; null when there is a problem.</summary>
    public byte[]? Whole()
    {
        if (Problem is not null)
            return null;
        int first = 0;
        int end = _parts.Count;
        EreText anything = Run(_any, 0);

        // What may begin or end with anything needs no anchor there, and reads better without.
        bool isOpenInFront = _any == AddressBytes.All && end > 0 && _parts[0].IsLike(anything);
        first += isOpenInFront ? 1 : 0;
        bool isOpenBehind = _any == AddressBytes.All && end > first && _parts[^1].IsLike(anything);
        end -= isOpenBehind ? 1 : 0;
        bool isAll = first == end && isOpenInFront;
        var anchored = new List<EreText>();
        if (!isOpenInFront || isAll)
            anchored.Add(EreText.Of(Anchor.Start));
        anchored.AddRange(_parts.GetRange(first, end - first));
        if (!isOpenBehind && !isAll)
            anchored.Add(EreText.Of(Anchor.End));
        return EreText.Cat(CollectionsMarshal.AsSpan(anchored)).Bytes;
    }

    private static EreText Run(ByteSet set, int min) => EreText.Repeat(EreText.Of(set), min, Node.Unbounded);

    private void Read(ReadOnlySpan<byte> glob)
    {
        for (int at = 0; at < glob.Length && Problem is null; at++)
            ReadSign(glob, ref at);
        if (Problem is not null)
            return;
        Text = EreText.Cat(CollectionsMarshal.AsSpan(_parts));
        if (Text == EreText.TooLong)
            Fail(1, "it is too large for a rule");
        else if (Text == EreText.Never)
            Fail(1, "no address is like this");
    }

    private void ReadSign(ReadOnlySpan<byte> glob, ref int at)
    {
        byte b = glob[at];
        switch (b)
        {
            case (byte)'*':
                while (at + 1 < glob.Length && glob[at + 1] == (byte)'*')
                    at++;
                _parts.Add(_dialect == GlobDialect.Opensmtpd ? UpToNext(glob[(at + 1)..]) : Run(_any, 0));
                return;
            case (byte)'?' when _dialect is GlobDialect.SpamAssassin or GlobDialect.Wildmat:
                _parts.Add(EreText.Of(_any));
                return;
            case (byte)'?' when _dialect == GlobDialect.Rspamd:
                _parts.Add(EreText.Repeat(EreText.Of(_any), 0, 1));
                return;
            case (byte)'+' when _dialect == GlobDialect.Rspamd:
                _parts.Add(Run(_any, 1));
                return;
            case (byte)'[' when _dialect == GlobDialect.Wildmat:
                ReadBracket(glob, ref at);
                return;
            case Backslash when _dialect == GlobDialect.Wildmat:
                if (++at == glob.Length)
                    Fail(at, "it ends in a backslash, so it never matches");
                else
                    Add(PcreSet.Of(glob[at]));
                return;
            case Backslash or (byte)'(' when _dialect == GlobDialect.SpamAssassin:
                Add(PcreSet.Of((byte)'_'));
                return;
            default:
                SeesCase |= char.IsAsciiLetter((char)b);
                _parts.Add(EreText.Of(PcreSet.Of(b).Folded()));
                return;
        }
    }

    /// <summary>What a star of OpenSMTPD takes: all up to the first byte like the next one of the glob, or, at its end, one byte at least.</summary>
    private EreText UpToNext(ReadOnlySpan<byte> rest) => rest.IsEmpty ? Run(_any, 1) : Run(_any & ~PcreSet.Of(rest[0]).Folded(), 0);

    /// <summary>
    /// Reads a bracket expression of wildmat. A <c>]</c> or <c>-</c> in the first place is a member. A range begins at the byte before the <c>-</c>,
    /// which may be the end of another range. Bytes are signed there.
    /// </summary>
    private void ReadBracket(ReadOnlySpan<byte> glob, ref int at)
    {
        int open = at;
        bool isNegated = At(glob, at + 1) == '^';
        at += isNegated ? 1 : 0;
        PcreSet set = default;
        if (At(glob, at + 1) is ']' or '-')
            set = set.With(glob[++at]);
        byte last = glob[at];
        for (at++; at < glob.Length && glob[at] != (byte)']'; at++)
        {
            bool isRange = glob[at] == (byte)'-' && at + 1 < glob.Length && glob[at + 1] != (byte)']';
            if (isRange)
                set |= Range(last, glob[++at]);
            else
                set = set.With(glob[at]);
            last = glob[at];
        }

        if (at >= glob.Length)
            Fail(open + 1, "the bracket is not closed");
        else
            Add(isNegated ? ~set : set);
    }

    private static int At(ReadOnlySpan<byte> glob, int at) => at < glob.Length ? glob[at] : -1;

    private static PcreSet Range(byte low, byte high)
    {
        PcreSet set = default;
        for (int b = unchecked((sbyte)low); b <= unchecked((sbyte)high); b++)
            set = set.With(unchecked((byte)b));
        return set;
    }

    private void Add(PcreSet set)
    {
        SeesCase |= !set.HasBothCases;
        _parts.Add(EreText.Of(set.Folded()));
    }

    private void Fail(int column, string problem)
    {
        Problem ??= problem;
        Column = column;
    }
}
