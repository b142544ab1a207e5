using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

public sealed class KeySieveTests
{
    private static readonly string[] Pieces =
    [
        "d1.example", "d2.example", ".example", "joe@d1.example", "D1.EXAMPLE", "d1.exampl", "", "#d1.example", "other.test", "a", ":",
        "\0", " ", "\t", ":d1", "\n", "\n", "\n",
    ];

    [Fact]
    public void The_line_of_each_key_is_kept_in_whatever_case_and_all_others_are_passed_over()
    {
        KeySieve sieve = Sieve("joe@d1.example", ":");
        foreach (string line in new[] { "joe@d1.example:x", "JOE@D1.Example:x", "d1.EXAMPLE:x", ".example:y", ":z" })
        {
            string before = string.Concat(System.Linq.Enumerable.Repeat("d1234.example:alias\nd1.examples:x\nd1.example\n", 40));
            Assert.Equal(before.Length, sieve.Pass(Encoding.Latin1.GetBytes($"{before}{line}\nrest:x\n")));
        }
    }

    [Fact]
    public void What_it_passes_over_are_whole_lines_without_a_NUL_that_begin_with_no_key()
    {
        var random = new Random(20261126);
        foreach (string stops in new[] { ":", "\n \t" })
        {
            KeySieve sieve = Sieve("joe@d1.example", stops);
            for (int round = 0; round < 20_000; round++)
            {
                var text = new StringBuilder();
                for (int i = random.Next(40); i > 0; i--)
                    text.Append(Pieces[random.Next(Pieces.Length)]);
                string all = text.ToString();
                Assert.Equal(Expected(all, stops), sieve.Pass(Encoding.Latin1.GetBytes(all)));
            }
        }
    }

    [Fact]
    public void Keys_that_it_can_t_tell_are_left_to_the_reader_of_lines()
    {
        Assert.Null(KeySieve.Of("a.b.c.d.e.f.g.h.i"u8.ToArray(), [17, 15, 13, 11, 9, 7, 5, 3, 1], ":"u8.ToArray()));
        Assert.Null(KeySieve.Of("a@b.c"u8.ToArray(), [5, 3, 0], "\n \t"u8.ToArray()));
        Assert.Null(KeySieve.Of("a@b.c"u8.ToArray(), [], ":"u8.ToArray()));
    }

    private static KeySieve Sieve(string text, string stops)
    {
        int domain = text.Length - text.IndexOf('@', StringComparison.Ordinal) - 1;
        int[] lengths = stops == ":" ? [text.Length, domain, ".example".Length, 0] : [text.Length, domain];
        return KeySieve.Of(Encoding.Latin1.GetBytes(text), lengths, Encoding.Latin1.GetBytes(stops))!;
    }

    /// <summary>The same, line by line.</summary>
    private static int Expected(string text, string stops)
    {
        int at = 0;
        while (text.IndexOf('\n', at) is >= 0 and int end)
        {
            string line = text[at..(end + 1)];
            if (line.Contains('\0', StringComparison.Ordinal))
                return at;
            foreach (string key in (IEnumerable<string>)["joe@d1.example", "d1.example", ".example", ""])
            {
                bool isSought = key.Length >= "d1.example".Length || stops == ":";
                if (isSought && line.StartsWith(key, StringComparison.OrdinalIgnoreCase) && stops.Contains(line[key.Length], StringComparison.Ordinal))
                    return at;
            }

            at = end + 1;
        }

        return at;
    }
}
