using System.Collections.Generic;
using System.Linq;
using QregexCheck.Commands;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

/// <summary>Which files belong to one log, and which of them is older, by their names.</summary>
public sealed class LogRotationTests
{
    /// <summary>Names in the order of their age, the oldest first, of one log.</summary>
    [Theory]
    [InlineData("maillog.10.gz maillog.9.gz maillog.2.gz maillog.1 maillog")]
    [InlineData("mail.log.2.gz mail.log.1 mail.log")]
    [InlineData("maillog-20251231.gz maillog-20261101 maillog-20261108 maillog")]
    [InlineData("maillog.20261101 maillog.20261108.gz maillog")]
    [InlineData("@400000006900000100000000.s @400000006900000200000000.u @400000006900000300000000.s current")]
    [InlineData("@400000006900000100000000.s.gz @400000006900000200000000.u current")]
    public void Files_of_one_log_stand_in_the_order_of_their_age(string names)
    {
        string[] expected = [.. names.Split(' ').Select(name => "/var/log/" + name)];
        LogRotation[] places = [.. expected.Reverse().Select(LogRotation.Of)];
        Assert.Single(places.Select(place => place.Log).Distinct());
        Assert.Equal(expected, expected.Order(Comparer<string>.Create((one, other) => LogRotation.Of(one).CompareTo(LogRotation.Of(other)))));
    }

    [Theory]
    [InlineData("/a/maillog", "/b/maillog.1")]
    [InlineData("/a/maillog", "/a/mail.log")]
    [InlineData("/a/current", "/b/@400000006900000100000000.s")]
    [InlineData("/a/mx1", "/a/mx2")]
    [InlineData("/a/mx-1", "/a/mx-2")]
    [InlineData("/a/.1", "/a/.2")]
    [InlineData("/a/log.123456", "/a/log")]
    public void Other_files_are_other_logs(string one, string other) => Assert.NotEqual(LogRotation.Of(one).Log, LogRotation.Of(other).Log);

    [Theory]
    [InlineData("@400000006900000100000000.s", true)]
    [InlineData("@400000006900000100000000.u", true)]
    [InlineData("@400000006900000100000000.t", false)]
    [InlineData("@40000000690000010000000.s", false)]
    [InlineData("@40000000690000010000000g.s", false)]
    [InlineData("400000006900000100000000.s", false)]
    [InlineData("@", false)]
    [InlineData("", false)]
    public void Only_multilogs_own_names_are_taken_for_them(string name, bool isCut) => Assert.Equal(isCut, LogRotation.IsCutByMultilog(name));
}
