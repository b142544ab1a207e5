using System;
using System.Buffers.Text;

namespace QregexCheck.Mailboxes;

/// <summary>The six fields that tell qmail-lspawn of a user, each with a NUL behind it: user, uid, gid, home, dash and ext. Source:
/// qmail-lspawn.c spawn.</summary>
internal static class UserFields
{
    /// <summary>Takes the fields apart. What follows the sixth is ignored, as qmail-lspawn does.</summary>
    /// <param name="source">The path of the file or program that gave them.</param>
    /// <param name="fields">The fields.</param>
    /// <exception cref="HostFileException">qmail-lspawn defers: there are too few, or the user is root. Or a number is odd.</exception>
    public static LocalUser Parse(ReadOnlySpan<byte> source, ReadOnlySpan<byte> fields)
    {
        ReadOnlySpan<byte> name = Cut(source, ref fields);
        ReadOnlySpan<byte> user = Cut(source, ref fields);
        ReadOnlySpan<byte> group = Cut(source, ref fields);
        ReadOnlySpan<byte> home = Cut(source, ref fields);
        ReadOnlySpan<byte> dash = Cut(source, ref fields);
        ReadOnlySpan<byte> extension = Cut(source, ref fields);
        if (!TryNumber(user, out uint userNumber) || !TryNumber(group, out uint groupNumber))
            throw new HostFileException(source, "gives a user or a group that is no number");
        if (userNumber == 0)
            throw new HostFileException(source, "gives the mail to root, which qmail defers");
        return new LocalUser(name.ToArray(), userNumber, groupNumber, home.ToArray(), dash.ToArray(), extension.ToArray(), IsCertain: true);
    }

    /// <summary>Reads the number of a user or a group: digits only.</summary>
    /// <returns>False for all else. C's functions read such text in various ways.</returns>
    public static bool TryNumber(ReadOnlySpan<byte> text, out uint number)
    {
        number = 0;
        return !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(text, out number, out int length) && length == text.Length;
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> source, ref ReadOnlySpan<byte> fields)
    {
        int end = fields.IndexOf((byte)0);
        if (end < 0)
            throw new HostFileException(source, "gives too few fields for a user");
        ReadOnlySpan<byte> field = fields[..end];
        fields = fields[(end + 1)..];
        return field;
    }
}
