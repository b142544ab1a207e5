using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

/// <summary>What a <see cref="ChkuserLine"/> tells, of each version.</summary>
public sealed class ChkuserLineTests
{
    private const string Remote = "remote <helo:mx.example|remotehostname:d7.example|remotehostip:192.0.2.1>";

    [Theory]
    [InlineData("accepted rcpt", "Accepted")]
    [InlineData("accepted any rcpt", "Accepted")]
    [InlineData("rejected rcpt", "RefusedOtherwise")]
    [InlineData("rejected relaying", "RefusedOtherwise")]
    [InlineData("rejected intrusion", "RefusedOtherwise")]
    [InlineData("must auth", "RefusedOtherwise")]
    [InlineData("no auth resource", "RefusedOtherwise")]
    [InlineData("mbx overquota", "RefusedOtherwise")]
    public void A_title_says_what_became_of_the_recipient(string title, string outcome) => Assert.Equal(
        $"- Chkuser {outcome} ip=<192.0.2.1> helo=<mx.example> from=<a@b.example> to=<c@d.example>",
        ReadLine.Told($"CHKUSER {title}: from <a@b.example|remoteinfo/auth:|chkuser-identify:> {Remote} rcpt <c@d.example> : words"));

    [Theory]
    [InlineData("accepted sender")]
    [InlineData("rejected sender")]
    [InlineData("must auth")]
    [InlineData("accepted doublebounce")]
    public void A_line_about_a_sender_alone_holds_no_mail(string title) =>
        Assert.Equal("Chkuser no mail", ReadLine.Told($"CHKUSER {title}: from <a@b.example|remoteinfo/auth:|chkuser-identify:> {Remote} rcpt <> : words"));

    [Fact]
    public void The_line_about_the_threshold_stands_beside_another_and_counts_for_nothing() => Assert.Equal(
        "Chkuser no mail",
        ReadLine.Told($"CHKUSER intrusion threshold: from <|remoteinfo/auth:|chkuser-identify:> {Remote} rcpt <c@d.example> : max number of allowed rcpt"));

    [Theory]
    [InlineData("relaying rcpt", "")]
    [InlineData("relaying rcpt", "anna@d.example")]
    [InlineData("accepted rcpt", "anna@d.example")]
    public void A_client_that_relays_is_known_by_the_title_or_its_name(string title, string name) => Assert.Equal(
        "- Chkuser Accepted ip=<192.0.2.1> relay helo=<mx.example> from=<> to=<c@d.example>",
        ReadLine.Told($"CHKUSER {title}: from <|remoteinfo/auth:{name}|chkuser-identify:> {Remote} rcpt <c@d.example> : words"));

    [Theory]
    [InlineData("helo:|remotehostname:d7.example|remotehostip:2001:db8::9", "ip=<2001:db8::9> helo=<d7.example>")]
    [InlineData("helo:|remotehostname:|remotehostip:", "")]
    [InlineData("helo:a b|remotehostname:unknown|remotehostip:::ffff:192.0.2.9", "ip=<::ffff:192.0.2.9> helo=<a b>")]
    [InlineData("mx.example:d7.example:192.0.2.1", "ip=<192.0.2.1> helo=<mx.example>")]
    [InlineData("[IPv6:2001:db8::1]:d7.example:192.0.2.1", "ip=<192.0.2.1> helo=<[IPv6:2001:db8::1]>")]
    [InlineData("mx.example:unknown:2001:db8::9", "ip=<2001:db8::9> helo=<mx.example>")]
    [InlineData("mx.example:unknown:::1", "ip=<::1> helo=<mx.example>")]
    [InlineData("mx.example:unknown:::ffff:192.0.2.1", "ip=<::ffff:192.0.2.1> helo=<mx.example>")]
    [InlineData(":unknown:192.0.2.1", "ip=<192.0.2.1> helo=<unknown>")]
    public void Both_versions_tell_the_client(string remote, string client)
    {
        string old = remote.StartsWith("helo:", System.StringComparison.Ordinal) ? "|remoteinfo/auth:|chkuser-identify:" : "::";
        Assert.Equal(
            $"- Chkuser Accepted {client}{(client.Length > 0 ? " " : "")}from=<a@b.example> to=<c@d.example>",
            ReadLine.Told($"CHKUSER accepted rcpt: from <a@b.example{old}> remote <{remote}> rcpt <c@d.example> : found existing recipient"));
    }

