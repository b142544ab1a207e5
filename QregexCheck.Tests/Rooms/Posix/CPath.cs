using System.Text;

namespace QregexCheck.Tests.Rooms.Posix;

/// <summary>A path as system calls take it: bytes and a NUL.</summary>
internal static class CPath
{
    public static byte[] Of(string path) => Encoding.Latin1.GetBytes(path + "\0");
}
