using System;
using QregexCheck.Posix;
using QregexCheck.Syntax;

namespace QregexCheck.Commands;

/// <summary>What the command line of <c>qregexcheck checkpassword</c> says.</summary>
/// <param name="Arguments">The process's arguments.</param>
/// <param name="Program">The index of PROG among them; the number of arguments when there is no PROG.</param>
internal readonly record struct CheckpasswordOptions(Arguments Arguments, int Program)
{
    /// <summary>Reads options that are right, without the parser of the command line.</summary>
    /// <returns>Null when the options have a mistake. The parser then tells of it.</returns>
    public static CheckpasswordOptions? TryRead(Arguments arguments)
    {
        int at = ProgramOptions.First;
        while (ProgramOptions.StandAt(arguments, ref at))
        {
            if (HostAt(arguments, ref at).IsEmpty)
                return null;
        }

        return new CheckpasswordOptions(arguments, at);
    }

    /// <summary>
    /// False when hosts are named and the address belongs to another one. The host is what stands behind the last <c>@</c>, and its case does
    /// not count. An address without <c>@</c> belongs to no host. Source: RFC 5321 2.4, addresses(5).
    /// </summary>
    public bool IsOurs(ReadOnlySpan<byte> address)
    {
        int sign = address.LastIndexOf((byte)'@');
        ReadOnlySpan<byte> host = sign < 0 ? default : address[(sign + 1)..];
        bool isAnyHost = true;
        for (int at = ProgramOptions.First; at < Program;)
        {
            ReadOnlySpan<byte> named = HostAt(Arguments, ref at);
            if (named.IsEmpty)
                continue;
            isAnyHost = false;
            if (CaseFolding.Upper(host).AsSpan().SequenceEqual(CaseFolding.Upper(named)))
                return true;
        }

        return isAnyHost;
    }

    /// <summary>
    /// The value of the option at an index; empty when it is another option, or has no value. The index moves behind the value.
    /// </summary>
    private static ReadOnlySpan<byte> HostAt(Arguments arguments, ref int at)
    {
        if (ProgramOptions.Read(CommandName.Checkpassword, arguments, ref at, out ReadOnlySpan<byte> host) is null)
            return default;

        // Lines of control/recipients begin with @host.
        return host.StartsWith("@"u8) ? host[1..] : host;
    }
}
