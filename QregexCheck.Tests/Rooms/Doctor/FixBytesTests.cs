using System.Text;
using QregexCheck.Doctor;
using QregexCheck.Text;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary>
/// The bytes that <c>doctor --fix</c> makes: <see cref="DefaultWord"/>, <see cref="LoggedEntries"/>, and how <see cref="LineDifference"/> shows them.
/// </summary>
public sealed class FixBytesTests
{
    [Theory]
    [InlineData("| /v/vdelivermail '' bounce-no-mailbox\n", "| /v/vdelivermail '' delete\n")]
    [InlineData("|vdelivermail \"\" bounce-no-mailbox", "|vdelivermail \"\" delete")]
    [InlineData("|vdelivermail '' 'bounce-no-mailbox' \t\n\n\n#x\n", "|vdelivermail '' 'delete' \t\n\n\n#x\n")]
    [InlineData("# vdelivermail '' bounce-no-mailbox\n|/bounce-no-mailbox/vdelivermail '' bounce-no-mailbox\n",
        "# vdelivermail '' bounce-no-mailbox\n|/bounce-no-mailbox/vdelivermail '' delete\n")]
    [InlineData("#\xff\xfe\0\n", null)]
    [InlineData("# \xff\xfe\n|\tvdelivermail\t''\tbounce-no-mailbox\n#\xe9", "# \xff\xfe\n|\tvdelivermail\t''\tdelete\n#\xe9")]
    public void One_word_changes_and_no_other_byte(string before, string? after)
    {
        byte[]? changed = DefaultWord.Change(Bytes(before), out string? problem);
        Assert.Equal((after, after is null), (changed is null ? null : Encoding.Latin1.GetString(changed), problem is not null));
    }

    [Fact]
    public void A_file_that_deletes_already_is_neither_changed_nor_refused() =>
        Assert.Equal((null, null), (DefaultWord.Change("|vdelivermail '' delete\n"u8, out string? problem), problem));

    /// <summary>Every file of up to two lines from these: it is changed exactly where one instruction is the known one and nothing else is there.</summary>
    [Fact]
    public void Only_a_file_with_the_one_instruction_is_changed()
    {
        string[] lines =
        [
            "#c", "", "+list", "|vdelivermail '' bounce-no-mailbox", "|vdelivermail '' delete", "&joe", "./Maildir/", "|exit 100",
            "|vdelivermail '' x bounce-no-mailbox",
        ];
        foreach (string one in lines)
        {
            foreach (string other in lines)
            {
                bool isOnly = (IsKnown(one) && other is ("#c" or "")) || (one == "#c" && IsKnown(other));
                byte[]? changed = DefaultWord.Change(Bytes($"{one}\n{other}\n"), out _);
                Assert.True(isOnly == changed is not null, $"{one} / {other}");
            }
        }

        static bool IsKnown(string line) => line == "|vdelivermail '' bounce-no-mailbox";
    }

    [Theory]
    [InlineData("", "#: action=log\na.example\n#: action=log\n.b.example\n")]
    [InlineData("*", "*\n#: action=log\na.example\n#: action=log\n.b.example\n")]
    [InlineData("#: relay=yes\n*\n# a remark\n", "#: relay=yes\n*\n# a remark\n#: action=log\na.example\n#: action=log\n.b.example\n")]
    public void Entries_are_added_behind_all_that_is_there_and_found_again(string before, string after)
    {
        byte[][] domains = ["a.example"u8.ToArray(), ".b.example"u8.ToArray()];
        byte[] added = LoggedEntries.Add(Bytes(before), domains, out string? problem)!;
        Assert.Equal((after, null), (Encoding.Latin1.GetString(added), problem));
        Assert.Equal(domains, LoggedEntries.Added(Bytes(before), added));
        Assert.NotNull(LoggedEntries.Find(added, "A.Example"u8));
        Assert.NotNull(LoggedEntries.Find(added, ".b.example"u8));
        Assert.Null(LoggedEntries.Find(added, "b.example"u8));
    }

    [Theory]
    [InlineData("*\n", "*\n")]
    [InlineData("*\n", "*\na.example\n")]
    [InlineData("*\n", "x\n#: action=log\na.example\n")]
    [InlineData("*\n", "*\n#: action=log\n")]
    [InlineData("*\n", "*\n#: action=log\na.example\nmore\n")]
    public void What_was_not_added_by_us_is_not_taken_for_it(string before, string after) => Assert.Null(LoggedEntries.Added(Bytes(before), Bytes(after)));

    [Fact]
    public void The_difference_names_file_place_and_lines_and_escapes_what_would_not_print()
    {
        Assert.Equal("--- f\n+++ f\n@@ -2 +2 @@\n-\\x1B[2J\n+b\n", Difference("a\n\x1b[2J\nc\n", "a\nb\nc\n"));
        Assert.Equal("--- /dev/null\n+++ f\n@@ -0,0 +1,2 @@\n+a\n+b\n", Difference(null, "a\nb\n"));
        Assert.Equal("--- f\n+++ f\n@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n", Difference("a", "a\nb\n"));
        Assert.Equal("--- f\n+++ f\n@@ -1,0 +2 @@\n+b\n", Difference("a\n", "a\nb\n"));
        Assert.Equal("--- f\n+++ f\n@@ -1,2 +0,0 @@\n-a\n-b\n", Difference("a\nb\n", ""));
    }

    private static string Difference(string? before, string after)
    {
        var text = new ByteText();
        LineDifference.Add(text, "f"u8, before is null ? null : Bytes(before), Bytes(after));
        return Encoding.Latin1.GetString(text.Bytes);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
