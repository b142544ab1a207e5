#!/bin/sh
# Installs qregexcheck, or takes it away. `make install` runs it, the packages do, and so may you, in the directory of an unpacked release:
#
#   sh install.sh [NAME=VALUE ...]            all of it
#   sh install.sh program [NAME=VALUE ...]    the program alone, and its names beside it
#   sh install.sh uninstall [NAME=VALUE ...]  what the first has written; control files stay
#
#   QMAIL=/var/qmail     the home of qmail that it is for: it goes into its bin
#   prefix=/usr/local    below it are bin (a link to the program, so that its name suffices), share/man, and what the shells complete by
#   bindir= mandir=      these two, where they are elsewhere; bindir=none is no link
#   DESTDIR=             a directory that stands for /
#   force=yes            uninstall, although something still names the program
#
# Nothing is wired: that is a line in tcpserver's rules or in a run script, and yours (qregexcheck(8)).
# A mail server at work must never meet half a file, or none: each file is written beside the old one, synced, and renamed over it.
set -e
umask 022
LC_ALL=C
export LC_ALL
new=
trap 'test -z "$new" || rm -f "$new"' EXIT
trap 'exit 1' HUP INT TERM

# Further names of the program, beside it in qmail's bin: where qmail takes a bare path, the name says what is asked for.
links='qregexcheck-queue qregexcheck-remote'

die() {
  echo "install.sh: fatal: $*" >&2
  exit 111
}

parts=$(dirname "$0")
QMAIL=/var/qmail prefix=/usr/local bindir='' mandir='' DESTDIR='' force=no
# Where the parts of a release stand; make names others.
PROGRAM=$parts/qregexcheck MANUALS=$parts/man SAMPLES=$parts/control-samples COMPLETIONS=$parts/completion
command=install
case ${1-} in
  install|program|uninstall) command=$1; shift ;;
  -h|--help|help) sed -n 's/^# \{0,1\}//; 2,15p' "$0"; exit 0 ;;
esac
for word
do
  value=${word#*=}
  case $word in
    QMAIL=*) QMAIL=$value ;;
    prefix=*|PREFIX=*) prefix=$value ;;
    bindir=*) bindir=$value ;;
    mandir=*) mandir=$value ;;
    DESTDIR=*) DESTDIR=$value ;;
    force=yes) force=yes ;;
    PROGRAM=*) PROGRAM=$value ;;
    MANUALS=*) MANUALS=$value ;;
    SAMPLES=*) SAMPLES=$value ;;
    COMPLETIONS=*) COMPLETIONS=$value ;;
    *) die "$word is nothing that is known here; sh install.sh --help tells what is" ;;
  esac
