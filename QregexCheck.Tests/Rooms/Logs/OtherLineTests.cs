using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

/// <summary>What the lines of the other patched servers tell: <see cref="QlogLine"/>, <see cref="QregexLine"/>, <see cref="SpamdykeLine"/>, <see cref="SqmailLine"/>.</summary>
public sealed class OtherLineTests
{
    private const string QlogEnd = " rcpthosts=yes size= authuser= authtype= encrypted=tls sslverified=no localip=198.51.100.1 localport=25 remoteip=192.0.2.1"
        + " remoteport=4025 remotehost=d7.example qp= pid=77";

    [Theory]
    [InlineData("result=accepted code=250 reason=rcptto detail=chkuser helo=h mailfrom=a@b rcptto=c@d relay=no", "Accepted ip=<192.0.2.1> helo=<h> from=<a@b> to=<c@d>")]
    [InlineData("result=accepted code=250 reason=relayclient detail= helo=h mailfrom= rcptto=c@d relay=yes", "Accepted ip=<192.0.2.1> relay helo=<h> from=<> to=<c@d>")]
    [InlineData("result=rejected code=550 reason=chkuser detail=nomailbox helo= mailfrom=a_b@b rcptto=c@d relay=no", "RefusedOtherwise ip=<192.0.2.1> from~=<a_b@b> to=<c@d>")]
    [InlineData(
        "result=rejected code=553 reason=qregexbmt detail=^c@_x helo=h mailfrom=a@b rcptto=c@d relay=no",
        "Refused ip=<192.0.2.1> helo=<h> from=<a@b> to=<c@d> badrcptto:0 rule~=<^c@_x>")]
    [InlineData(
        "result=rejected code=553 reason=qregexbhelo detail= helo=h mailfrom=a@b rcptto=c@d relay=no",
        "Refused ip=<192.0.2.1> helo=<h> from=<a@b> to=<c@d> badhelo:0")]
    public void Qlog_tells_all_but_altered_bytes(string begin, string told)
    {
        string expected = told.Replace("ip=", "pid=77 ip=", System.StringComparison.Ordinal);
        Assert.Equal("- Qlog " + expected, ReadLine.Told("qlogenvelope: " + begin + QlogEnd));
    }

    [Theory]
    [InlineData("qlogreceived: result=accepted code=250 reason=queueaccept detail= helo=h mailfrom=a@b rcptto=c@d,e@f relay=no" + QlogEnd, "Qlog no mail")]
    [InlineData("qlogenvelope: result=rejected code=451 reason=alarmtimeout detail= helo=h mailfrom=a@b rcptto=c@d relay=no" + QlogEnd, "Qlog no mail")]
    [InlineData("qlogenvelope: result=rejected code=553 reason=chkusersender detail= helo=h mailfrom=a@b rcptto= relay=no" + QlogEnd, "Qlog no mail")]
    [InlineData(
        "qlogenvelope: result=accepted code=250 reason=rcptto detail= helo=x mailfrom=a rcptto=v@d relay=no mailfrom=a@b rcptto=c@d relay=no" + QlogEnd,
        "Qlog strange")]
    [InlineData("qlogenvelope: result=accepted code=250 reason=rcptto detail= helo=x y mailfrom=a rcptto=v@d relay=no" + QlogEnd, "Qlog strange")]
    [InlineData("qlogenvelope: result=accepted code=250 reason=rcptto detail= helo=x mailfrom=a rcptto=v@d", "Qlog strange")]
    [InlineData("qlogenvelope: ", "Qlog strange")]
    [InlineData("qlogenvelope: result=perhaps code=250 reason=rcptto detail= helo=x mailfrom=a rcptto=v@d relay=no" + QlogEnd, "Qlog strange")]
    public void Qlog_lines_without_a_recipient_or_with_a_forged_field_are_not_judged(string line, string told) => Assert.Equal(told, ReadLine.Told(line));

    [Theory]
    [InlineData("qmail-smtpd: badmailfrom: <a@b> at 192.0.2.1", "- Qregex Refused ip=<192.0.2.1> relay=? from=<a@b> badmailfrom:0")]
    [InlineData("qmail-smtpd[12]: badrcptto: <c@d> matches pattern: ^c@", "- Qregex Refused pid=12 relay=? to=<c@d> badrcptto:0 rule=<^c@>")]
    [InlineData(
        "badhelo: <my name> at 2001:db8::1 matches pattern: my name at 1", "- Qregex Refused ip=<2001:db8::1> relay=? helo=<my name> badhelo:0 rule=<my name at 1>")]
    [InlineData("badmailtonorelay: <c@d> at ::1", "- Qregex Refused ip=<::1> relay=? to=<c@d> badmailtonorelay:0")]
    [InlineData("Nov 26 09:12:01 mx qmail-smtpd[9]: badmailfromnorelay: <> at ::1", "2026-11-26T09:12:01 Qregex Refused pid=9 ip=<::1> relay=? from=<> badmailfromnorelay:0")]
    [InlineData("badmailfrom: <a@b> at 192.0.2.9> at 192.0.2.1", "Qregex strange")]
    [InlineData("badmailfrom: <a> matches pattern: x> matches pattern: y", "Qregex strange")]
    [InlineData("badmailfrom: <a> matches pattern: x> at 192.0.2.1", "Qregex strange")]
    [InlineData("badmailfrom: <a@b> at nowhere", "Qregex strange")]
    [InlineData("badmailfrom: <a@b>", "Qregex strange")]
    [InlineData("badrcptto: excessive rcptto violations hanging up on 192.0.2.1", "Qregex strange")]
    [InlineData("badluck: <a@b> at 192.0.2.1", "not ours")]
    [InlineData("qmail-smtpd[12]: rcptcheck: drop address <a@b> at 192.0.2.1", "not ours")]
    public void Qregex_tells_one_field_and_its_list(string line, string told) => Assert.Equal(told, ReadLine.Told(line));

