using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace QregexCheck.Tests.Zoo;

/// <summary>Cuts the bytes that a model server reads into lines, as its traits say.</summary>
internal sealed class ServerLines(ServerTraits traits)
{
    private readonly List<byte> _line = new();
    private bool _isTooLong;
    private bool _isBehindCr;

    /// <summary>Bytes of a line that has begun.</summary>
    public int Length => _line.Count;

    /// <summary>True when the last line is one the server answers 500 for its length, and does not look at.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>True for the LF of a CR LF whose CR has ended the line already, whatever the server reads next.</summary>
    public bool IsRestOfEnd(byte b) => b == (byte)'\n' && _isBehindCr && traits.LineEnd == LineEnd.AnyOf;

    /// <summary>Takes one byte.</summary>
    /// <returns>The line that ends with it, without its end; null when none does.</returns>
    public string? Add(byte b)
    {
        if (IsRestOfEnd(b))
        {
            _isBehindCr = false;
            return null;
        }

        if (traits.IsSevenBit)
            b &= 0x7F;
        bool isBehindCr = _isBehindCr;
        _isBehindCr = b == (byte)'\r';
        switch (b)
        {
            case 0 when traits.Nul == NulReading.LeftOut:
                _isBehindCr = isBehindCr;
                return null;
            case 0 when traits.Nul == NulReading.EndsLine:
                return Take();
            case 0 when traits.Nul == NulReading.Blank:
                b = (byte)' ';
                break;
            case (byte)'\r' when traits.LineEnd == LineEnd.AnyOf:
                return Take();
            case (byte)'\n' when traits.LineEnd != LineEnd.CrLf || isBehindCr:
                if (_line.Count > 0 && isBehindCr && !_isTooLong)
                    _line.RemoveAt(_line.Count - 1);
                return Take();
        }

        if (_isTooLong)
            return null;
        _line.Add(b);
        return traits.LineBuffer > 0 && _line.Count >= traits.LineBuffer ? Overflow() : null;
    }

    /// <summary>What stands there when the input ends.</summary>
    public string? Rest() => _line.Count > 0 ? Take() : null;

    private string? Overflow()
    {
        if (traits.LineTail is LineTail.Cut or LineTail.Refused)
        {
            _isTooLong = true;
            return null;
        }

        string line = Take();
        IsRefused = traits.LineTail == LineTail.NextLineBehind500;
        return line;
    }

    private string Take()
    {
        IsRefused = _isTooLong && traits.LineTail == LineTail.Refused;
        _isTooLong = false;
        string line = Encoding.Latin1.GetString(CollectionsMarshal.AsSpan(_line));
        _line.Clear();
        return line;
    }
}
