using System;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Files with a mark in front, as <see cref="LeadingMark"/> sees them.</summary>
public sealed class LeadingMarkTests
{
    private const string Mark = "\u00EF\u00BB\u00BF";

    /// <summary>Their program compares the mark, too, so the first line hits nobody, which whoever wrote it did not mean.</summary>
    [Theory]
    [InlineData(nameof(ConversionFormat.Stock), "a@b\n")]
    [InlineData(nameof(ConversionFormat.QregexNames), "^a@b\n")]
    [InlineData(nameof(ConversionFormat.PostfixRegexp), "/a/ REJECT\n")]
    [InlineData(nameof(ConversionFormat.PostfixPcre), "/a/ REJECT\n")]
    [InlineData(nameof(ConversionFormat.PostfixAccess), "a@b REJECT\n")]
    [InlineData(nameof(ConversionFormat.Spamdyke), "a@b\n")]
    [InlineData(nameof(ConversionFormat.Qpsmtpd), "a@b\n")]
    [InlineData(nameof(ConversionFormat.Wildmat), "a@*\n")]
    [InlineData(nameof(ConversionFormat.Sqmail), "a@b\n")]
    [InlineData(nameof(ConversionFormat.SpamAssassin), "blacklist_from a@b\n")]
    [InlineData(nameof(ConversionFormat.Rspamd), "a@b\n")]
    [InlineData(nameof(ConversionFormat.Opensmtpd), "a@b\n")]
    public void A_program_that_takes_the_mark_for_text_is_said_to(string format, string list)
    {
        var marked = new ConvertedRules(Enum.Parse<ConversionFormat>(format), Mark + list);
        Assert.Contains(marked.Said, static line => line.StartsWith("1:1 the file begins with a byte order mark", StringComparison.Ordinal));
        Assert.Null(marked.Refusing("a@b"u8.ToArray()));
        Assert.NotNull(new ConvertedRules(Enum.Parse<ConversionFormat>(format), list).Refusing("a@b"u8.ToArray()));
    }
}