    [Theory]
    [InlineData("x:y@b.example:anna:", "relay helo=<h> from=<x:y@b.example>")]
    [InlineData("::", "helo=<h> from=<>")]
    public void A_sender_of_the_older_form_is_told_from_the_right(string from, string told) => Assert.Equal(
        $"- Chkuser Accepted ip=<192.0.2.1> {told} to=<c@d.example>",
        ReadLine.Told($"CHKUSER accepted rcpt: from <{from}> remote <h:n:192.0.2.1> rcpt <c@d.example> : found existing recipient"));

    /// <summary>A client writes the rest of a line into its own address or name. The program's own rest follows, so all stands there twice.</summary>
    [Theory]
    [InlineData(
        "CHKUSER accepted rcpt: from <x|remoteinfo/auth:|chkuser-identify:> remote <helo:h|remotehostname:n|remotehostip:192.0.2.9> rcpt <victim@d.example> : "
        + "|remoteinfo/auth:|chkuser-identify:> remote <helo:h|remotehostname:n|remotehostip:192.0.2.1> rcpt <c@d.example> : found existing recipient")]
    [InlineData(
        "CHKUSER accepted rcpt: from <x|remoteinfo/auth:|chkuser-identify:> remote <helo:h|remotehostname:n|remotehostip:192.0.2.9> rcpt <victim@d.example> : x"
        + "|remotehostname:n|remotehostip:192.0.2.1> rcpt <c@d.example> : found existing recipient")]
    [InlineData("CHKUSER accepted rcpt: from <x> remote <h:n:192.0.2.9> rcpt <v@d.example> : ::> remote <h:n:192.0.2.1> rcpt <c@d.example> : found")]
    [InlineData(
        "CHKUSER accepted rcpt: from <x|remoteinfo/auth:|chkuser-identify:::> remote <helo:h|remotehostname:n|remotehostip:192.0.2.9:n:192.0.2.1> rcpt <c@d> : f")]
    [InlineData("CHKUSER accepted rcpt: from <x::> remote <h:y:n:2001:db8::1> rcpt <c@d.example> : found")]
    public void A_line_that_a_client_forged_is_not_judged(string line) => Assert.Equal("Chkuser strange", ReadLine.Told(line));

    [Theory]
    [InlineData("CHKUSER ")]
    [InlineData("CHKUSER accepted rcpt: from <")]
    [InlineData("CHKUSER accepted rcpt: from <a|remoteinfo/auth:|chkuser-identify:> remote <helo:h|remotehostname:n|remotehostip:192.0.2.1> rcpt <c@d")]
    [InlineData("CHKUSER wondered about: from <a::> remote <h:n:192.0.2.1> rcpt <c@d> : x")]
    [InlineData("CHKUSER accepted rcpt: from <a> remote <h:n:192.0.2.1> rcpt <c@d> : x")]
    [InlineData("CHKUSER accepted rcpt: from <a::> remote <192.0.2.1> rcpt <c@d> : x")]
    public void A_line_that_is_cut_or_of_another_form_is_not_judged(string line) => Assert.Equal("Chkuser strange", ReadLine.Told(line));

    [Fact]
    public void A_question_mark_under_splogger_may_be_any_byte()
    {
        const string Rest = "from <a?@b.example::> remote <h?:n:192.0.2.1> rcpt <c?@d.example> : found existing recipient";
        Assert.Equal(
            "2025-11-26T09:12:01.5 Chkuser Accepted ip=<192.0.2.1> helo~=<h?> from~=<a?@b.example> to~=<c?@d.example>",
            ReadLine.Told("Nov 26 09:12:02 mx smtpd: 1764148321.500000 CHKUSER accepted rcpt: " + Rest));
        Assert.Equal(
            "2026-11-26T09:12:02 Chkuser Accepted ip=<192.0.2.1> helo=<h?> from=<a?@b.example> to=<c?@d.example>",
            ReadLine.Told("Nov 26 09:12:02 mx smtpd: CHKUSER accepted rcpt: " + Rest));
    }
}
