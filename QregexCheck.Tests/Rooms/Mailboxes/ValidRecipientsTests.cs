using System;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>
/// control/validrcptto as text, as the patch of sagredo reads it (qmail-smtpd.c vrtcheck); but where that would refuse by a slip, nobody is refused.
/// </summary>
public sealed class ValidRecipientsTests
{
    private const string Odd = "has a byte before its @ that an address seldom has; write it without quotes, brackets or other words";
    private const string Foreign = "has a byte in its domain that no domain has";

    [Theory]
    [InlineData("a@d", "a@d", nameof(ValidKind.Address), 1)]
    [InlineData("a@d", "b@d", nameof(ValidKind.None), 0)]
    [InlineData("a@d", "a@e", nameof(ValidKind.None), 0)]
    [InlineData("a@d", "aa@d", nameof(ValidKind.None), 0)]
    [InlineData("a@d", "a@dd", nameof(ValidKind.None), 0)]
    [InlineData("A@D", "a@d", nameof(ValidKind.Address), 1)]
    [InlineData("a@d", "A@D", nameof(ValidKind.Address), 1)]
    [InlineData("@d", "a@D", nameof(ValidKind.Domain), 1)]
    [InlineData("-a@d", "A@d", nameof(ValidKind.NotAddress), 1)]
    [InlineData("-@d", "a@d", nameof(ValidKind.NotDomain), 1)]
    [InlineData("-@d\n@d\n-a@d\na@d", "a@d", nameof(ValidKind.Address), 4)]
    [InlineData("-@d\n@d\n-a@d", "a@d", nameof(ValidKind.NotAddress), 3)]
    [InlineData("-@d\n@d\nb@d", "a@d", nameof(ValidKind.Domain), 2)]
    [InlineData("a@d\n-a@d", "a@d", nameof(ValidKind.Address), 1)]
    [InlineData("-a@d\na@d", "a@d", nameof(ValidKind.Address), 2)]
    [InlineData("x@d\n-a@d\n-a@d", "a@d", nameof(ValidKind.NotAddress), 2)]
    [InlineData("# a@d\n#: action=log\n\na@d", "a@d", nameof(ValidKind.Address), 4)]
    [InlineData("#a@d", "#a@d", nameof(ValidKind.None), 0)]
    [InlineData("a@d \t\n", "a@d", nameof(ValidKind.Address), 1)]
    [InlineData("b@d\0a@d", "a@d", nameof(ValidKind.Address), 1)]
    [InlineData("a@x@d", "a@x@d", nameof(ValidKind.Address), 1)]
    [InlineData("@x@d", "a@x@d", nameof(ValidKind.None), 0)]
    [InlineData("@d", "a@x@d", nameof(ValidKind.Domain), 1)]
    [InlineData("\u00E9@d", "\u00E9@d", nameof(ValidKind.Address), 1)]
    [InlineData("\u00E9@d", "\u00C9@d", nameof(ValidKind.None), 0)]
    [InlineData("-@d", "@d", nameof(ValidKind.NotDomain), 1)]
    [InlineData("@d", "@d", nameof(ValidKind.Domain), 1)]
    [InlineData("a", "a", nameof(ValidKind.None), 0)]
    [InlineData("d", "a@d", nameof(ValidKind.None), 0)]
    [InlineData("*@d", "a@d", nameof(ValidKind.None), 0)]
    [InlineData("@.d", "a@x.d", nameof(ValidKind.None), 0)]
    [InlineData("@d", "a@x.d", nameof(ValidKind.None), 0)]
    public void The_entry_that_decides_is_the_one_of_most_weight(string text, string recipient, string kind, int line)
    {
        ValidEntry entry = new ValidList(text).Find(recipient)!.Value;
        Assert.Equal((kind, line), (entry.Kind.ToString(), entry.Line));
    }

    /// <summary>The patch compares bytes, so that an entry against a user is one for the user with a dash before him.</summary>
    [Theory]
    [InlineData("-a@d", "-a@d", nameof(ValidKind.Address))]
    [InlineData("--a@d", "-a@d", nameof(ValidKind.NotAddress))]
    [InlineData("--a@d\n-a@d", "-a@d", nameof(ValidKind.Address))]
    [InlineData("-@d", "-@d", nameof(ValidKind.Address))]
    [InlineData("-@d", "-a@d", nameof(ValidKind.NotDomain))]
    public void A_recipient_that_begins_with_a_dash_is_read_in_his_favour(string text, string recipient, string kind) =>
        Assert.Equal(kind, new ValidList(text).Find(recipient)!.Value.Kind.ToString());

