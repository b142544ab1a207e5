mkdir control
echo '^no@' >control/badmailto
cat >quota <<'END'
#!/bin/sh
echo "quota asked about $RECIPIENT" >&2
echo '452 4.2.2 mailbox full' >&4
exit 100
END
chmod 755 quota
QREGEXCHECK_CONTROL=control SENDER=a@b.example USE_FD4=1 QREGEXCHECK_NEXT=./quota
export QREGEXCHECK_CONTROL SENDER USE_FD4 QREGEXCHECK_NEXT

echo '--- another check is asked about what we accept'
RECIPIENT=info@example.com $QREGEXCHECK 4>reply; echo $?
cat reply
echo '--- and not about what we reject'
RECIPIENT=no@example.com $QREGEXCHECK 4>reply; echo $?
cat reply
echo '--- a check that is not there is trouble, never a yes'
RECIPIENT=info@example.com QREGEXCHECK_NEXT=./nowhere $QREGEXCHECK 4>reply; echo $?
