using System;
using System.Text;

namespace QregexCheck.Tests.Zoo;

/// <summary>Reads an address as a model server does; written without a look at the filter's own reading.</summary>
internal static class ModelAddress
{
    public static string Read(AddressReading reading, string argument) => reading switch
    {
        AddressReading.Brackets => Bracketed(argument, argument.IndexOf('<')),
        AddressReading.LastBrackets => Bracketed(argument, argument.LastIndexOf('<')),
        AddressReading.WithoutComments => Qmail(WithoutComments(argument)),
        _ => Qmail(argument),
    };

    private static string Bracketed(string argument, int open)
    {
        if (open < 0)
            return Qmail(argument);
        int close = argument.IndexOf('>', open);
        return close < 0 ? argument[(open + 1)..] : argument[(open + 1)..close];
    }

    private static string WithoutComments(string argument)
    {
        while (argument.IndexOf('(') is >= 0 and int open && argument.IndexOf(')', open) is >= 0 and int close)
            argument = argument.Remove(open, close - open + 1);
        return argument;
    }

    /// <summary>Source: addrparse in qmail-smtpd.c.</summary>
    private static string Qmail(string argument)
    {
        argument = argument.Split('\0')[0];
        char terminator = '>';
        int start = argument.IndexOf('<') + 1;
        if (start == 0)
        {
            terminator = ' ';
            start = argument.IndexOf(':') + 1;
            if (start == 0)
                return string.Empty;
            while (start < argument.Length && argument[start] == ' ')
                start++;
        }

        string path = argument[start..];
        if (path.StartsWith('@'))
            path = path.Contains(':', StringComparison.Ordinal) ? path[(path.IndexOf(':') + 1)..] : string.Empty;
        var address = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] == '\\')
            {
                if (++i < path.Length)
                    address.Append(path[i]);
            }
            else if (path[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && path[i] == terminator)
            {
                break;
            }
            else
            {
                address.Append(path[i]);
            }
        }

        return address.ToString();
    }
}
