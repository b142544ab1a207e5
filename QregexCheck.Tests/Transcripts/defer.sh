mkdir control
cat >control/badmailto <<'END'
#: action=defer reply="450 4.2.1 come back tomorrow"
^late@
END
QREGEXCHECK_CONTROL=control SENDER=a@b.example RECIPIENT=late@example.com
export QREGEXCHECK_CONTROL SENDER RECIPIENT

echo '--- a deferral is 100 and a 4xx text where descriptor 4 is there'
USE_FD4=1 $QREGEXCHECK 4>reply; echo $?
cat reply
echo '--- and 111 where it is not'
USE_FD4=1 $QREGEXCHECK 4>&-; echo $?
$QREGEXCHECK; echo $?
