using System;
using System.Linq;
using System.Text;
using QregexCheck.Batv;
using Xunit;

namespace QregexCheck.Tests.Rooms.Batv;

/// <summary>Which domains are signed, and what is done about a bounce without a tag.</summary>
public sealed class BatvDomainsTests
{
    private static readonly int Today = new DateOnly(2026, 11, 27).DayNumber;

    [Theory]
    [InlineData("example.com", "user@example.com", "1 Log")]
    [InlineData("Example.COM", "user@eXample.com", "1 Log")]
    [InlineData("example.com", "user@a.example.com", "none")]
    [InlineData(".example.com", "user@example.com", "none")]
    [InlineData(".example.com", "user@a.example.com", "1 Log")]
    [InlineData("#: action=reject\nexample.com\n.example.com\n", "user@example.com", "2 Reject")]
    [InlineData("#: action=reject\nexample.com\n.example.com\n", "user@b.example.com", "3 Log")]
    [InlineData(".com\n#: action=defer\n.example.com\n", "user@b.example.com", "3 Defer")]
    [InlineData("example.com\n#: action=reject\nexample.com\n", "user@example.com", "3 Reject")]
    [InlineData("#: action=refuse\nexample.com\n", "user@example.com", "2 Log")]
    [InlineData("#: action=reject\n#: relay=yes\nexample.com\n", "user@example.com", "3 Log")]
    [InlineData("#: note=\"ours\"\nexample.com\n", "user@example.com", "2 Log")]
    [InlineData("#: until=2026-11-26\nexample.com\n", "user@example.com", "none")]
    [InlineData("", "user@example.com", "none")]
    [InlineData("example.com", "user", "none")]
    [InlineData("example.com", "", "none")]
    public void The_closest_entry_counts_and_its_usual_action_is_to_log(string lines, string address, string entry) =>
        Assert.Equal(entry, Read(lines).Of(Encoding.ASCII.GetBytes(address), Today) is { } found ? $"{found.Line} {found.Annotation.Action}" : "none");

    [Theory]
    [InlineData("*", "1:1 an entry is DOMAIN or .DOMAIN; the line is no domain")]
    [InlineData("\u00ef\u00bb\u00bfexample.com", "1:1 remove the byte order mark; the line is no domain")]
    [InlineData("!example.com", "1:1 an entry is DOMAIN or .DOMAIN; the line is no domain")]
    [InlineData("user@example.com", "1:5 an entry is a domain: an address belongs into validrcptto; the line is no domain")]
    [InlineData("exam ple.com", "1:5 a blank can't stand in an entry; the line is no domain")]
    public void A_line_that_is_no_domain_is_left_out_and_named(string line, string mistake)
    {
        BatvDomains domains = Read(line + "\nexample.net\n");
        Assert.Equal([mistake], domains.Mistakes.Select(one => $"{one.Line}:{one.Column} {one.Message}"));
        Assert.Single(domains.Entries);
    }

    private static BatvDomains Read(string text) => BatvDomains.Read(Encoding.Latin1.GetBytes(text));
}
