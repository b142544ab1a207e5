using System.IO;
using System.Linq;
using QregexCheck.Bounces;
using QregexCheck.Control;
using QregexCheck.Tests.Papers;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Bounces;

/// <summary>Bounces of the common mail programs, of a mail of ours and of a forged one: <see cref="BounceLook"/> tells them apart.</summary>
/// <remarks>Cases/README.md says which are real.</remarks>
public sealed class BounceCaseTests
{
    [Theory]
    [InlineData("qmail", 5)]
    [InlineData("postfix", 5)]
    [InlineData("exim", 5)]
    [InlineData("sendmail", 5)]
    [InlineData("courier", 5)]
    [InlineData("exchange", 10)]
    [InlineData("gmail", 4)]
    public void A_bounce_of_our_mail_is_accepted_and_one_of_forged_mail_is_not(string program, int lines)
    {
        QuotedMail ours = Look(program + "-ours");
        QuotedMail forged = Look(program + "-forged");
        Assert.Equal((LookLimit.None, LookLimit.None), (ours.Limits, forged.Limits));
        Assert.InRange(forged.Lines.Count, lines - 1, lines + 2);
        Assert.InRange(ours.Lines.Count, lines - 1, lines + 2);
        Assert.Equal(BounceAnswer.OursByRule, Judge(ours, false));
        Assert.Equal(BounceAnswer.NotOurs, Judge(forged, false));
        Assert.Equal(BounceAnswer.OursByRule, Judge(ours, true));
    }

    [Fact]
    public void Each_case_is_asked()
    {
        string[] files = Directory.GetFiles(Folder, "*.eml").Select(path => Path.GetFileNameWithoutExtension(path)).Order().ToArray();
        string[] programs = files.Select(name => name[..name.IndexOf('-')]).Distinct().ToArray();
        Assert.Equal(["courier", "exchange", "exim", "gmail", "postfix", "qmail", "sendmail"], programs);
        Assert.Equal(programs.SelectMany(name => new[] { name + "-forged", name + "-ours" }), files);
    }

    [Fact]
    public void Who_proves_needs_no_rule_against_what_is_forged()
    {
        var rules = new RulesInMemory { [ControlList.GoodBounce] = Good };
        Assert.Equal(BounceAnswer.Unproved, new BounceJudge(rules.Open, null, null, true).Decide(Look("qmail-forged")).Answer);
    }

    private const string Good =
        "^received: from mail\\.example\\.com [^ ]*(\\[?192\\.0\\.2\\.25|\\(mail\\.example\\.com\\.? \\[192\\.0\\.2\\.25\\]\\))\n"
        + "^message-id: <[0-9]{14}\\.[0-9]+\\.qmail@mail\\.example\\.com>$\n";

    private static string Folder => Repository.PathOf("QregexCheck.Tests/Rooms/Bounces/Cases");

    private static BounceAnswer Judge(QuotedMail mail, bool proves)
    {
        var rules = new RulesInMemory
        {
            [ControlList.BadBounce] = "#: action=reject\n^received: from example\\.com[^a-z0-9.-]\n",
            [ControlList.GoodBounce] = Good,
        };
        return new BounceJudge(rules.Open, null, null, proves).Decide(mail).Answer;
    }

    private static QuotedMail Look(string name)
    {
        var look = new BounceLook();
        look.Read(File.ReadAllBytes(Path.Combine(Folder, name + ".eml")));
        return look.End();
    }
}
