using System.Text;
using QregexCheck.Bounces;
using Xunit;

namespace QregexCheck.Tests.Rooms.Bounces;

/// <summary>How much of a Received line is the same for all mail that takes its way.</summary>
public sealed class ReceivedServerTests
{
    [Theory]
    [InlineData("Received: from mail.example (mail.example [192.0.2.7]) by mx.example.net| with SMTP; 1 Jan 2026 00:00:00 -0000")]
    [InlineData("Received: from unknown (HELO pc) (192.0.2.7) by mx.example.net| with SMTP; 1 Jan 2026 00:00:00 -0000")]
    [InlineData("RECEIVED : FROM mail.example BY mx.example.net|;1 Jan 2026")]
    [InlineData("Received: from a.example\t(a [192.0.2.7])\tby\tmx.example.net|\twith SMTP")]
    [InlineData("Received: from a.example (tls sent by uid 7 (by joe) at 8) by mx.example.net| with SMTP; today")]
    [InlineData("Received: from a.example (\\) by \\( x) by mx.example.net| with SMTP; today")]
    [InlineData("Received: from \"a ( by b\" (c.example [192.0.2.7]) by mx.example.net| with SMTP; today")]
    [InlineData("Received: by mx.example.net| (Postfix, from userid 33) id 4A7; today")]
    [InlineData("Received: (from root@localhost) by mx.example.net| (8.17.1/8.17.1/Submit) id 36B; today")]
    [InlineData("Received: (nullmailer pid 7 invoked by uid 8) by mx.example.net|; today")]
    [InlineData("Received: from a.example by localhost| (amavisd-new, port 10024) with ESMTP id 7; today")]
    [InlineData("Received: from pc by [192.0.2.9]| with SMTP; today")]
    [InlineData("Received: by 2001:db8::7| with SMTP id 8; today")]
    [InlineData("Received: from a.example by mx.example.net|")]
    public void The_line_is_the_same_up_to_the_name_of_its_server(string line)
    {
        int end = line.IndexOf('|', System.StringComparison.Ordinal);
        Assert.Equal(end, EndOfName(line.Remove(end, 1)));
    }

    [Theory]
    [InlineData("Received: (qmail 77 invoked by uid 89); 1 Jan 2026 00:00:00 -0000")]
    [InlineData("Received: (qmail 77 invoked from network); 1 Jan 2026 00:00:00 -0000")]
    [InlineData("Received: (qmail 77 invoked by alias); 1 Jan 2026 00:00:00 -0000")]
    [InlineData("Received: (nullmailer pid 7 invoked by uid 1000); today")]
    [InlineData("Received: by simscan 1.4.0 ppid: 7, pid: 8, t: 0.0234s scanners: clamav: 0.99")]
    [InlineData("Received: by localhost.localdomain (Postfix, from userid 33) id 4A7; today")]
    [InlineData("Received: from localhost (localhost [127.0.0.1]) by 127.0.0.1 with SMTP; today")]
    [InlineData("Received: from [127.0.0.1] by [127.0.0.1] with SMTP; today")]
    [InlineData("Received: from pc by unknown with SMTP; today")]
    [InlineData("Received: from mail.example; sent by mx.example.net")]
    [InlineData("Received: from mail.example by")]
    [InlineData("Received: by (a.example) with SMTP; today")]
    [InlineData("Received: from a.example (never closed by mx.example.net with SMTP; today")]
    [InlineData("Received: from a.example (\\")]
    [InlineData("Received:")]
    [InlineData("Received")]
    public void A_line_that_names_no_host_has_no_such_part(string line) => Assert.Equal(-1, EndOfName(line));

    private static int EndOfName(string line) => ReceivedServer.EndOfName(Encoding.ASCII.GetBytes(line));
}
