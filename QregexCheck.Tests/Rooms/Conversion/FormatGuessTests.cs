using System;
using System.Text;
using QregexCheck.Conversion;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Guesses the form of a file with <see cref="FormatGuess"/>.</summary>
public sealed class FormatGuessTests
{
    [Theory]
    [InlineData("badmailpatterns", "*@a.example\n", "wildmat")]
    [InlineData("badrcpttonorelay", "^a$\n", "qregex-names")]
    [InlineData("spamdyke-senders.txt", "@a.example\n", "spamdyke")]
    [InlineData("local.cf", "score X 1\nblacklist_from *@a.example\n", "spamassassin")]
    [InlineData("user_prefs", "unblocklist-from *@a.example\n", "spamassassin")]
    [InlineData("x", "/^a@/ REJECT\n", "postfix-regexp")]
    [InlineData("x", "if /@a/\n/b/ OK\nendif\n", "postfix-regexp")]
    [InlineData("x.regexp", "/^\\w+@/ REJECT\n", "postfix-regexp")]
    [InlineData("access", "a.example REJECT\nb@ 550 no\n", "postfix-access")]
    [InlineData("x", "/^a@/i\n", "rspamd")]
    [InlineData("badmailfrom", "@a.example\njoe@b.example\n", "stock")]
    [InlineData("x", "joe+x@b.example\n", "stock")]
    [InlineData("disposable", "# list\na.example\n*.b.example\n", "domains")]
    [InlineData("badhelo.txt", "a.example\n", "helo-names")]
    [InlineData("badhelo.txt", "localhost\na.example\n", "helo-names")]
    [InlineData("x", "a.example # since May\n*.b.example\n", "domains")]
    public void The_name_or_the_lines_tell(string name, string text, string format)
    {
        FormatGuess guess = FormatGuess.Of(name, Encoding.Latin1.GetBytes(text), null);
        Assert.Equal(ConversionFormats.Find(format), guess.Format);
        Assert.NotNull(guess.Format);
        Assert.DoesNotContain("name the form", guess.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "@a.example\n", "stock, spamdyke, opensmtpd or domains")]
    [InlineData("x", "joe@\n", "spamdyke, opensmtpd, rspamd or helo-names")]
    [InlineData("x", "localhost\n", "spamdyke, opensmtpd, rspamd or helo-names")]
    [InlineData("x", "@a.example # no more\n", "domains, qpsmtpd, rspamd or opensmtpd")]
    [InlineData("badmailfrom", "joe@a.example # no more\n", "domains, qpsmtpd, rspamd or opensmtpd")]
    [InlineData("helo", "*.a.example\n", "line 1 means what is below a name; name the form: domains, rspamd or opensmtpd")]
    [InlineData("badrcptto", "^a.*@b\\.example$\n", "qregex-names, qpsmtpd or sqmail")]
    [InlineData("x", "*@a.example\n", "wildmat, sqmail, rspamd or opensmtpd")]
    [InlineData("x", "a.example\njoe@a.example\n", "domains, rspamd or opensmtpd")]
    [InlineData("x", "/^\\w@/ REJECT\n", "postfix-regexp or postfix-pcre")]
    [InlineData("x", "@a.example no more\n", "qpsmtpd, rspamd or opensmtpd")]
    [InlineData("x", "\n# nothing\n", "no line of it tells")]
    [InlineData("x", "", "no line of it tells")]
    public void Where_forms_differ_in_meaning_there_is_no_guess(string name, string text, string said)
    {
        FormatGuess guess = FormatGuess.Of(name, Encoding.Latin1.GetBytes(text), null);
        Assert.Null(guess.Format);
        Assert.Contains(said, guess.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a*.example\n", "line 1 has wildcards; name the form: sqmail, rspamd or opensmtpd")]
    [InlineData("a\n@a.example\n", "line 2 has an @, and no HELO name does; name the form: domains, rspamd or opensmtpd")]
    public void A_form_that_can_not_become_the_list_is_not_named(string text, string said) =>
        Assert.Equal(said, FormatGuess.Of("x", Encoding.Latin1.GetBytes(text), ConversionTarget.BadHelo).Why);

    [Fact]
    public void A_list_of_names_for_badhelo_is_one_of_HELO_names() =>
        Assert.Equal(ConversionFormat.HeloNames, FormatGuess.Of("x", "a.example\n"u8, ConversionTarget.BadHelo).Format);
}
