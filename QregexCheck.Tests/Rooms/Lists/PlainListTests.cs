using System;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Lists;
using QregexCheck.Rules;
using QregexCheck.Syntax;
using QregexCheck.Tests.Rooms.Control;
using QregexCheck.Tests.Rooms.Database;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Lists;

/// <summary>A plain list says the same as text, compiled and in memory: hit, line, reply, log lines and warnings.</summary>
public sealed class PlainListTests
{
    private readonly ITestOutputHelper _output;

    public PlainListTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData(ControlList.BadMailFromHosts)]
    [InlineData(ControlList.BadHeloHosts)]
    [InlineData(ControlList.GoodMailToHosts)]
    [InlineData(ControlList.BadBounceToHosts)]
    [InlineData(ControlList.GoodBounceToHosts)]
    public void Random_files_say_the_same_of_random_addresses_wherever_they_are_kept(object which)
    {
        var list = (ControlList)which;
        var random = new Random(Seed.Choose(226, _output));
        int hits = 0;
        for (int round = 0; round < 60; round++)
        {
            byte[] file = Encoding.Latin1.GetBytes(File(random));
            byte[] compiled = Compiled(list, file);
            LoadedRules loaded = LoadedRules.TryLoad(
                list, Lines(file), new RuleMatcher(), LoadBudget.OfLargeHeap, () => RulesInMemory.Today, static (_, _) => { })!;
            for (int i = 0; i < 40; i++)
            {
                byte[] subject = CaseFolding.Upper(Encoding.Latin1.GetBytes(Subject(random)));
                string byText = Ask(said => Text(list, file, said), subject, out string warnings);
                Assert.Equal(byText + warnings, Ask(said => Open(list, compiled, said), subject, out string others) + others);
                Assert.Equal(byText, Ask(_ => loaded, subject, out _));
                hits += byText.Contains("hit ", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.InRange(hits, 100, 2_300);
    }

    [Fact]
    public void The_first_entry_that_hits_decides_with_its_annotations_and_a_cut_carriage_return()
    {
        byte[] file = Encoding.Latin1.GetBytes(
            "\r\n# a list\r\n#: action=log\r\nexample.com\r\n#: until=2026-11-23\r\nexample.com\r\n"
            + "#: action=defer reply=\"450 4.7.1 wait\"\r\n.example.com \r\nexample.com\r\n");
        foreach (Func<StringBuilder, RuleSet> open in (Func<StringBuilder, RuleSet>[])[
            said => Text(ControlList.BadMailFromHosts, file, said),
            said => Open(ControlList.BadMailFromHosts, Compiled(ControlList.BadMailFromHosts, file), said)])
        {
            Assert.Equal(
                "log hit BadMailFromHosts:4 example.com Log\nhit BadMailFromHosts:8 .example.com Defer 450 4.7.1 wait\n",
                Ask(open, "JOE@EXAMPLE.COM"u8, out string warnings));
            Assert.Empty(warnings);
        }
    }

    [Fact]
    public void An_odd_line_is_skipped_with_its_annotation_and_a_warning_that_names_its_place()
    {
        byte[] file = "#: action=defer\n*@example.com\nuser@example.com\n@example.com\n"u8.ToArray();
        string hit = Ask(said => Text(ControlList.BadMailToHosts, file, said), "USER@EXAMPLE.COM"u8, out string warnings);
        Assert.Equal("hit BadMailToHosts:3 user@example.com Reject 553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\n", hit);
        Assert.Equal(
            "warning 2:1 no plain name has this byte; a regular expression belongs into the list of rules; the line is skipped until it is mended\n", warnings);
        Assert.Equal(2, ListCompiler.Compile(Lines(file), static _ => { }, list: ControlList.BadMailFromHosts).Refused);
    }

    [Fact]
    public void A_file_of_odd_lines_alone_has_no_rules()
    {
        Assert.False(Text(ControlList.BadMailToHosts, "*\n@x\n\r\n"u8.ToArray(), new StringBuilder()).HasRules());
        Assert.True(Text(ControlList.BadMailToHosts, "*\nx\n"u8.ToArray(), new StringBuilder()).HasRules());
    }

    private static string File(Random random)
    {
        var text = new StringBuilder();
        int lines = random.Next(1, 60);
        for (int i = 0; i < lines; i++)
        {
            text.Append(random.Next(8) switch
            {
                0 => "#: action=log\n",
                1 => "#: action=defer reply=\"450 4.7.1 wait\"\n",
                2 => "#: until=2026-11-23\n",
                3 => "# a comment\n",
                _ => string.Empty,
            });
            text.Append(random.Next(6) switch
            {
                0 => "." + Name(random),
                1 => "u@" + Name(random),
                2 when random.Next(3) == 0 => "*" + Name(random),
                _ => Name(random),
            }).Append(random.Next(5) == 0 ? "\r\n" : "\n");
        }

        return text.ToString();
    }

    private static string Subject(Random random) => random.Next(5) switch
    {
        0 => Name(random),
        1 => "a@u@" + Name(random),
        2 => "u@" + Name(random) + "." + Name(random),
        _ => "u@" + Name(random),
    };

    private static string Name(Random random)
    {
        string[] labels = ["a", "example", "B", "mail", "com", "example-two", "org"];
        return string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => labels[random.Next(labels.Length)]));
    }

    private static string Ask(Func<StringBuilder, RuleSet> open, ReadOnlySpan<byte> subject, out string warnings)
    {
        var warned = new StringBuilder();
        var said = new StringBuilder();
        Hit? found = open(warned).FirstHit(subject, hit => said.Append("log ").Append(Describe(hit)));
        warnings = warned.ToString();
        return found is null ? said + "none" : said + Describe(found);
    }

    private static string Describe(Hit hit) => string.Create(
        CultureInfo.InvariantCulture,
        $"hit {hit.List}:{hit.Line} {Encoding.Latin1.GetString(hit.Rule)} {hit.Annotation.Action}"
            + $"{(hit.Annotation.Action == RuleAction.Log ? string.Empty : " " + Encoding.Latin1.GetString(hit.Reply))}\n");

    private static TextRules Text(ControlList list, byte[] file, StringBuilder said) =>
        new(list, Lines(file), new RuleMatcher(), () => RulesInMemory.Today, Warn(said));

    private static CompiledRules Open(ControlList list, byte[] compiled, StringBuilder said)
    {
        var reader = new BlockReader(CompiledInMemory.Source(compiled));
        return new CompiledRules(
            list, reader, ListEntry.Read(reader.Header, list), new RuleMatcher(), () => RulesInMemory.Today, Warn(said),
            () => throw new InvalidOperationException("the text was asked"));
    }

    private static Action<ControlList, RuleError> Warn(StringBuilder said) =>
        (_, error) => said.Append(CultureInfo.InvariantCulture, $"warning {error.Line}:{error.Column} {error.Message}\n");

    private static byte[] Compiled(ControlList list, byte[] file) => DatabaseWriter.Write(
        [
            new CompiledSource(
                list, CompiledInMemory.Stamp, false, ListCompiler.Compile(Lines(file), static _ => { }, list: list)),
        ]).ToArray();

    private static ControlFile Lines(byte[] file) => new(new LineReader(LineReaderTests.Chunked(file, () => 1000)));
}
