using System.Linq;
using System.Runtime.Intrinsics;
using QregexCheck.Syntax;
using Xunit;

namespace QregexCheck.Tests.Rooms.Syntax;

public sealed class CaseFoldingTests
{
    /// <summary>Eight bytes are folded at once: each byte beside each, at each place.</summary>
    [Fact]
    public void Letters_from_a_to_z_are_upper_cased_and_no_other_byte_whatever_stands_beside_them()
    {
        for (int beside = 0; beside < 256; beside++)
        {
            byte[] source = [.. Enumerable.Range(0, 256).SelectMany(b => new[] { (byte)b, (byte)beside })];
            for (int skipped = 0; skipped < 9; skipped++)
            {
                byte[] part = source[skipped..];
                Assert.Equal(part.Select(b => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b - 32) : b), CaseFolding.Upper(part));
            }
        }
    }

    [Fact]
    public void Sixteen_bytes_at_once_are_upper_cased_as_one_is()
    {
        for (int from = 0; from < 256; from++)
        {
            byte[] source = [.. Enumerable.Range(from, Vector128<byte>.Count).Select(b => (byte)b)];
            var folded = new byte[source.Length];
            CaseFolding.Upper(Vector128.Create(source)).CopyTo(folded);
            Assert.Equal(source.Select(b => CaseFolding.Upper(b)), folded);
        }
    }
}
