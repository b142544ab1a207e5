using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Automata;

/// <summary>The bytes that an upper-cased address can hold, and which of them a person would sooner read.</summary>
internal static class AddressBytes
{
    /// <summary>All bytes but NUL, LF and <c>a-z</c>. Source: a C string, and RFC 5321 2.3.8 for the end of a command line.</summary>
    public static readonly ByteSet All = ~default(ByteSet).With(0).With((byte)'\n');

    // The letters of a made-up name, in the order in which they are taken.
    private const string Letters = "AOXNEIRTSLMPBCDUFGHKVWYZJQ";

    /// <summary>How far a byte is from what stands in an ordinary address: lower reads better.</summary>
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
