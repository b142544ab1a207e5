using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Rules;
using Xunit;

namespace QregexCheck.Tests.Rooms.Control;

public sealed class ListFamilyTests
{
    [Fact]
    public void Each_control_file_stands_in_the_rows_once()
    {
        var found = new List<ControlList>();
        foreach (Subject subject in ListFamily.All)
        {
            ListFamily family = ListFamily.About(subject);
            Assert.Equal(subject, family.Subject);
            found.AddRange(new ControlList?[] { family.Always, family.NoRelay, family.Exceptions }.OfType<ControlList>());
        }

        Assert.Equal(Enum.GetValues<Subject>(), ListFamily.All.ToArray());
        Assert.Equal(Enum.GetValues<Subject>().Where(static subject => subject != Subject.QuotedLine), ListFamily.Subjects.ToArray());
        Assert.Equal(Enum.GetValues<ControlList>(), found.Concat(found.Select(ControlLists.PlainOf).OfType<ControlList>()).Order());
        Assert.Equal(Enum.GetValues<ControlList>(), ControlLists.All.ToArray());
    }

    [Fact]
    public void What_a_file_is_for_is_what_its_name_says()
    {
        foreach (ControlList list in ControlLists.All)
        {
            string name = Encoding.ASCII.GetString(ControlLists.FileName(list));
            Assert.Equal(name.StartsWith("good", StringComparison.Ordinal), ControlLists.IsExceptions(list));
            Assert.Equal(name.Contains("norelay", StringComparison.Ordinal), ControlLists.SparesRelayClients(list));
            Assert.Equal(
                name.Contains("helo", StringComparison.Ordinal) ? Subject.HeloName
                : name.Contains("from", StringComparison.Ordinal) ? Subject.Sender
                : !name.Contains("bounce", StringComparison.Ordinal) ? Subject.Recipient
                : name.Contains("to", StringComparison.Ordinal) ? Subject.BounceRecipient : Subject.QuotedLine,
                ListFamily.Of(list).Subject);
            Assert.Equal(name.EndsWith("hosts", StringComparison.Ordinal), ControlLists.IsPlain(list));
            Assert.Equal(ListFamily.Of(list).Subject != Subject.QuotedLine, ControlLists.IsOfEnvelopes(list));
            Assert.Equal(name == "badbounce", ControlLists.OnlyLogs(list));
            Assert.Equal(ControlLists.IsPlain(list) ? name[..^"hosts".Length] : name, ControlLists.Name(ControlLists.RulesOf(list)));
        }
    }

    [Fact]
    public void The_numbers_that_stand_in_compiled_files_are_those_of_format_1()
    {
        Assert.Equal(
            "BadHelo=0 BadMailFrom=1 BadMailFromNoRelay=2 BadMailTo=3 BadMailToNoRelay=4 GoodMailFrom=5 GoodMailTo=6"
                + " BadHeloHosts=7 BadMailFromHosts=8 BadMailFromNoRelayHosts=9"
                + " BadMailToHosts=10 BadMailToNoRelayHosts=11 GoodMailFromHosts=12 GoodMailToHosts=13"
                + " BadBounceTo=14 GoodBounceTo=15 BadBounce=16 GoodBounce=17 BadBounceToHosts=18 GoodBounceToHosts=19",
            string.Join(' ', Enum.GetValues<ControlList>().Select(static list => $"{list}={(int)list}")));
        Assert.Equal("Reject=0 Defer=1 Log=2", string.Join(' ', Enum.GetValues<RuleAction>().Select(static action => $"{action}={(int)action}")));
    }
}
