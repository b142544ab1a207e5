using System;
using System.CommandLine;
using QregexCheck.Posix;
using QregexCheck.Syntax;

namespace QregexCheck.Commands;

/// <summary>What the command line of <c>qregexcheck checkpassword</c> says.</summary>
/// <param name="Arguments">The process's arguments.</param>
/// <param name="Program">Where PROG stands among them; their number where there is none.</param>
internal readonly record struct CheckpasswordOptions(Arguments Arguments, int Program)
{
    private const int First = 2;

    /// <summary>True for an option in front of PROG whose value is the next argument.</summary>
    public static bool HasValueBehind(ReadOnlySpan<byte> argument) => argument.SequenceEqual("--host"u8);

    /// <summary>The option as the parser knows it: for help, and for what is wrong.</summary>
    public static Option<string[]> HostOption()
    {
        var host = new Option<string[]>("--host") { Description = "Say no to addresses of any other host; may be given more than once.", HelpName = "HOST" };
        host.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value is "" or "@")
                    result.AddError("Option '--host' takes the name of a host.");
            }
        });
        return host;
    }

    /// <summary>Reads options that are right, without the parser of the command line.</summary>
    /// <returns>Null when anything is to be said about them: that is the parser's.</returns>
    public static CheckpasswordOptions? TryRead(Arguments arguments)
    {
        int at = First;
        while (at < arguments.Count && arguments[at].StartsWith("-"u8))
        {
            if (arguments[at].SequenceEqual("--"u8))
                return new CheckpasswordOptions(arguments, at + 1);
            if (HostAt(arguments, ref at).IsEmpty)
                return null;
        }

        return new CheckpasswordOptions(arguments, at);
    }

    /// <summary>
    /// False when hosts are named and the address is of another one. The host is what stands behind the last <c>@</c>, and case does not
    /// count in it; an address without one is of no host. Source: RFC 5321 2.4, addresses(5).
    /// </summary>
    public bool IsOurs(ReadOnlySpan<byte> address)
    {
        int sign = address.LastIndexOf((byte)'@');
        ReadOnlySpan<byte> host = sign < 0 ? default : address[(sign + 1)..];
        bool isAnyHost = true;
        for (int at = First; at < Program;)
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

    /// <summary>The value of the option at an index, which moves behind it; empty when it is another option, or has none.</summary>
    private static ReadOnlySpan<byte> HostAt(Arguments arguments, ref int at)
    {
        ReadOnlySpan<byte> option = arguments[at++];
        ReadOnlySpan<byte> host = option.StartsWith("--host="u8) ? option["--host=".Length..]
            : HasValueBehind(option) && at < arguments.Count ? arguments[at++]
            : default;

        // Lines of control/recipients begin with @host.
        return host.StartsWith("@"u8) ? host[1..] : host;
    }
}
