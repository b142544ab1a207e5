mkdir control
echo '^no@' >control/badmailto
QREGEXCHECK_CONTROL=control; export QREGEXCHECK_CONTROL

echo '--- checkpassword says yes'
printf 'info@example.com\0\0\0' >credentials
$QREGEXCHECK checkpassword 3<credentials; echo $?
echo '--- checkpassword says no'
printf 'no@example.com\0\0\0' | $QREGEXCHECK checkpassword 3<&0; echo $?
echo '--- PROG is run after a yes, with the same bytes on descriptor 3'
$QREGEXCHECK checkpassword sh -c 'tr "\0" . <&3; echo; exit 7' 3<credentials; echo $?
echo '--- called wrongly'
$QREGEXCHECK checkpassword 3<&-; echo $?
