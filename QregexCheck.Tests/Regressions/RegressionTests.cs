using System.Collections.Generic;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Regressions;

/// <summary>What was wrong once is asked again for ever. A new fault of this kind is a file more, no code.</summary>
public sealed class RegressionTests
{
    private readonly ITestOutputHelper _output;

    public RegressionTests(ITestOutputHelper output) => _output = output;

    public static TheoryData<string> Names => new(Corpus.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_that_was_mended_stays_mended(string name)
    {
        List<Corpus.Line> lines = Corpus.Read(name);
        int answers = lines[0].Word switch
        {
            "rule" => Replay.Rules(lines, _output),
            "client" or "server" => Replay.Dialogue(lines),
            _ => Replay.Commands(lines),
        };
        Assert.NotEqual(0, answers);
    }
}
