mkdir -p qmail/control
echo mail.example.com >qmail/control/me
echo example.com >qmail/control/locals
cat >qmail/control/checkrcpthosts <<'END'
#: note="all that is delivered here"
*
END
cat >qmail/control/validrcptto <<'END'
joe@example.com
-@example.com
END
QREGEXCHECK_QMAIL=qmail SENDER=a@b.example TCPREMOTEIP=192.0.2.7
export QREGEXCHECK_QMAIL SENDER TCPREMOTEIP

echo '--- RCPTCHECK'
RECIPIENT=nobody@example.com $QREGEXCHECK; echo $?
RECIPIENT=joe@example.com QREGEXCHECK_LOG=all $QREGEXCHECK; echo $?
RECIPIENT=nobody@example.org QREGEXCHECK_LOG=all $QREGEXCHECK; echo $?
echo '--- the null sender'
RECIPIENT=nobody@example.com SENDER= $QREGEXCHECK; echo $?
echo '--- a client that may relay, and NORCPTCHECK'
RECIPIENT=nobody@example.com RELAYCLIENT= QREGEXCHECK_LOG=all $QREGEXCHECK; echo $?
RECIPIENT=nobody@example.com NORCPTCHECK= QREGEXCHECK_LOG=all $QREGEXCHECK; echo $?
echo '--- qmail-spp'
SMTPMAILFROM=a@b.example SMTPRCPTTO=nobody@example.com $QREGEXCHECK spp rcpt; echo $?
SMTPMAILFROM=nobody@example.com SMTPRCPTTO=nobody@example.com $QREGEXCHECK spp mail; echo $?
echo '--- checkpassword'
printf 'nobody@example.com\0\0\0' | $QREGEXCHECK checkpassword 3<&0; echo $?
echo '--- test'
$QREGEXCHECK test nobody@example.com joe@example.com x@example.org | sed 's/user [a-z0-9_-]*,/user U,/'
$QREGEXCHECK test --json nobody@example.com | sed 's/"user":"[^"]*"/"user":"U"/'
echo '--- a week of looking only'
cat >qmail/control/checkrcpthosts <<'END'
#: action=log
*
END
RECIPIENT=nobody@example.com $QREGEXCHECK; echo $?
$QREGEXCHECK test nobody@example.com | sed '$d'
