umask 022
export QREGEXCHECK_CONTROL=.
printf 'abc@\n^(.)\\1@\n!@\n^[a-z]{6,}[0-9]{3,}@\nabc@\n' >badmailto
touch -d 2026-01-01 badmailto
sum() { cksum <qregexcheck.db >"$1"; }
echo '--- none yet'
$QREGEXCHECK compile --check; echo $?
$QREGEXCHECK dump; echo $?
echo '--- compile'
$QREGEXCHECK compile >out; echo $?
sed 's/[0-9]*\.[0-9]* s$/TIME s/' out
ls -l qregexcheck.db* | sed 's/^\(-[rwx-]*\).* /\1 /'
sum one
echo '--- fresh'
$QREGEXCHECK compile --check; echo $?
$QREGEXCHECK dump; echo $?
RECIPIENT=abc@x.example SENDER=a@b.example $QREGEXCHECK; echo $?
RECIPIENT=c@x.example SENDER=a@b.example $QREGEXCHECK; echo $?
echo '--- the same rules, the same bytes'
$QREGEXCHECK compile >out; echo $?
sum two; cmp one two && echo same
echo '--- edited'
echo '(' >>badmailto
$QREGEXCHECK compile --check; echo $?
RECIPIENT=c@x.example SENDER=a@b.example $QREGEXCHECK; echo $?
echo '--- a rule that cannot be used'
$QREGEXCHECK compile >out; echo $?
sed 's/[0-9]*\.[0-9]* s$/TIME s/' out
RECIPIENT=c@x.example SENDER=a@b.example $QREGEXCHECK; echo $?
echo '--- removed'
rm badmailto
$QREGEXCHECK compile --check; echo $?
$QREGEXCHECK compile; echo $?
$QREGEXCHECK compile --check; echo $?
echo '--- no such directory'
$QREGEXCHECK compile --control nowhere; echo $?
$QREGEXCHECK compile --check --control nowhere; echo $?
echo '--- a control file that is a directory'
mkdir badhelo
$QREGEXCHECK compile; echo $?
rmdir badhelo
echo '--- a control file that leads round in circles'
ln -s badhelo badhelo
$QREGEXCHECK compile; echo $?
