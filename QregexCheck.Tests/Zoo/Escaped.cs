using System;
using System.Globalization;
using System.Text;

namespace QregexCheck.Tests.Zoo;

/// <summary>Bytes of a dialogue for a reader: one line, long runs of one byte counted.</summary>
internal static class Escaped
{
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (int i = 0; i < bytes.Length;)
        {
            int run = 1;
            while (i + run < bytes.Length && bytes[i + run] == bytes[i])
                run++;
            string one = bytes[i] switch
            {
                (byte)'\r' => "\\r",
                (byte)'\n' => "\\n",
                (byte)'\t' => "\\t",
                (byte)'\\' => "\\\\",
                >= 0x20 and < 0x7F => ((char)bytes[i]).ToString(),
                byte b => "\\x" + b.ToString("X2", CultureInfo.InvariantCulture),
            };
            if (run > 20)
                text.Append(CultureInfo.InvariantCulture, $"[{one}*{run}]");
            else
                text.Append(new StringBuilder().Insert(0, one, run));
            i += run;
        }

        return text.ToString();
    }
}