done
: "${bindir:=$prefix/bin}" "${mandir:=$prefix/share/man}"
printf '%s\n' "$QMAIL" | grep -qx '\(/[A-Za-z0-9_.+-]\{1,\}\)\{1,\}' && test ${#QMAIL} -le 200 ||
  die "QMAIL is the path of qmail's own directory, such as /var/qmail: letters, digits and _.+- between its slashes, none at its end, 200 bytes at most"
for path in "$prefix" "$mandir" "$bindir"
do
  case $path in
    /*) ;;
    none) test "$path" = "$bindir" || die "prefix and mandir are paths that begin with a slash" ;;
    *) die "prefix, bindir and mandir are paths that begin with a slash" ;;
  esac
done

bin=$DESTDIR$QMAIL/bin
doc=$DESTDIR$QMAIL/doc/qregexcheck
man=$DESTDIR$mandir
link=
# None where that is qmail's own bin, by whatever name.
test "$bindir" = none || test "${bindir%/}" = "$QMAIL/bin" || test "$DESTDIR$bindir" -ef "$bin" || link=$DESTDIR$bindir/qregexcheck

# Where each shell looks, below share, for what completes its words. A fish of Debian's looks below its own /usr alone, unless XDG_DATA_DIRS names more, and
# always in /etc/fish: where that is there, a link leads to the file.
completions='qregexcheck.bash:bash-completion/completions/qregexcheck _qregexcheck:zsh/site-functions/_qregexcheck
qregexcheck.fish:fish/vendor_completions.d/qregexcheck.fish'
fish=$prefix/share/fish/vendor_completions.d/qregexcheck.fish
fish_link=
test "${prefix%/}" = /usr || ! test -d "$DESTDIR/etc/fish" || fish_link=$DESTDIR/etc/fish/completions/qregexcheck.fish

# clear_halves FILE: what an installation that was killed has left beside FILE.
clear_halves() {
  for half in "$1".half.??????
  do
    test ! -f "$half" && test ! -L "$half" || rm -f "$half"
  done
}

# put MODE FILE COMMAND ...: what COMMAND writes becomes FILE. Not by a pipe: a failure before it would be lost, and leave half a file.
put() {
  mode=$1
  file=$2
  shift 2
  clear_halves "$file"
  new=$(mktemp "$file.half.XXXXXX")
  "$@" >"$new"
  chmod "$mode" "$new"
  sync "$new"
  mv -fT "$new" "$file"
  new=
}

# is_free FILE: a link of ours may stand there. Not where a file of somebody else's does; one that is a copy of the program is ours, as cp makes it of the link.
# A link is asked for first: between two questions another installation may have renamed it into place, or have taken it away.
is_free() {
  test -L "$1" || test ! -e "$1" || { test -f "$1" && grep -aq 'QREGEXCHECK_HOME=/' "$1"; }
}

# put_link TARGET FILE: FILE becomes a symbolic link.
put_link() {
  clear_halves "$2"
  test "$(readlink "$2")" != "$1" || return 0
  is_free "$2" || die "$2 is there, and neither a symbolic link nor this program: move it away"
  new=$(mktemp -u "$2.half.XXXXXX")
  ln -s "$1" "$new"
  mv -fT "$new" "$2"
  new=
}

# Texts name /var/qmail; what is installed names the qmail it is installed for.
here() {
  sed "s|/var/qmail|$QMAIL|g" "$1"
}

# The program, for this qmail. It has room for another home than the one that it was built for, in each place that names it.
program() {
  slots=$(grep -abo 'QREGEXCHECK_HOME=/[A-Za-z0-9_.+/-]*:*' "$PROGRAM") ||
    die "$PROGRAM names no home of qmail: it is no qregexcheck, or your grep knows no -b and -o"
  at=0
  for slot in $slots
  do
    start=${slot%%:*}
    text=${slot#*:}
    filled="QREGEXCHECK_HOME=$QMAIL:"
    test ${#filled} -le ${#text} || die "the program has no room for $QMAIL"
    while test ${#filled} -lt ${#text}
    do
      filled=$filled:
    done
    head -c "$start" "$PROGRAM" | tail -c +$((at + 1))
    printf '%s' "$filled"
    at=$((start + ${#text}))
  done
  tail -c +$((at + 1)) "$PROGRAM"
}

install_program() {
  test -n "$DESTDIR" || test -d "$QMAIL" || die "there is no $QMAIL: give QMAIL=/the/home/of/your/qmail"
  if test -z "$DESTDIR" && ! "$PROGRAM" --version >/dev/null 2>&1
  then
    die "$PROGRAM does not run on this machine, which is $(uname -m): take the release for it"
  fi
  if test -f "$parts/SHA256SUMS"
  then
    (cd "$parts" && sha256sum -c --quiet SHA256SUMS >&2) || die "this release is not whole: unpack it anew"
  fi
  for name in $links
  do
    is_free "$bin/$name" || die "$bin/$name is there, and neither a symbolic link nor this program: move it away"
  done
  mkdir -p "$bin"
  put 755 "$bin/qregexcheck" program
  for name in $links
  do
    put_link qregexcheck "$bin/$name"
  done
  sync "$bin"
}

install_all() {
  # Looked at first, so that nothing is half done for want of them.
  for part in "$PROGRAM" "$MANUALS/qregexcheck.8" "$SAMPLES/tcp.smtp" "$COMPLETIONS/_qregexcheck"
  do
    test -f "$part" || die "there is no $part: this is not the directory of an unpacked release; with the sources, make install"
  done
  test -z "$link" || test -L "$link" || test ! -e "$link" || die "$link is there and no symbolic link: remove it, or give bindir=none"
  install_program
  mkdir -p "$doc" "$man/man5" "$man/man7" "$man/man8"
  for page in "$MANUALS"/*.[578]
  do
    put 644 "$man/man${page##*.}/${page##*/}" here "$page"
  done
  for sample in $(cd "$SAMPLES" && find . -type f)
  do
    mkdir -p "$doc/${sample%/*}"
    put 644 "$doc/$sample" here "$SAMPLES/$sample"
  done
  for pair in $completions
  do
    to=$DESTDIR$prefix/share/${pair#*:}
    mkdir -p "${to%/*}"
    put 644 "$to" cat "$COMPLETIONS/${pair%%:*}"
  done
  if test -n "$link"
  then
    mkdir -p "${link%/*}"
    put_link "$QMAIL/bin/qregexcheck" "$link"
  fi
  # Not over what an administrator has put there.
  if test -n "$fish_link" && { test "$(readlink "$fish_link")" = "$fish" || ! { test -L "$fish_link" || test -e "$fish_link"; }; }
  then
    mkdir -p "${fish_link%/*}"
    put_link "$fish" "$fish_link"
  fi
  find "$doc" -type d -exec sync {} +
  sync "$man/man5" "$man/man7" "$man/man8"
}

