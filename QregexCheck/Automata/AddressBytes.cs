using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Automata;

/// <summary>The bytes that an upper-cased address can hold, and the bytes among them that read well to a person.</summary>
internal static class AddressBytes
{
    /// <summary>All bytes but NUL, LF and <c>a-z</c>. Source: a C string ends at NUL; a command line ends at LF (RFC 5321 2.3.8).</summary>
    public static readonly ByteSet All = ~default(ByteSet).With(0).With((byte)'\n');

    // The letters of a made-up name, in the order in which they are taken.
    private const string Letters = "AOXNEIRTSLMPBCDUFGHKVWYZJQ";

    /// <summary>How strange a byte looks in an address. A lower number reads better.</summary>
    public static int Strangeness(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => 100 + Letters.IndexOf((char)b, System.StringComparison.Ordinal),
        (byte)'@' or (byte)'.' => 130,
        >= (byte)'0' and <= (byte)'9' => 140 + b - '0',
        (byte)'-' => 160,
        (byte)'_' or (byte)'+' => 200,
        (byte)'=' or (byte)'/' or (byte)'%' or (byte)'#' => 300,
        _ when Plain.Visible.Holds(b) => 500,
        (byte)' ' => 1_000,
        >= 0x80 => 2_000,
        _ => 3_000,
    };
}
