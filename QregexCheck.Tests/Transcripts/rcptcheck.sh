mkdir control
echo '^[a-z]+[0-9]+@example\.com$' >control/badmailto
QREGEXCHECK_CONTROL=control TCPREMOTEIP=192.0.2.7 HELO=mx.example.net SENDER=a@b.example
export QREGEXCHECK_CONTROL TCPREMOTEIP HELO SENDER

echo '--- RCPTCHECK accepts in silence'
RECIPIENT=info@example.com $QREGEXCHECK; echo $?

echo '--- RCPTCHECK rejects with 100, and tells the reply on descriptor 4'
RECIPIENT=abc123@example.com USE_FD4=1 $QREGEXCHECK 4>reply; echo $?
cat reply

echo '--- without USE_FD4 it says nothing there'
RECIPIENT=abc123@example.com $QREGEXCHECK 4>reply; echo $?
cat reply