    [Theory]
    [InlineData(
        "ALLOWED from: a@b to: c@d origin_ip: 192.0.2.1 origin_rdns: d7.example auth: (unknown) encryption: (none) reason: 250_ok_1764148321_qp_77",
        "- Spamdyke Accepted ip=<192.0.2.1> from=<a@b> to=<c@d>")]
    [InlineData(
        "spamdyke[44]: DENIED_OTHER from: (unknown) to: c@d origin_ip: (unknown) origin_rdns: (unknown) auth: anna encryption: TLS",
        "- Spamdyke RefusedOtherwise pid=44 relay from=<> to=<c@d>")]
    [InlineData("TIMEOUT from: a@b to: c@d origin_ip: ::1 origin_rdns: x auth: (unknown) encryption: y reason: z", "- Spamdyke RefusedOtherwise ip=<::1> from=<a@b> to=<c@d>")]
    [InlineData("TIMEOUT from: a@b to: (unknown) origin_ip: ::1 origin_rdns: x auth: (unknown) encryption: y reason: z", "Spamdyke no mail")]
    [InlineData("TLS_ENCRYPTED from: (unknown) to: (unknown) origin_ip: ::1 origin_rdns: x auth: (unknown) encryption: y reason: (empty)", "Spamdyke no mail")]
    [InlineData(
        "ALLOWED from: a to: v@d origin_ip: 192.0.2.9 origin_rdns: x auth: (unknown) encryption: y reason: @b to: c@d origin_ip: 192.0.2.1 origin_rdns: x"
        + " auth: (unknown) encryption: y reason: z", "Spamdyke strange")]
    [InlineData("ALLOWED from: a@b to: c@d origin_ip: somewhere origin_rdns: x auth: (unknown) encryption: y", "Spamdyke strange")]
    [InlineData("ALLOWED from: a@b to: c@d", "Spamdyke strange")]
    [InlineData("ALLOWED to: c@d", "not ours")]
    [InlineData("UNDER from: c@d", "not ours")]
    [InlineData("Nov 26 09:12:01 mx spamdyke[44]: ALLOWED from: a@b to: c@d origin_ip: ::1 origin_rdns: x auth: (unknown) encryption: y",
        "2026-11-26T09:12:01 Spamdyke Accepted pid=44 ip=<::1> from=<a@b> to=<c@d>")]
    public void Spamdyke_tells_all_but_the_HELO(string line, string told) => Assert.Equal(told, ReadLine.Told(line));

    [Theory]
    [InlineData(
        "qmail-smtpd: pid 12 Accept::RCPT::Recipients_Cdb P:ESMTP S:192.0.2.1:d7.example H:h F:a@b T:c@d", "- Sqmail Accepted pid=12 ip=<192.0.2.1> helo=<h> from=<a@b> to=<c@d>")]
    [InlineData(
        "qmail-smtpd: pid 12 Reject::SNDR::Bad_Helo P:ESMTP S:2001:db8::1:unknown H:h h F: T:c@d '*'",
        "- Sqmail RefusedOtherwise pid=12 ip=<2001:db8::1> helo=<h h> from=<> to=<c@d>")]
    [InlineData("qmail-smtpd: pid 12 Accept::SNDR::Relay_Client P:SMTP S:::1:x H:h F:a@b T:c@d", "- Sqmail Accepted pid=12 ip=<::1> relay helo=<h> from=<a@b> to=<c@d>")]
    [InlineData("qmail-smtpd: pid 12 Accept::ORIG::Local_Sender S:::1:x P:SMTP H:h F:a@b T:c@d", "- Sqmail Accepted pid=12 ip=<::1> relay helo=<h> from=<a@b> to=<c@d>")]
    [InlineData("qmail-smtpd: pid 12 Accept::AUTH::login P:ESMTPA S:::1:x H:h ?~ 'anna'", "Sqmail no mail")]
    [InlineData("qmail-smtpd: pid 12 Reject::DATA::Spam_Message P:ESMTP S:::1:x H:h F:a@b T:c@d 'y'", "Sqmail no mail")]
    [InlineData("qmail-smtpd: pid 12 Accept::RCPT::Recipients_Cdb P:ESMTP S:::1:x H:h F:a T:v@d F:a@b T:c@d", "Sqmail strange")]
    [InlineData("qmail-smtpd: pid 12 Accept::RCPT::Recipients_Cdb P:ESMTP S:::1:x H:h F:a T:v@d T:c@d", "Sqmail strange")]
    [InlineData("qmail-smtpd: pid 12 Accept::RCPT::Recipients_Cdb P:ESMTP S:::1:x H:h F:a T:c@d 'x' 'y'", "Sqmail strange")]
    [InlineData("qmail-smtpd: pid 12 Accept::RCPT::Recipients_Cdb P:ESMTP S:nowhere:x H:h F:a T:c@d", "Sqmail strange")]
    [InlineData("qmail-smtpd: pid 12 Accept::RCPT::Recipients_Cdb", "Sqmail strange")]
    [InlineData("qmail-smtpd: pid 12 Wonder::RCPT::x", "not ours")]
    [InlineData("qmail-smtpd: pid x", "not ours")]
    [InlineData("Nov 26 09:12:01 mx qmail-smtpd: pid 12 Accept::RCPT::x P:E S:::1:x H:h F:a T:c@d", "2026-11-26T09:12:01 Sqmail Accepted pid=12 ip=<::1> helo=<h> from=<a> to=<c@d>")]
    public void Sqmail_tells_all_and_a_mark_twice_is_not_judged(string line, string told) => Assert.Equal(told, ReadLine.Told(line));
}
