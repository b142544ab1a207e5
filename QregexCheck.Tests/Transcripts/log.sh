mkdir control
cat >control/badmailto <<'END'
#: action=log note="how often?"
^info@
^no@
END
QREGEXCHECK_CONTROL=control SENDER=a@b.example TCPREMOTEIP=192.0.2.7
export QREGEXCHECK_CONTROL SENDER TCPREMOTEIP

echo '--- a rule that only logs'
RECIPIENT=info@example.com $QREGEXCHECK; echo $?
echo '--- QREGEXCHECK_LOG=all logs accepts too'
RECIPIENT=c@example.com QREGEXCHECK_LOG=all $QREGEXCHECK; echo $?
echo '--- QREGEXCHECK_LOG=none logs no decision'
RECIPIENT=no@example.com QREGEXCHECK_LOG=none $QREGEXCHECK; echo $?
echo '--- a client cannot forge a line, nor a field'
RECIPIENT='no@x> rule="y"
qregexcheck: accept' $QREGEXCHECK; echo $?
echo '--- what is not known, what is empty, and a relay client'
RECIPIENT=no@example.com HELO= SENDER= RELAYCLIENT= $QREGEXCHECK; echo $?
RECIPIENT=no@example.com HELO=- $QREGEXCHECK; echo $?
echo '^-$' >control/badhelo
SMTPHELOHOST=- $QREGEXCHECK spp helo; echo $?
echo '--- QREGEXCHECK_LOG that means nothing, and in capital letters'
RECIPIENT=c@example.com QREGEXCHECK_LOG=everything $QREGEXCHECK; echo $?
RECIPIENT=c@example.com QREGEXCHECK_LOG=ALL $QREGEXCHECK; echo $?
