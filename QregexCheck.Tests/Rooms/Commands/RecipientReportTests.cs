using System.Linq;
using System.Text;
using System.Text.Json;
using QregexCheck.Commands;
using QregexCheck.Mailboxes;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using QregexCheck.Text;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

/// <summary>What <see cref="RecipientReport"/> says of a recipient, for people and for programs. A trail is written <c>file=words,file=words</c>.</summary>
public sealed class RecipientReportTests
{
    [Theory]
    [InlineData("Exists", "default delivery", null, "/q/locals=lists the domain,/h/.qmail=is empty", "exists /h/.qmail (default delivery)\n> /q/locals: lists the domain\n")]
    [InlineData("Exists", "the user ann", null, "/q/cdb=names the user,/h/.qmail=no such file", "exists /q/cdb (the user ann)\n> /h/.qmail: no such file\n")]
    [InlineData("Exists", "listed", null, "", "exists (listed)\n")]
    [InlineData("Exists", "listed", null, "/h/.qmail=no such file", "exists (listed)\n> /h/.qmail: no such file\n")]
    [InlineData(
        "Missing", "no .qmail-x, .qmail-default in /h", null, "/h/.qmail-x=no such file,/h/.qmail-default=no such file",
        "missing: no .qmail-x, .qmail-default in /h\n> /h/.qmail-x: no such file\n> /h/.qmail-default: no such file\n")]
    [InlineData(
        "Unknown", "/h/.qmail-x: permission denied", "chmod o+x /h", "/q/cdb=names the user,/h/.qmail-x=permission denied",
        "cannot tell /h/.qmail-x: permission denied; chmod o+x /h\n> /q/cdb: names the user\n")]
    [InlineData("Unknown", "/h/.qmail-x: is a loop", null, "/h/.qmail-x=is a loop", "cannot tell /h/.qmail-x: is a loop\n")]
    [InlineData(
        "Unknown", "d is only relayed", null, "/q/locals=does not list the domain", "cannot tell: d is only relayed\n> /q/locals: does not list the domain\n")]
    [InlineData("Unknown", "out of memory", "raise softlimit -m", "", "cannot tell: out of memory; raise softlimit -m\n")]
    [InlineData("Missing", "no .qmail-\u00e9\n in /h", null, "/h/.qmail-\u00e9\n=no such file", "missing: no .qmail-\\xE9\\x0A in /h\n> /h/.qmail-\\xE9\\x0A: no such file\n")]
    public void People_read_what_is_known_and_from_which_files(string state, string why, string? advice, string trail, string text)
    {
        var written = new ByteText();
        RecipientReport.Add(written, Answer(state, why, advice, trail), "> "u8);
        Assert.Equal(text, Encoding.Latin1.GetString(written.Bytes));
    }

    [Theory]
    [InlineData("Exists", "exists")]
    [InlineData("Missing", "missing")]
    [InlineData("Unknown", "unknown")]
    public void Programs_read_an_object_with_a_state_and_the_whole_trail(string state, string word)
    {
        JsonText json = new JsonText().BeginLine();
        new RecipientReport(new ControlDirectory("/c"u8)).Add(json, "x\u00e9@d"u8, Answer(state, "w", "do this", "/a=one,/b=two"));
        JsonElement recipient = JsonDocument.Parse(json.EndLine().Bytes.ToArray()).RootElement.GetProperty("recipient");
        Assert.Equal(
            ("x\u00c3\u00a9@d", word, "w", "do this"),
            (recipient.GetProperty("address").GetString(), recipient.GetProperty("state").GetString(), recipient.GetProperty("why").GetString(),
                recipient.GetProperty("advice").GetString()));
        Assert.Equal(
            ["/a: one", "/b: two"],
            recipient.GetProperty("evidence").EnumerateArray().Select(one => $"{one.GetProperty("file").GetString()}: {one.GetProperty("found").GetString()}"));
        Assert.Equal("/c/checkrcpthosts", recipient.GetProperty("entry").GetProperty("file").GetString());
    }

    [Fact]
    public void An_entry_is_shown_with_its_place_what_it_does_and_its_note()
    {
        var written = new ByteText();
        var annotation = new Annotation { Action = RuleAction.Log, Note = "first week"u8.ToArray() };
        new RecipientReport(new ControlDirectory("/c"u8)).AddEntry(written, new CoveringEntry(7, ".d"u8.ToArray(), annotation));
        Assert.Equal("/c/checkrcpthosts:7  .d  (log)  # first week\n", Encoding.Latin1.GetString(written.Bytes));
    }

    private static RecipientAnswer Answer(string state, string why, string? advice, string trail) => new()
    {
        State = System.Enum.Parse<RecipientState>(state),
        Why = Encoding.Latin1.GetBytes(why),
        Advice = advice,
        Entry = new CoveringEntry(1, "*"u8.ToArray(), Annotation.None),
        Evidence = trail.Length == 0 ? [] : [.. trail.Split(',').Select(one => one.Split('=')).Select(one => new Evidence(Encoding.Latin1.GetBytes(one[0]), one[1]))],
    };
}
