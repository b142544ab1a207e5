using System;
using System.Buffers.Text;
using QregexCheck.Control;
using QregexCheck.Posix;

namespace QregexCheck.Qmail;

/// <summary>
/// A user whose rights a process takes, as with tcpserver and setuidgid: a number and one group. Source: passwd(5), setuidgid(8).
/// </summary>
/// <param name="Name">The login name; the number when there is no name.</param>
/// <param name="User">The user's number.</param>
/// <param name="Group">The number of the user's group.</param>
internal sealed record Account(string Name, uint User, uint Group)
{
    /// <summary>Finds a name, or a number, in /etc/passwd.</summary>
    /// <returns>Null when there is no such user, or the file can't be read.</returns>
    public static Account? Find(ReadOnlySpan<byte> wanted)
    {
        int descriptor = Descriptor.Open("/etc/passwd\0"u8, out _);
        if (descriptor == -1)
            return null;
        try
        {
            var lines = new LineReader(buffer => Descriptor.Read(descriptor, buffer));
            while (lines.TryRead(out ReadOnlySpan<byte> line))
            {
                ReadOnlySpan<byte> name = Field(ref line);
                Field(ref line);
                ReadOnlySpan<byte> user = Field(ref line);
                ReadOnlySpan<byte> group = Field(ref line);
                if ((name.SequenceEqual(wanted) || user.SequenceEqual(wanted)) && IsNumber(user, out uint userNumber) && IsNumber(group, out uint groupNumber))
                    return new Account(System.Text.Encoding.UTF8.GetString(name), userNumber, groupNumber);
            }
        }
        catch (PosixException)
        {
            return null;
        }
        finally
        {
            Descriptor.Close(descriptor);
        }

        return IsNumber(wanted, out uint number) ? new Account(System.Text.Encoding.UTF8.GetString(wanted), number, number) : null;
    }

    private static ReadOnlySpan<byte> Field(ref ReadOnlySpan<byte> line)
    {
        int end = line.IndexOf((byte)':');
        ReadOnlySpan<byte> field = end < 0 ? line : line[..end];
        line = end < 0 ? default : line[(end + 1)..];
        return field;
    }

    private static bool IsNumber(ReadOnlySpan<byte> text, out uint number) => Utf8Parser.TryParse(text, out number, out int read) && read == text.Length;
}
