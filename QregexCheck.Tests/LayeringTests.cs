using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests;

/// <summary>Data travels one way: a room of the product knows the rooms before it and none behind it. The sources are read as text.</summary>
public sealed partial class LayeringTests
{
    private const int LongestFile = 300;

    // The order of the rooms; a room that is not in it has no place yet, and fails the first test.
    private static readonly string[] Rooms =
        ["Text", "Control", "Syntax", "Grams", "Outlines", "Rules", "Cdb", "Mailboxes", "Batv", "Posix", "Automata", "Database", "Lists", "Decision",
            "Bounces", "Queue", "Proof", "Lint", "Conversion", "Logs", "History", "Doctor", "Qmail", "Smtp", "Commands"];

    private static readonly string[] PureRooms = ["Text", "Control", "Syntax", "Grams", "Outlines", "Rules", "Cdb", "Mailboxes", "Batv", "Automata", "Database",
        "Lists", "Decision", "Bounces", "Queue", "Proof", "Lint", "Conversion", "Logs", "History", "Doctor"];

    private static readonly string[] WordsOfTheWorld =
        ["System.IO", "Console", "Environment", "DateTime.UtcNow", "DateTime.Now", "Stopwatch", "DllImport", "LibraryImport", "System.Diagnostics.Process",
            "Thread", "Task"];

    private static readonly string[] SlowWords = ["System.Linq", "System.Reflection", "async", "await", "dynamic", "System.Console"];

    // A pointer stands in unsafe code only, so the word tells of fixed and stackalloc pointers, too; the others reach past a length without it.
    private static readonly string[] UncheckedWords =
        ["unsafe", "fixed", "Libc", "LibraryImport", "DllImport", "Marshal", "Unsafe", "LoadUnsafe", "StoreUnsafe", "GetReference", "CreateSpan",
            "CreateReadOnlySpan", "NativeMemory", "GCHandle", "SkipLocalsInit"];

    [Fact]
    public void Every_room_has_its_place_in_the_order() =>
        Assert.Equal([], Sources().Select(source => source.Room).Distinct().Where(room => room.Length > 0).Except(Rooms));

    [Fact]
    public void No_room_knows_a_later_one()
    {
        Source[] sources = Sources();
        ILookup<string, string> typesOf = sources
            .SelectMany(source => TypeDeclaration().Matches(source.Code).Select(match => (source.Room, Name: match.Groups[1].Value)))
            .ToLookup(type => type.Room, type => type.Name);
        Assert.Contains("Judge", typesOf["Decision"]);
        Assert.Contains("ByteSource", typesOf["Control"]);
        Assert.Contains("HookReply", typesOf["Qmail"]);

        var found = new List<string>();
        foreach (Source source in sources.Where(source => source.Room.Length > 0))
        {
            foreach (string later in Rooms.Skip(Array.IndexOf(Rooms, source.Room) + 1))
            {
                if (Regex.IsMatch(source.Code, $@"\b(QregexCheck\.{later}\b|{later}\.[A-Z])"))
                    found.Add($"{source.Name} names the room {later}");
                found.AddRange(typesOf[later].Where(type => Regex.IsMatch(source.Code, $@"\b{type}\b")).Select(type => $"{source.Name} names {later}.{type}"));
            }
        }

        Assert.Equal([], found);
    }

    [Fact]
    public void A_file_stands_in_the_folder_of_its_namespace()
    {
        foreach (Source source in Sources())
        {
            string wanted = source.Room.Length == 0 ? "namespace QregexCheck;" : $"namespace QregexCheck.{source.Room};";
            Assert.True(("\n" + source.Code).Contains("\n" + wanted, StringComparison.Ordinal), $"{source.Name}: {wanted}");
        }
    }

    [Fact]
    public void A_pure_room_knows_no_files_no_clock_no_environment_and_no_console()
    {
        IEnumerable<string> found =
            from source in Sources()
            where PureRooms.Contains(source.Room)
            from word in WordsOfTheWorld
            where Regex.IsMatch(source.Code, $@"(?<![\w.]){Regex.Escape(word)}\b")
            select $"{source.Name} names {word}";
        Assert.Equal([], found);
    }

    [Fact]
    public void Only_Posix_touches_memory_whose_bounds_nobody_checks()
    {
        (string Room, string Found)[] found =
            (from source in Sources()
             from word in UncheckedWords
             where Regex.IsMatch(source.Code, $@"\b{word}\b")
             select (source.Room, $"{source.Name} says {word}")).ToArray();
        Assert.Contains("Posix/Descriptor.cs says unsafe", found.Select(one => one.Found));
        Assert.Equal([], found.Where(one => one.Room != "Posix").Select(one => one.Found));
    }

