mkdir control
echo '@bad\.example$' >control/badmailfrom
echo '^[0-9]+$' >control/badhelo
echo '^list-' >control/badmailtonorelay
echo '--- a sender'
$QREGEXCHECK test --control control --from a@bad.example info@example.com; echo $?
echo '--- the null sender is never looked up'
$QREGEXCHECK test --control control --from '' info@example.com; echo $?
echo '--- a HELO name'
$QREGEXCHECK test --control control --helo 12345 info@example.com; echo $?
echo '--- a relay client'
$QREGEXCHECK test --control control list-a@example.com; echo $?
$QREGEXCHECK test --control control --relay list-a@example.com; echo $?
