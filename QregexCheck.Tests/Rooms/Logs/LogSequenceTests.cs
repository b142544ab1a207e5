using System;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

public sealed class LogSequenceTests
{
    private const string Stamp = "@4000000069272bd500000000 ";

    [Fact]
    public void A_delivery_line_that_splogger_folded_is_read_whole()
    {
        Assert.Empty(SequenceRun.Events("Nov 26 09:12:01 mx qmail: 1764148321.123456 delivery 7: deferral: x"));
    }

    [Fact]
    public void A_line_of_tcpserver_is_counted_and_holds_no_mail()
    {
        var run = new SequenceRun();
        Assert.Empty(run.Run([Stamp + "tcpserver: pid 7 from 192.0.2.1", Stamp + "tcpserver: ok 7 0:192.0.2.9:25 :192.0.2.1::4", Stamp + "tcpserver: pid x from y"]));
        Assert.Equal(2, run.Sequence.Lines.Understood(LogFormat.Tcpserver));
        Assert.Equal(3, run.Sequence.Lines.Recognized(LogFormat.Tcpserver));
        Assert.Equal(3, run.Sequence.Lines.All);
    }
}
