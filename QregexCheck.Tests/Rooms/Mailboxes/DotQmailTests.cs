using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>The search for a <c>.qmail</c> file. Source: qmail-local.c, dot-qmail(5).</summary>
public sealed class DotQmailTests
{
    private const uint Joe = 7001;

    private readonly ITestOutputHelper _output;

    public DotQmailTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData("x", ".qmail-x .qmail-default")]
    [InlineData("A.b", ".qmail-a:b .qmail-default")]
    [InlineData("", ".qmail- .qmail-default")]
    [InlineData("x-default", ".qmail-x-default .qmail-default")]
    [InlineData("default", ".qmail-default")]
    [InlineData("a-b", ".qmail-a-b .qmail-a-default .qmail-default")]
    [InlineData("a-b-", ".qmail-a-b- .qmail-a-b-default .qmail-a-default .qmail-default")]
    [InlineData("-", ".qmail-- .qmail--default .qmail-default")]
    [InlineData("x/y-z", ".qmail-x/y-z .qmail-x/y-default .qmail-default")]
    public void Names_are_looked_for_from_the_longest_to_the_default(string extension, string names)
    {
        var trail = new List<Evidence>();
        Assert.Null(DotQmail.Find(Home(), User(extension), trail));
        Assert.Equal(names, string.Join(' ', trail.Select(evidence => Encoding.UTF8.GetString(evidence.File)["/home/joe/".Length..])));
    }

    [Fact]
    public void Without_a_dash_the_default_has_none_either()
    {
        Assert.Equal("/home/joe/.qmaildefault", Found(Home().WithFile("/home/joe/.qmaildefault", ""), User("", dash: "")));
        Assert.Equal("/home/joe/.qmail", Found(Home().WithFile("/home/joe/.qmail", ""), User("", dash: "")));
    }

    [Fact]
    public void A_file_for_the_beginning_does_not_serve_the_beginning_itself()
    {
        MadeUpHost host = Home().WithFile("/home/joe/.qmail-list-default", "");
        Assert.Null(Found(host, User("list")));
        Assert.Equal("/home/joe/.qmail-list-default", Found(host, User("list-")));
        Assert.Equal("a-B", Encoding.UTF8.GetString(DotQmail.Find(host, User("list-a-B"), [])!.Default!));
    }

    [Fact]
    public void What_is_no_regular_file_is_passed_over_where_the_user_may_read_it_and_defers_otherwise()
    {
        MadeUpHost host = Home().WithDirectory("/home/joe/.qmail-d").WithFifo("/home/joe/.qmail-f").WithLink("/home/joe/.qmail-l", "nowhere")
            .WithLink("/home/joe/.qmail-o", ".qmail-o").WithDirectory("/home/joe/.qmail-closed", 0x1C0).WithFifo("/home/joe/.qmail-g", 0x180)
            .WithFile("/home/joe/.qmail-default", "");
        string[] passedOver = ["d", "f", "l", "o", new string('x', 300)];
        string[] closed = ["closed", "g"];
        Assert.All(passedOver, name => Assert.Equal("/home/joe/.qmail-default", Found(host, User(name))));
        Assert.All(closed, name => Assert.Contains("can't be read by the user", Doubt(host, User(name)), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0x1A4, null)]
    [InlineData(0x024, "can't be read by the user who gets the mail, and so qmail defers")]
    [InlineData(0x1A6, "is writable for others, and so qmail defers")]
    [InlineData(0x1B4, null)]
    public void The_bits_of_the_users_own_class_count(uint mode, string? doubt)
    {
        MadeUpHost host = Home().WithFile("/home/joe/.qmail-x", "", mode, Joe, Joe);
        Assert.Equal(doubt, doubt is null ? Found(host, User("x")) is null ? "nothing" : null : Doubt(host, User("x")));
    }

    [Fact]
    public void The_bits_of_the_group_shadow_those_of_others()
    {
        MadeUpHost host = Home().WithFile("/home/joe/.qmail-x", "", 0x184, 1, Joe).WithFile("/home/joe/.qmail-y", "", 0x1A0, 1, Joe);
        Assert.Contains("can't be read", Doubt(host, User("x")), StringComparison.Ordinal);
        Assert.Equal("/home/joe/.qmail-y", Found(host, User("y")));
    }

    [Theory]
    [InlineData("/home/nobody", "no such directory")]
    [InlineData("home/joe", "is the home of a user and no absolute path")]
    [InlineData("/home/file", "is no directory")]
    [InlineData("/home/open", "is writable for others, and so qmail defers")]
    [InlineData("/home/sticky", "is sticky, and so qmail defers")]
    [InlineData("/home/closed", "can't be entered by the user who gets the mail, and so qmail defers")]
    public void A_home_that_makes_qmail_defer_is_no_evidence(string home, string doubt)
    {
        MadeUpHost host = Home().WithFile("/home/file", "").WithDirectory("/home/open", 0x1EF).WithDirectory("/home/sticky", 0x3ED)
            .WithDirectory("/home/closed", 0x1C0);
        Assert.Equal(doubt, Doubt(host, User("x") with { Home = MadeUpHost.Bytes(home) }));
    }

    [Fact]
    public void A_closed_directory_on_the_way_of_a_name_defers_and_an_open_one_is_entered()
    {
        MadeUpHost host = Home().WithDirectory("/home/joe/.qmail-x", 0x1C0).WithFile("/home/joe/.qmail-x/y", "").WithFile("/home/joe/.qmail-z/y", "")
            .WithFile("/home/joe/.qmail-n", "").WithFile("/home/joe/.qmail-default", "");
        Assert.Contains("can't be entered", Doubt(host, User("x/y")), StringComparison.Ordinal);
        Assert.Equal("/home/joe/.qmail-z/y", Found(host, User("z/Y")));
        Assert.Equal("/home/joe/.qmail-default", Found(host, User("n/y")));
    }

    [Fact]
    public void Four_hundred_and_fifty_dashes_are_looked_up_and_more_than_the_bound_are_not()
    {
        MadeUpHost host = Home();
        int looks = 0;
        host.Before = _ =>
        {
            looks++;
            return null;
        };
        Assert.Null(Found(host, User(new string('-', 450))));
        Assert.Equal(453, looks);
        Assert.Contains("more .qmail files", Doubt(host, User(new string('-', 900))), StringComparison.Ordinal);
        Assert.InRange(looks, 453, 453 + DotQmail.MostNames + 1);
    }

    /// <summary>Random homes against a model: qmesearch written out with strings.</summary>
    [Fact]
    public void Random_homes_are_searched_as_the_model_does()
    {
        var random = new Random(Seed.Choose(12, _output));
        string[] parts = ["a", "B", "a.b", "", "default", "x/y", "qmail", "list"];
        var counts = new int[3];
        for (int round = 0; round < 20_000; round++)
        {
            string extension = string.Join('-', Enumerable.Range(0, random.Next(1, 4)).Select(_ => parts[random.Next(parts.Length)]));
            string dash = random.Next(5) == 0 ? "" : "-";
            MadeUpHost host = Home();
            var names = new Dictionary<string, string>();
            foreach (string name in Candidates(dash, extension).Where(_ => random.Next(3) == 0))
            {
                if (names.Keys.Any(known => name.StartsWith(known + "/", StringComparison.Ordinal) || known.StartsWith(name + "/", StringComparison.Ordinal)))
                    continue;
                names[name] = Make(host, "/home/joe/" + name, random.Next(6));
            }

            string expected = Model(dash, extension, names);
            string actual = Search(host, User(extension, dash));
            counts[expected == "defers" ? 0 : expected == "none" ? 1 : 2]++;
            Assert.True(expected == actual, $"round {round}: {dash}{extension} {string.Join(' ', names)}: {expected}, not {actual}");
        }

        Assert.All(counts, count => Assert.InRange(count, 1000, 20_000));
    }

    private static string Make(MadeUpHost host, string path, int kind)
    {
        switch (kind)
        {
            case 0:
                host.WithDirectory(path);
                return "passed over";
            case 1:
                host.WithLink(path, "nowhere");
                return "passed over";
            case 2:
                host.WithFile(path, "", 0x180);
                return "defers";
            case 3:
                host.WithFile(path, "", 0x1A6);
                return "defers";
            default:
                host.WithFile(path, "");
                return "found";
        }
    }

    private static string Model(string dash, string extension, Dictionary<string, string> names)
    {
        foreach (string name in Candidates(dash, extension))
        {
            string state = names.GetValueOrDefault(name, "passed over");
            if (state != "passed over")
                return state == "found" ? "/home/joe/" + name : state;
        }

        return "none";
    }

    private static List<string> Candidates(string dash, string extension)
    {
        string safe = string.Concat(extension.Select(c => c == '.' ? ':' : char.ToLowerInvariant(c)));
        var names = new List<string> { ".qmail" + dash + safe };
        for (string rest = safe; ; rest = rest[..^1])
        {
            if (rest.Length == 0 || rest.EndsWith('-'))
                names.Add(".qmail" + dash + rest + "default");
            if (rest.Length == 0)
                return names;
        }
    }

    private static string Search(MadeUpHost host, LocalUser user)
    {
        try
        {
            return Found(host, user) ?? "none";
        }
        catch (HostFileException)
        {
            return "defers";
        }
    }

    private static MadeUpHost Home() => new MadeUpHost().WithDirectory("/home/joe", 0x1ED, Joe, Joe);

    private static LocalUser User(string extension, string dash = "-") =>
        new("joe"u8.ToArray(), Joe, Joe, "/home/joe"u8.ToArray(), MadeUpHost.Bytes(dash), MadeUpHost.Bytes(extension), IsCertain: true);

    private static string? Found(MadeUpHost host, LocalUser user) =>
        DotQmail.Find(host, user, []) is { } file ? Encoding.UTF8.GetString(file.Path) : null;

    private static string Doubt(MadeUpHost host, LocalUser user) => Assert.Throws<HostFileException>(() => DotQmail.Find(host, user, [])).Message;
}
