mkdir control control/badmailto
QREGEXCHECK_CONTROL=control; export QREGEXCHECK_CONTROL
echo '--- a control file that cannot be read: RCPTCHECK'
SENDER=a@b.example RECIPIENT=c@example.com $QREGEXCHECK; echo $?
echo '--- qmail-spp'
SMTPMAILFROM=a@b.example SMTPRCPTTO=c@example.com $QREGEXCHECK; echo $?
echo '--- test'
$QREGEXCHECK test c@example.com; echo $?
echo '--- no control directory at all'
$QREGEXCHECK test --control nowhere c@example.com; echo $?
echo '--- no envelope'
$QREGEXCHECK; echo $?
