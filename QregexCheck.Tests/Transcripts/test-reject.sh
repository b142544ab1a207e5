mkdir control
cat >control/badmailto <<'END'
#: note="ticket 4711" reply="550 5.7.1 no bulk mail to made-up names"
^[a-z]+[0-9]+@example\.com$
#: until=2020-02-29
^abc
#: action=log
123
END
echo '--- the rule that decides, what else matches, and what each hook would do'
$QREGEXCHECK test --control control abc123@example.com; echo $?
