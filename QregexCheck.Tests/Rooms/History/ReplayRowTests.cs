using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.History;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.History;

/// <summary><see cref="ReplayRow"/>: the examples of a rule.</summary>
public sealed class ReplayRowTests
{
    [Fact]
    public void Examples_have_one_order_however_they_come()
    {
        ReplayExample[] examples =
        [
            Example("a@x"u8.ToArray(), "b@y"u8.ToArray()), Example([], "b@y"u8.ToArray()), Example(null, "b@y"u8.ToArray()), Example(null, null),
            Example([], null), Example([], []), Example(null, []),
        ];
        var orders = new HashSet<string>();
        for (int first = 0; first < examples.Length; first++)
        {
            foreach (bool isBackwards in new[] { false, true })
            {
                var row = new ReplayRow(0, ReplayChange.Newly, new ReplayedRule("badmailto"u8.ToArray(), 1, "."u8.ToArray(), false));
                ReplayExample[] turned = [.. examples[first..], .. examples[..first]];
                foreach (ReplayExample example in isBackwards ? turned.Reverse() : turned)
                    row.Show(example, examples.Length);
                orders.Add(string.Join(' ', row.Examples.Select(example => Array.IndexOf(examples, example))));
            }
        }

        Assert.Single(orders);
    }

    private static ReplayExample Example(byte[]? sender, byte[]? recipient) => new(Risk.Rest, sender, recipient, 1, 0, MailEvent.NoTime, null);
}
