using System;
using Xunit;

namespace QregexCheck.Tests.Support;

/// <summary>Who runs the tests. What an ordinary user can't do fails in words of its own, and is not skipped.</summary>
internal static class Superuser
{
    /// <summary>Fails unless root runs the test.</summary>
    /// <param name="why">What the test does that takes root.</param>
    public static void IsNeeded(string why) => Assert.True(Environment.IsPrivilegedProcess, "this test is to be run as root: it " + why);
}
