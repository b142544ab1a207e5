mkdir control
cat >control/badmailto <<'END'
# comments and good rules are untouched
a(b
!*x
[[:alhpa:]]
[z-a]
a\
#: action=sing
^no@
#: reply="250 ok"
^on@
END
echo '--- a broken rule is skipped, as the patch does, with a warning'
QREGEXCHECK_CONTROL=control SENDER=a@b.example RECIPIENT=on@example.com $QREGEXCHECK; echo $?
