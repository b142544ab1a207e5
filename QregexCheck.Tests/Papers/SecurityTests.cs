using System.Collections.Generic;
using System.Linq;
using System.Runtime.Versioning;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>What SECURITY.md promises names the tests that show it.</summary>
[SupportedOSPlatform("linux")]
public sealed class SecurityTests
{
    [Fact]
    public void Each_promise_names_tests_and_each_of_them_is_there()
    {
        HashSet<string> classes = [.. typeof(SecurityTests).Assembly.GetTypes().Where(type => type.IsClass).Select(type => type.Name)];
        string makefile = Repository.Read("Makefile");
        string[] promises = [.. Repository.Read("SECURITY.md").Split('\n').Where(line => line.StartsWith("| **", System.StringComparison.Ordinal))];
        Assert.InRange(promises.Length, 8, 20);
        foreach (string promise in promises)
        {
            List<string> named = Paper.Found(promise, "`([A-Z][A-Za-z]*Tests)`");
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.Contains(name, classes));
            Assert.All(Paper.Found(promise, "`make ([a-z-]+)`"), target => Assert.Contains($"\n{target}:", makefile, System.StringComparison.Ordinal));
        }
    }
}
