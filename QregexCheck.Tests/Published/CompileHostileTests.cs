using System;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>
/// Rules that are made to keep a compiler busy for ever. compile ends. One line for each refused rule says why. The hook gives the same verdict
/// before, meanwhile and after. No test looks at a clock: work without a bound would not end.
/// </summary>
public sealed class CompileHostileTests
{
    private const string TooLarge = "the rule is too large: its repetitions unfold to too many states";
    private const string TooLong = "the rule is longer than 32768 bytes";

    public static TheoryData<string, string, string> OneRule => new()
    {
        { "nested intervals", "((a{1,255}){1,255}){1,255}", TooLarge },
        { "ten nested intervals", "((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9})", TooLarge },
        { "the longest interval", "a{32767}", string.Empty },
        { "the longest interval of a group", "(a|b){0,32767}c", string.Empty },
        { "the longest interval, twice", "a{32767}b{32767}", string.Empty },
        { "50,000 parentheses", new string('(', 50_000) + "a" + new string(')', 50_000), TooLong },
        { "16,000 parentheses", new string('(', 16_000) + "a" + new string(')', 16_000), string.Empty },
        { "16,000 repeated parentheses", new string('(', 10_000) + "a" + string.Concat(Enumerable.Repeat(")*", 10_000)), string.Empty },
        { "a tower", "^" + string.Concat(Enumerable.Repeat("(a|b|ab)*", 2_000)) + "$", string.Empty },
        { "a nested tower", string.Concat(Enumerable.Repeat("((a|b|ab)*|", 1_000)) + "c" + string.Concat(Enumerable.Repeat(")*", 1_000)), string.Empty },
        { "a megabyte", string.Concat(Enumerable.Repeat("a?[bc]", 170_000)), TooLong },
        { "many back-references", string.Concat(Enumerable.Repeat("(a*)*", 9)) + string.Concat(Enumerable.Range(1, 9).Select(i => $"\\{i}")) + "[bd]",
        string.Empty },
        { "an explosion", "[a-z]*a[a-z]{1900}$", string.Empty },
    };

    [Theory]
    [MemberData(nameof(OneRule))]
    public void A_hostile_rule_is_compiled_or_refused_with_one_line(string name, string rule, string refusal)
    {
        Assert.NotEmpty(name);
        using ControlFolder control = new ControlFolder().With("badmailto", rule + "\nabc@\n");
        string before = Verdicts(control);
        Outcome outcome = PublishedBinary.Run(["compile"], [control.Variable]);
        Assert.Equal((refusal.Length > 0 ? 100 : 0, 0), (outcome.ExitCode, outcome.Signal));
        if (refusal.Length > 0)
            Assert.Contains(refusal, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        else
            Assert.Empty(outcome.ErrorLines);
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [control.Variable]).ExitCode);
        Assert.Equal(before, Verdicts(control));
    }

    public static TheoryData<string, string> ManyRules => new()
    {
        { "explosions", string.Concat(Enumerable.Range(0, 100).Select(i => $"[a-z]*a[a-z]{{{12 + (i % 5)}}}$\n")) },
        { "explosions that can't be told apart", string.Concat(Enumerable.Repeat("[a-z]*a[a-z]{12}\n", 100)) },
        { "large explosions", string.Concat(Enumerable.Range(0, 300).Select(i => $"!(.*[a{(char)('b' + (i % 20))}].{{{i % 50}}}){{20}}$\n")) },
        { "negated rules",
        string.Concat(Enumerable.Range(0, 5000).Select(i => $"!^[a-z0-9@.]{{0,{(i % 60) + 900}}}$|[{(char)('!' + (i % 12))}]{{{(i / 60) + 1}}}\n")) },
        { "rules that each sleep on another day",
        string.Concat(Enumerable.Range(0, 365)
        .Select(i => $"#: until={new DateOnly(2999, 1, 1).AddDays(i):yyyy-MM-dd}\n^[b-{(char)('c' + (i % 20))}]{{{(i % 9) + 2}}}@\n")) },
        { "long intervals", string.Concat(Enumerable.Range(0, 50).Select(i => $"[a-z]{{{32_700 + i}}}\n")) },
    };

    [Theory]
    [MemberData(nameof(ManyRules))]
    public void Many_hostile_rules_are_compiled(string name, string rules)
    {
        Assert.NotEmpty(name);
        using ControlFolder control = new ControlFolder().With("badmailto", rules + "abc@\n");
        string before = Verdicts(control);
        Outcome outcome = PublishedBinary.Run(["compile"], [control.Variable]);
        Assert.Equal((0, 0, string.Empty), (outcome.ExitCode, outcome.Signal, outcome.Error));
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [control.Variable]).ExitCode);
        Assert.Equal(before, Verdicts(control));
    }

    /// <summary>While a compile is at its longest, and when all is written but not renamed, a hook has its verdict by the text.</summary>
    [Fact]
    public void The_hook_answers_while_a_compile_is_at_work()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "abc@\n");
        Assert.Equal(0, PublishedBinary.Run(["compile"], [control.Variable]).ExitCode);
        control.With("badmailto", string.Concat(Enumerable.Range(0, 100).Select(i => $"[a-z]*a[a-z]{{{12 + (i % 5)}}}$\n")) + "xyz@\n");
        const string Commands =
            "ask() { RECIPIENT=xyz@d.example SENDER=a@b.example \"$0\" 2>/dev/null; test $? = 100 || echo wrong; "
            + "RECIPIENT=abc@d.example SENDER=a@b.example \"$0\" 2>/dev/null; test $? = 0 || echo wrong; }; "
            + "strace -f -o trace -e trace=fsync -e inject=fsync:signal=SIGSTOP:when=1 \"$0\" compile >/dev/null & "
            + "until grep -q 'stopped by SIGSTOP' trace 2>/dev/null; do ask; done; ask; test -s qregexcheck.db.tmp && echo asked; "
            + "kill -CONT $(sed -n 's/ .*stopped by SIGSTOP.*//p' trace | head -n 1); wait $!; echo $?";
        Outcome outcome = new Child("/bin/sh", "-c", Commands, PublishedBinary.Path)
        {
            Directory = control.Path,
            Environment = [control.Variable, "PATH=/usr/bin:/bin"]
        }.Run();
        Assert.Equal("asked\n0\n", outcome.Output);
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [control.Variable]).ExitCode);
    }

    private static string Verdicts(ControlFolder control)
    {
        string[] recipients = ["abc@d.example", "c@d.example", new string('a', 300), new string('a', 300) + "b", new string('b', 40) + "@", "ab.cd@e!", "x"];
        return string.Join(
            '\n', recipients.Select(recipient => PublishedBinary.Run([], HookVariables.RcptCheck(control, "a@b.example", recipient)) is var outcome
            ? outcome.ExitCode + outcome.Error : string.Empty));
    }
}
