mkdir control
echo '^no@' >control/badmailto
echo '^bad@' >control/badmailfrom
echo '--- a list: a recipient a line, or sender TAB recipient'
printf 'info@example.com\nbad@b.example\tinfo@example.com\nno@example.com\n' |
$QREGEXCHECK test --control control --json -; echo $?
