using System;
using System.Linq;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>
/// Finds a user in the lines of users/assign and of passwd, one by one: slow and plain, the judge of LocalUsers. The home /home/N is N's; /home/3 is not there.
/// </summary>
internal static class SlowUsers
{
    public static string Find(string[] assign, string[] passwd, string local)
    {
        string lower = QmailNewu.Lower(local);
        string[]? Line(char kind, string key) => assign.Where(line => line[0] == kind).Select(line => line[1..].Split(':')).FirstOrDefault(line => QmailNewu.Lower(line[0]) == key);
        if (Line('=', lower) is { } own)
            return Assigned(own, "");
        for (int length = local.Length; length >= 0; length--)
        {
            // qmail-newu lists the last bytes of the wildcards as they are written.
            bool isTried = length == 0 || assign.Any(line => line[0] == '+' && line.Split(':')[0][1..].EndsWith(lower[length - 1]));
            if (isTried && Line('+', lower[..length]) is { } wild)
                return Assigned(wild, local[length..]);
        }

        for (int length = Math.Min(31, local.Length); length >= 0; length--)
        {
            if (length < local.Length && local[length] != '-')
                continue;
            if (passwd.FirstOrDefault(line => line.Split(':')[0] == lower[..length]) is not { } line)
                continue;

            // Libraries do not agree about such names.
            if (length == 0 || line[0] is '+' or '-')
                return "cannot tell";
            string[] fields = line.Split(':');
            if (fields[2] != "0" && fields[5] == "/home/" + fields[2])
                return length == local.Length ? $"{fields[0]} {fields[5]} [] []" : $"{fields[0]} {fields[5]} [-] [{local[(length + 1)..]}]";
        }

        return $"alias /alias [-] [{local}]";
    }

    private static string Assigned(string[] fields, string rest) =>
        fields[2] == "0" ? "cannot tell" : $"{fields[1]} {fields[4]} [{fields[5]}] [{fields[6]}{rest}]";
}