    [Fact]
    public void Only_Text_says_how_a_byte_is_escaped_and_which_ones_are()
    {
        IEnumerable<string> found =
            from source in Sources()
            where source.Room != "Text" && (source.Whole.Contains("\"\\\\x", StringComparison.Ordinal) || PrintableTest().IsMatch(source.Whole))
            select source.Name;
        Assert.Equal([], found);
    }

    [Fact]
    public void Nothing_on_the_way_of_a_hook_uses_LINQ_reflection_or_async()
    {
        IEnumerable<string> found =
            from source in Sources()
            where source.Room != "Commands" || source.Name.EndsWith("HookCommand.cs", StringComparison.Ordinal)
            from word in SlowWords
            where Regex.IsMatch(source.Code, $@"\b{Regex.Escape(word)}\b")
            select $"{source.Name} uses {word}";
        Assert.Equal([], found);
    }

    [Fact]
    public void A_file_holds_one_concept_in_at_most_300_lines() =>
        Assert.Equal([], Sources().Where(source => source.Lines > LongestFile).Select(source => $"{source.Name}: {source.Lines} lines"));

    [Fact]
    public void A_name_says_what_a_thing_is()
    {
        IEnumerable<string> found =
            from source in Sources()
            from Match match in TypeDeclaration().Matches(source.Code)
            where EmptyWord().IsMatch(match.Groups[1].Value)
            select $"{source.Name}: {match.Groups[1].Value}";
        Assert.Equal([], found);
    }

    [Theory]
    [InlineData("a(); // Judge", "a(); ")]
    [InlineData("/// <see cref=\"Judge\"/> of Envelope", " Judge ")]
    [InlineData("f(\"Judge\", 'x', \"\\\"Judge\");", "f(\"\", ' ', \"\");")]
    [InlineData("(byte)'\"' + \"Judge\" + (byte)'\"'", "(byte)' ' + \"\" + (byte)' '")]
    public void Comments_and_strings_are_not_code_but_references_in_comments_are(string line, string code) => Assert.Equal(code, CodeOf(line));

    private static Source[] Sources()
    {
        string root = Path.Combine(PublishedBinary.Root, "QregexCheck");
        Source[] sources = Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path))
            .Where(name => !name.StartsWith("bin/", StringComparison.Ordinal) && !name.StartsWith("obj/", StringComparison.Ordinal))
            .Select(name => new Source(name, File.ReadAllLines(Path.Combine(root, name))))
            .ToArray();
        Assert.InRange(sources.Length, 40, 1000);
        return sources;
    }

    private static string CodeOf(string line)
    {
        string text = line.TrimStart();
        if (text.StartsWith("///", StringComparison.Ordinal))
            return string.Concat(Reference().Matches(text).Select(match => $" {match.Groups[1].Value} "));
        text = StringLiteral().Replace(CharacterLiteral().Replace(line, "' '"), "\"\"");
        int comment = text.IndexOf("//", StringComparison.Ordinal);
        return comment < 0 ? text : text[..comment];
    }

    [GeneratedRegex(@"(?m)^(?:internal|public)[\w ]* (?:class|struct|enum|record|delegate [\w<>?]+) (\w+)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"\bis (not \()?>=? (0x20|31|32|\(byte\)' ') (and|or) |IndexOfAnyExceptInRange\(\(byte\)' '")]
    private static partial Regex PrintableTest();

    [GeneratedRegex("(Manager|Helper|Util|Utils|Processor|Handler|Service|Engine|Data|Info|Item|Context)$")]
    private static partial Regex EmptyWord();

    [GeneratedRegex("cref=\"([^\"]*)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"'(\\.|[^'\\])'")]
    private static partial Regex CharacterLiteral();

    [GeneratedRegex(@"""(\\.|[^""\\])*""")]
    private static partial Regex StringLiteral();

    /// <summary>One file of the product: its name below the project, all of it, and its code without comments and texts.</summary>
    private sealed class Source
    {
        public Source(string name, string[] lines)
        {
            Name = name;
            Lines = lines.Length;
            Whole = string.Join('\n', lines);
            Code = string.Join('\n', lines.Select(CodeOf));
        }

        public string Name { get; }

        public int Lines { get; }

        public string Whole { get; }

        public string Code { get; }

        public string Room => Path.GetDirectoryName(Name)!;
    }
}
