mkdir control
echo '^no@' >control/badmailto
echo '@bad\.example$' >control/badmailfrom
echo '^dialup' >control/badhelo
QREGEXCHECK_CONTROL=control SMTPHELOHOST=dialup7 SMTPMAILFROM=a@bad.example SMTPRCPTTO=no@example.com
export QREGEXCHECK_CONTROL SMTPHELOHOST SMTPMAILFROM SMTPRCPTTO

for stage in helo mail rcpt
do
  echo "--- qmail-spp, stage $stage: a client that ignores the refusal of its HELO is refused again"
  $QREGEXCHECK spp $stage; echo $?
done
SMTPHELOHOST=mx.example.net
for stage in helo mail rcpt
do
  echo "--- a good HELO and a bad sender, stage $stage"
  $QREGEXCHECK spp $stage; echo $?
done
echo '--- the mail stage does not look at a recipient, which may be an earlier one'
SMTPMAILFROM=a@good.example $QREGEXCHECK spp mail; echo $?
echo '--- a stage that there is not must not accept'
$QREGEXCHECK spp data; echo $?