# Everything that may name the program, and what it says: PROGRAM= is this script's own word. A line that is only a remark does not count, nor a name of the
# program in another home.
named() {
  for file in "$DESTDIR"/proc/[0-9]*/environ "$DESTDIR"/proc/[0-9]*/cmdline
  do
    tr '\0' '\n' <"$file" | sed "s|^|${file#"$DESTDIR"}:|"
  done 2>/dev/null | grep -v '^[^:]*:\(_\|PWD\|OLDPWD\|PROGRAM\)=' | grep '^[^:]*:\([A-Za-z_]*=\)\{0,1\}\(/[^ ]*/\)\{0,1\}qregexcheck\(-[a-z]*\)\{0,1\}$' || :
  # Services are links to directories, and have logs beside what starts them.
  for root in /service /var/service /etc/service /etc/sv /svc "$QMAIL/supervise" "$QMAIL/service" "$QMAIL/svc"
  do
    for file in "$DESTDIR$root"/*/run "$DESTDIR$root"/*/*/run "$DESTDIR$root"/*/env/* "$DESTDIR$root"/*/*/env/*
    do
      test ! -f "$file" || grep -an qregexcheck "$file" /dev/null || :
    done
  done
  for root in "$QMAIL" /etc /usr/local/bin /usr/local/sbin /var/spool/cron /home/vpopmail/etc \
    /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system
  do
    grep -anr --exclude-dir=queue --exclude-dir=doc --exclude-dir=man --exclude-dir=log --exclude-dir=main --exclude-dir=Maildir \
      --exclude-dir=fail2ban --exclude-dir=logcheck --exclude=current --exclude='@*' --exclude='qregexcheck*' --exclude='*.swp' \
      qregexcheck "$DESTDIR$root" 2>/dev/null || :
  done
}

still_named() {
  # A table of tcpserver's has NULs, which read would leave out: then the program's name would run into what stands behind it.
  named | tr '\0' ' ' | while IFS= read -r found
  do
    said=${found#*:}
    case $said in
      [0-9]*:*) said=${said#*:} ;;
    esac
    ! printf '%s\n' "$said" | grep -q '^[[:blank:]]*#' || continue
    for word in $(printf '%s\n' "$said" | tr -c '[:alnum:]_./+-' '\n' | grep 'qregexcheck\(-[a-z]*\)\{0,1\}$')
    do
      case $word in
        "$QMAIL/bin/"*|"$bindir/"*|"$PROGRAM") ;;
        /*) test "$(readlink -f "$DESTDIR$word")" = "$(readlink -f "$bin/qregexcheck")" || continue ;;
      esac
      # Of a long line, as a table has, the word alone.
      test ${#said} -le 200 || found=${found%"$said"}$word
      printf '  %s\n' "${found#"$DESTDIR"}" | tr -c '[:print:]\n\t' '?' | cut -c 1-200
      break
    done
  done | sort -u
}

# take FILE: away with it, and with what a killed installation has left beside it.
take() {
  rm -f "$1"
  clear_halves "$1"
}

uninstall() {
  users=$(still_named)
  if test -n "$users" && test "$force" = no
  then
    echo "install.sh: fatal: qregexcheck is still named; without it mail is deferred, or taken without a check. Change these first, make the tables anew" \
      "(tcprules) and restart the services (svc -t), then run this again; or give force=yes:" >&2
    printf '%s\n' "$users" >&2
    exit 100
  fi
  for name in $links
  do
    ! is_free "$bin/$name" || take "$bin/$name"
  done
  take "$bin/qregexcheck"
  test -z "$link" || test "$(readlink "$link")" != "$QMAIL/bin/qregexcheck" || take "$link"
  test -z "$fish_link" || test "$(readlink "$fish_link")" != "$fish" || take "$fish_link"
  for page in "$MANUALS"/*.[578]
  do
    take "$man/man${page##*.}/${page##*/}"
  done
  for pair in $completions
  do
    take "$DESTDIR$prefix/share/${pair#*:}"
  done
  # What an administrator has put beside the samples stays.
  if test -d "$doc"
  then
    for sample in $(cd "$SAMPLES" && find . -type f)
    do
      take "$doc/$sample"
    done
    find "$doc" -depth -type d -exec rmdir --ignore-fail-on-non-empty {} +
  fi
  echo "qregexcheck is gone from $QMAIL. Its control files are as they were."
}

case $command in
  install)
    install_all
    echo "qregexcheck is installed in $QMAIL/bin. Nothing is wired yet: man qregexcheck tells how."
    ;;
  program) install_program ;;
  uninstall) uninstall ;;
esac