    /// <summary>An entry with a slip in it is taken for a yes, and never for a no.</summary>
    [Theory]
    [InlineData("a@d\r\n", nameof(ValidKind.Address))]
    [InlineData(" a@d\n", nameof(ValidKind.Address))]
    [InlineData("a@d # the boss\n", nameof(ValidKind.Address))]
    [InlineData("@d\r\n", nameof(ValidKind.Domain))]
    [InlineData("-a@d\r\n", nameof(ValidKind.None))]
    [InlineData("-@d\r\n", nameof(ValidKind.None))]
    [InlineData(" -a@d\n", nameof(ValidKind.None))]
    [InlineData(" -@d\n", nameof(ValidKind.None))]
    [InlineData("-a@d # left in May\n", nameof(ValidKind.None))]
    [InlineData("- a@d\n", nameof(ValidKind.None))]
    public void A_slip_refuses_nobody(string text, string kind)
    {
        Assert.Equal(kind, new ValidList(text).Find("a@d")!.Value.Kind.ToString());
        ValidEntry? among = new ValidList("-@d\nb@d\n" + text).Find("a@d");
        Assert.Equal(kind == nameof(ValidKind.None) ? nameof(ValidKind.NotDomain) : kind, among!.Value.Kind.ToString());
    }

    /// <summary>Whoever is meant by a line with a slip must not be refused by the line for all others: it is not believed, and the line is named.</summary>
    [Theory]
    [InlineData("<z@d>")]
    [InlineData("z@d,")]
    [InlineData("\"z\"@d")]
    [InlineData("z@d:")]
    [InlineData("mailto:z@d")]
    [InlineData("y@d z@d")]
    [InlineData("z@d y@e")]
    [InlineData("'z@d'")]
    [InlineData("z@d.")]
    [InlineData("z@.d")]
    [InlineData("z@ d")]
    [InlineData("z@@d")]
    [InlineData("z @d")]
    [InlineData("z@d;x")]
    [InlineData("|z@d")]
    [InlineData("\u00EF\u00BB\u00BFz@D")]
    [InlineData("z@d\u00C2\u00A0")]
    [InlineData(" z@d")]
    [InlineData("z@d\r")]
    [InlineData("- z@d")]
    [InlineData("*@d")]
    [InlineData("z*@d")]
    [InlineData("dn: z@d")]
    [InlineData("z@d # z")]
    public void While_a_line_with_a_slip_names_a_domain_its_no_is_in_doubt(string line)
    {
        ValidEntry entry = new ValidList("b@d\n-@d\n" + line + "\n").Find("a@d")!.Value;
        Assert.Equal(new ValidEntry(ValidKind.NotDomain, 2, true, 3), entry);
        Assert.Equal(0, new ValidList("b@f\n-@f\n" + line + "\n").Find("a@f")!.Value.DoubtfulLine);
    }

    /// <summary>A stray word, or an address of another domain, must not switch a whole list off.</summary>
    [Theory]
    [InlineData("f")]
    [InlineData("*")]
    [InlineData("d")]
    [InlineData("+z@")]
    [InlineData("<z@e>")]
    [InlineData("z@x.d,")]
    [InlineData("z@dd,")]
    [InlineData("# <z@d>")]
    [InlineData("o'z@d")]
    public void A_line_that_names_another_domain_or_none_leaves_a_no_as_it_is(string line) =>
        Assert.Equal(new ValidEntry(ValidKind.NotDomain, 2, true), new ValidList("b@d\n-@d\n" + line + "\n").Find("a@d")!.Value);

    [Theory]
    [InlineData("-@d", false)]
    [InlineData("-@d\nb@d", true)]
    [InlineData("B@D\n-@d", true)]
    [InlineData("-@d\nb@e", false)]
    [InlineData("-@d\n-b@d", false)]
    [InlineData("-@d\nb@d\r", false)]
    [InlineData("-@d\n b@d", false)]
    [InlineData("-@d\n*@d", false)]
    [InlineData("-@d\n#b@d", false)]
    [InlineData("-@d\nb@x.d", false)]
    public void A_domain_without_another_address_is_told_whether_its_list_has_any(string text, bool hasAddresses) =>
        Assert.Equal(hasAddresses, new ValidList(text).Find("a@d")!.Value.HasAddresses);

    [Fact]
    public void A_missing_file_is_told_from_an_empty_one()
    {
        Assert.Null(new ValidList(null).Find("a@d"));
        Assert.Equal(ValidKind.None, new ValidList(string.Empty).Find("a@d")!.Value.Kind);
    }

    [Fact]
    public void A_file_that_cannot_be_read_through_is_no_answer()
    {
        var list = new ValidList("-@d\nb@d\n" + string.Concat(Enumerable.Repeat("x@e\n", 20_000)) + "a@d\n", failsAt: 60_000);
        Assert.Equal("input/output error", Assert.Throws<HostFileException>(() => list.Find("a@d")).Message);
        Assert.Equal(0, list.OpenFiles);
    }

