using System.Collections.Generic;
using System.IO;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>Closed and broken descriptors: qmail-spp closes 0, and a log may be gone.</summary>
public sealed class DescriptorTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(0, 1, 2)]
    public void Closed_standard_descriptors_change_no_verdict(params int[] closed)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n*broken\n").With("badmailfrom", "^x@\n");
        var wires = new Dictionary<int, Wire>();
        foreach (int descriptor in closed)
            wires[descriptor] = Wire.Closed;
        Assert.Equal(100, PublishedBinary.Run([], HookVariables.RcptCheck(control, "a@b.example", "no@d.example"), wires).ExitCode);
        Assert.Equal(0, PublishedBinary.Run([], HookVariables.RcptCheck(control, "a@b.example", "c@d.example"), wires).ExitCode);
        Directory.CreateDirectory(control.Of("goodmailto"));
        Assert.Equal(111, PublishedBinary.Run([], HookVariables.RcptCheck(control, "a@b.example", "no@d.example"), wires).ExitCode);
    }

    /// <summary>The number of a closed input is taken by what the runtime opens first, /dev/urandom: that is no list, and has no end.</summary>
    [Theory]
    [InlineData("test", "--control", ".", "-")]
    [InlineData("lint", "-")]
    [InlineData("compare", "-", "/dev/null")]
    public void A_closed_input_is_told_of_and_nothing_is_read_in_its_place(params string[] arguments)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        arguments = [.. arguments];
        if (arguments[0] == "test")
            arguments[2] = control.Path;
        Outcome outcome = PublishedBinary.Run(arguments, [], new Dictionary<int, Wire> { [0] = Wire.Closed });
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains("bad file descriptor", Assert.Single(outcome.ErrorLines), System.StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_meant_for_a_closed_descriptor_never_ends_up_in_a_file_that_took_its_number()
    {
        // When 1 and 2 are closed, the first opened file gets number 1, and the second gets 2. The answer and the log must not go there.
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n").With("badmailfrom", "^x@\n");
        var wires = new Dictionary<int, Wire> { [0] = Wire.Closed, [1] = Wire.Closed, [2] = Wire.Closed };
        Assert.Equal(120, PublishedBinary.Run([], HookVariables.Spp(control, null, "a@b.example", "no@d.example"), wires).ExitCode);
        Assert.Equal("^no@\n", File.ReadAllText(control.Of("badmailto")));
        Assert.Equal("^x@\n", File.ReadAllText(control.Of("badmailfrom")));
    }

    [Fact]
    public void A_control_file_never_takes_the_place_of_descriptor_4()
    {
        // Two descriptors free below 4, and USE_FD4 set though nobody listens.
        using ControlFolder control = new ControlFolder().With("badmailto", "#: action=defer\n^late@\n");
        var wires = new Dictionary<int, Wire> { [3] = Wire.File("/dev/null"), [4] = Wire.Closed };
        Outcome outcome = PublishedBinary.Run([], HookVariables.RcptCheck(control, "a@b.example", "late@d.example", "USE_FD4=1"), wires);
        Assert.Equal(111, outcome.ExitCode);
        Assert.Equal("#: action=defer\n^late@\n", File.ReadAllText(control.Of("badmailto")));
    }

    [Fact]
    public void A_log_that_is_full_or_gone_changes_no_verdict()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n[broken\n");
        foreach (Wire wire in new[] { Wire.File("/dev/full"), Wire.Broken })
        {
            foreach (bool ignoresBrokenPipe in new[] { true, false })
            {
                Outcome rejected = Run(HookVariables.RcptCheck(control, "a@b.example", "no@d.example"), wire, ignoresBrokenPipe);
                Assert.Equal((100, 0), (rejected.ExitCode, rejected.Signal));
                Outcome accepted = Run(HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "QREGEXCHECK_LOG=all"), wire, ignoresBrokenPipe);
                Assert.Equal((0, 0), (accepted.ExitCode, accepted.Signal));
            }
        }
    }

    private static Outcome Run(string[] environment, Wire log, bool ignoresBrokenPipe) =>
        new Child(PublishedBinary.Path)
        {
            Environment = environment,
            Wires = new Dictionary<int, Wire> { [2] = log },
            IgnoresBrokenPipe = ignoresBrokenPipe
        }.Run();
}
