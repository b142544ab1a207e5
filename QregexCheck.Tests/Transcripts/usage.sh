echo '--- a typo'
$QREGEXCHECK tset a@b.example; echo $?
echo '--- nobody to test'
$QREGEXCHECK test; echo $?
