using System.Collections.Generic;
using System.Linq;

namespace QregexCheck.Tests.Support;

/// <summary>A stand-in for qmail-newu: makes users/cdb of users/assign. Source: qmail-newu(8), qmail-newu.c.</summary>
internal static class QmailNewu
{
    /// <summary>Compiles a text of one Latin-1 character a byte. Lines from the one with a dot on are not read.</summary>
    public static byte[] Compile(string assign)
    {
        var records = new List<(string Key, string Data)>();
        string wildcards = "";
        foreach (string line in assign.Split('\n').TakeWhile(line => !line.StartsWith('.')))
        {
            string[] fields = line.Split(':', 8);
            string key = "!" + fields[0][1..];
            if (line[0] == '+')
            {
                // The byte is kept in its own case, though the key is not: +fooX: is never found by itself.
                if (fields[0].Length >= 2 && !wildcards.Contains(fields[0][^1]))
                    wildcards += fields[0][^1];
            }
            else
            {
                key += "\0";
            }

            records.Add((Lower(key), string.Join('\0', fields[1..7])));
        }

        records.Add(("", wildcards));
        return CdbFile.Of([.. records]);
    }

    public static string Lower(string text) => string.Concat(text.Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c));
}