    /// <summary>A file of gigabytes without a newline must not fill the memory.</summary>
    [Fact]
    public void A_line_that_is_no_line_is_no_answer()
    {
        var list = new ValidList("a@d\n" + new string('x', 3_000_000));
        Assert.Equal(ValidKind.Address, list.Find("a@d")!.Value.Kind);
        list = new ValidList("-@d\nb@d\n" + new string('x', 3_000_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("a line of it is longer than 64 KB", Assert.Throws<HostFileException>(() => list.Find("a@d")).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
        Assert.Equal(0, list.OpenFiles);
    }

    [Fact]
    public void A_recipient_that_is_too_long_or_has_no_domain_has_no_entry()
    {
        string most = new string('a', ValidRecipients.LongestAddress - 3) + "@d";
        Assert.Equal(ValidKind.Address, new ValidList(most).Find(most)!.Value.Kind);
        Assert.Equal(ValidKind.NotAddress, new ValidList("-" + most).Find(most)!.Value.Kind);
        Assert.Equal(ValidKind.NotDomain, new ValidList("-@d").Find(most)!.Value.Kind);
        Assert.Equal(ValidKind.None, new ValidList("-@d\na" + most).Find("a" + most)!.Value.Kind);
        Assert.Equal(ValidKind.None, new ValidList("-@d\na").Find("a")!.Value.Kind);
        Assert.Equal(ValidKind.None, new ValidList("-@d\na").Find(string.Empty)!.Value.Kind);
    }

    [Theory]
    [InlineData("a@d", null)]
    [InlineData("-a@d", null)]
    [InlineData("@d", null)]
    [InlineData("-@d", null)]
    [InlineData("o'brien@d", null)]
    [InlineData("a+b=c/d#e!f|g~{h}%i@d-d.e", null)]
    [InlineData("\u00C3\u00A9@\u00C3\u00A9.d", null)]
    [InlineData("\u00E9@d", null)]
    [InlineData("=a@d", null)]
    [InlineData("a@[192.0.2.1]", null)]
    [InlineData("\"a b\"@d", Odd)]
    [InlineData("<a@d>", Odd)]
    [InlineData("a@d,", Foreign)]
    [InlineData("a@d:", Foreign)]
    [InlineData("a@d;x", Foreign)]
    [InlineData("a@d|x", Foreign)]
    [InlineData("a@d=ok", Foreign)]
    [InlineData("a@d\u00C2\u00A0", Foreign)]
    [InlineData("a@d\u00E9", Foreign)]
    [InlineData("a@[192.0.2.1", "has no domain")]
    [InlineData("mailto:a@d", Odd)]
    [InlineData("dn: a@d", Odd)]
    [InlineData("a,b@d", Odd)]
    [InlineData("z\\x69p@d", Odd)]
    [InlineData("a @d", Odd)]
    [InlineData("'a@d'", "begins with a byte that an address seldom begins with")]
    [InlineData("!a@d", "begins with a byte that an address seldom begins with")]
    [InlineData("a@d b@d", "has more than one @")]
    [InlineData("a@@d", "has more than one @")]
    [InlineData("a@d.", "has a dot at its end")]
    [InlineData("a@.d", "has an empty part in its domain")]
    [InlineData("a@d..e", "has an empty part in its domain")]
    [InlineData("+a@", "has no domain")]
    [InlineData("a@.", "has no domain")]
    [InlineData("=ok", "has no @; an entry is user@domain or @domain, with a - before it for no")]
    [InlineData("\u00EF\u00BB\u00BFa@d", "begins with a byte order mark")]
    [InlineData("a*@d", "has a *, which stands for nothing but itself; @domain is every address of a domain")]
    [InlineData("d", "has no @; an entry is user@domain or @domain, with a - before it for no")]
    [InlineData("-", "has no @; an entry is user@domain or @domain, with a - before it for no")]
    [InlineData("a@", "has no domain")]
    [InlineData("-@", "has no domain")]
    [InlineData("@", "has no domain")]
    [InlineData(" a@d", "begins with a blank")]
    [InlineData("a@d\r", "ends in CR")]
    [InlineData("a@d b", "has a blank or a control byte in its domain")]
    [InlineData("*@d", "has a *, which stands for nothing but itself; @domain is every address of a domain")]
    [InlineData("-*@d", "has a *, which stands for nothing but itself; @domain is every address of a domain")]
    public void What_is_amiss_with_an_entry_is_said(string entry, string? problem) =>
        Assert.Equal(problem, ValidRecipients.Problem(Encoding.Latin1.GetBytes(entry)));

    [Fact]
    public void An_entry_that_is_too_long_is_said() =>
        Assert.Equal("is longer than 1,000 bytes", ValidRecipients.Problem(Encoding.Latin1.GetBytes(new string('a', 1_000) + "@d")));
}
