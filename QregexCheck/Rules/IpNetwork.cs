using System;
using System.Globalization;
using System.Text;
using QregexCheck.Text;

namespace QregexCheck.Rules;

/// <summary>
/// A network of IP addresses, as <c>192.0.2.0/24</c>, <c>2001:db8::/32</c>, or one address. An IPv4 address is in no IPv6 network, not even in
/// ::/0.
/// </summary>
/// <param name="First">Its first address.</param>
/// <param name="Bits">How many bits of 128 all its addresses have like the first. An IPv4 network has 96 more than its text says.</param>
internal readonly record struct IpNetwork(IpAddress First, int Bits)
{
    private const int AllBits = 128;
    private const int MappedBits = 96;

    /// <summary>True for an address of the network.</summary>
    public bool Holds(IpAddress address) => address.IsV4 == First.IsV4 && Cut(address, Bits) == First;

    /// <summary>Reads a network.</summary>
    /// <param name="text">An address, perhaps with a slash and a number of bits behind it.</param>
    /// <param name="network">The network.</param>
    /// <returns>What is wrong with it; empty when it is right.</returns>
    public static string Problem(ReadOnlySpan<byte> text, out IpNetwork network)
    {
        network = default;
        int slash = text.IndexOf((byte)'/');
        ReadOnlySpan<byte> written = slash < 0 ? text : text[..slash];
        if (!IpAddress.TryParse(written, out IpAddress address) || HasOctalLook(written))
            return "it takes addresses and networks, as 192.0.2.0/24, with commas between";
        int bits = AllBits;
        if (slash >= 0)
        {
            // Behind a colon the bits are those of IPv6.
            int front = written.Contains((byte)':') ? 0 : MappedBits;
            ReadOnlySpan<byte> digits = text[(slash + 1)..];
            bool isNumber = digits.Length is >= 1 and <= 3 && !HasOctalLook(digits) && CalendarDay.TryParseNumber(digits, out bits);
            if (!isNumber || bits > AllBits - front)
                return front == 0 ? "behind the / of an IPv6 network stands a number up to 128" : "behind the / of an IPv4 network stands a number up to 32";
            bits += front;
        }

        network = new IpNetwork(address, bits);
        if (Cut(address, bits) == address)
            return string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Encoding.ASCII.GetString(text)} has bits behind its /{Encoding.ASCII.GetString(text[(slash + 1)..])}: write the network's first address");
    }

    /// <summary>Orders networks by their addresses.</summary>
    public static int Compare(IpNetwork left, IpNetwork right)
    {
        int order = left.First.High.CompareTo(right.First.High);
        if (order == 0)
            order = left.First.Low.CompareTo(right.First.Low);
        return order != 0 ? order : left.Bits.CompareTo(right.Bits);
    }

    /// <summary>True where a number begins with a needless 0: some programs read it as octal.</summary>
    private static bool HasOctalLook(ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)':'))
            return false;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] == (byte)'0' && text[i + 1] != (byte)'.' && (i == 0 || text[i - 1] == (byte)'.'))
                return true;
        }

        return false;
    }

    private static IpAddress Cut(IpAddress address, int bits) => new(Cut64(address.High, bits), Cut64(address.Low, bits - 64));

    private static ulong Cut64(ulong number, int bits) => bits <= 0 ? 0 : bits >= 64 ? number : number & (ulong.MaxValue << (64 - bits));
}
