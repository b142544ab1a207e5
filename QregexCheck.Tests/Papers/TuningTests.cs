using System;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>What is bound to the inside of one version of .NET is built with that version only, and can be left out.</summary>
public sealed class TuningTests
{
    [Theory]
    [InlineData("-p:TunedRuntimeVersion=10.0.1", false)]
    [InlineData("-p:BundledNETCoreAppPackageVersion=10.0.99", false)]
    [InlineData("-p:BundledNETCoreAppPackageVersion=10.0.99 -p:Tuned=false", true)]
    public void Another_runtime_than_the_one_the_start_is_tuned_to_is_an_error_that_says_what_to_look_at(string properties, bool isBuilt)
    {
        using var directory = new FreshDirectory();
        string[] arguments = ["msbuild", Repository.PathOf("QregexCheck/QregexCheck.csproj"), "-nologo", "-t:CheckRuntime", .. properties.Split(' ')];
        (string output, int code) = Repository.Run(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments, directory.Path);
        Assert.Equal(isBuilt ? 0 : 1, code);
        foreach (string named in new[] { "make TUNED=false", "SoftlimitTests", "FailureTests", "make bench", "bench/RESULTS.md", "entry/tune.c", "entry/collector.c" })
            Assert.Equal(!isBuilt, output.Contains(named, StringComparison.Ordinal));
    }

    /// <summary>What must be there whatever happens hangs on no file that may be left out.</summary>
    [Fact]
    public void Without_its_tuning_the_program_still_takes_every_way_to_fail()
    {
        string[] groups = Regex.Matches(Repository.Read("QregexCheck/QregexCheck.csproj"), "<EntrySource Include=\"([^\"]*)\"").Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(["entry/fail.c;entry/process.c;entry/remote.c;entry/start-$(Processor).S", "entry/tune.c;entry/statics.c;entry/collector.c", "entry/pages-x64.S"], groups);
        Assert.All(groups[1..].SelectMany(group => group.Split(';')), path => Assert.DoesNotMatch("\\b(die|end_process|ExitCode_\\w+)\\b", Repository.Read("QregexCheck/" + path)));
    }

    [Fact]
    public void The_small_heap_begins_where_the_range_of_the_project_file_does_not_fit()
    {
        string range = Regex.Match(Repository.Read("QregexCheck/QregexCheck.csproj"), "System.GC.RegionRange\" Value=\"(\\d+)\"").Groups[1].Value;
        string region = Regex.Match(Repository.Read("QregexCheck/QregexCheck.csproj"), "System.GC.RegionSize\" Value=\"(\\d+)\"").Groups[1].Value;
        string reckoned = Repository.Read("QregexCheck/entry/process.c");
        Assert.Contains($" usual = {range};", reckoned, System.StringComparison.Ordinal);
        Assert.Contains($" region = {region},", reckoned, System.StringComparison.Ordinal);
    }
}
