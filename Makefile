# QregexCheck: build, test and install. What `make help` says:
#
#: make                 builds out/qregexcheck, one static program: with gcc and the SDK that global.json names
#: make install         puts it into QMAIL/bin, a link to it into bindir, the manuals and the samples beside; wires nothing
#: make uninstall       takes them away; refuses while something still names the program (FORCE=yes: all the same)
#: make release         packs out/release: an archive and a Debian package for x86-64 and 64-bit ARM
#: make dist            packs the sources of the last commit
#: make check           builds and runs all tests
#: make check-untuned   runs the program's tests for a build without its tuning
#: make check-aarch64   builds for 64-bit ARM and tries it under qemu
#: make check-equal-builds  builds in another directory and compares
#: make check-stranger  packs the archive and types, in a Debian without compiler, what its README says: a rule is in force
#: make check-packages  installs, upgrades, removes and purges the package in a fresh Debian, and does check-stranger there
#: make test-tools      installs what the tests need beside the SDK, or names it
#: make faults          messages through the queue wrapper with faults all around
#: make fuzz            random patterns against glibc, random clients against a zoo of servers
#: make golden          writes expectations of the tests anew
#: make demo            shows the program at work behind tcpserver
#: make bench           measures; make bench-sets, make bench-logs: parts of it
#: make man             the manuals, checked and as text, in out
#: make clean           removes all that was built
#:
#: QMAIL=/var/qmail  prefix=/usr/local  bindir=prefix/bin  mandir=prefix/share/man  DESTDIR=  TUNED=true

QMAIL = /var/qmail
# false leaves out what makes the start fast with one version of .NET: see ARCHITECTURE.md, "Starting fast, failing safely".
TUNED = true
PREFIX = /usr/local
prefix = $(PREFIX)
bindir = $(prefix)/bin
mandir = $(prefix)/share/man
DESTDIR =

# The first becomes part of the program and of a sed command; none can be what nobody means.
ifneq ($(shell printf '%s\n' '$(QMAIL)' | LC_ALL=C grep -cx '\(/[A-Za-z0-9_.+-]\{1,\}\)\{1,\}'),1)
$(error QMAIL is the path of qmail's own directory, such as /var/qmail: letters, digits and _.+- between its slashes, and none at its end)
endif
ifeq ($(filter true false,$(TUNED)),)
$(error TUNED is true or false)
endif
ifneq ($(filter /% none,$(firstword $(mandir:none=-)) $(firstword $(bindir))),$(firstword $(mandir)) $(firstword $(bindir)))
$(error prefix, bindir and mandir are paths that begin with a slash; bindir=none makes no link)
endif

# Of which commit the sources are, and of which day; "+" where they were changed since. A source archive has it from its commit.
COMMIT := $(shell if test -e .git; then git log -1 --abbrev=10 --format='%h %cs' 2>/dev/null; \
  else sed -n 's/^\([0-9a-f]\{10\}\)[0-9a-f]* /\1 /p' packaging/commit 2>/dev/null; fi)
CHANGED = $(shell test ! -e .git || git diff --quiet HEAD -- QregexCheck Makefile Directory.Build.props global.json 2>/dev/null || echo +)
COMMIT := $(COMMIT)$(if $(COMMIT),$(CHANGED))

# By way of the environment each build gets it: were it told to publish alone, the tests' build would compile the program once more.
export QregexCheckCommit := $(COMMIT)

DOTNET = dotnet
SOURCES = $(shell find QregexCheck -path '*/bin' -prune -o -path '*/obj' -prune -o \
  \( -name '*.cs' -o -name '*.[chS]' -o -name '*.sed' -o -name '*.csproj' \) -print)

# What the shells complete the program's words by. Each shell has its own way to name the file.
COMPLETIONS = out/completion/qregexcheck.bash out/completion/_qregexcheck out/completion/qregexcheck.fish

all: out/qregexcheck $(COMPLETIONS)

out/qregexcheck: $(SOURCES) Directory.Build.props global.json .editorconfig out/built-for
	$(DOTNET) publish QregexCheck/QregexCheck.csproj -c Release -o out -p:Qmail=$(QMAIL) -p:Tuned=$(TUNED) -nologo -v:quiet
	touch out/qregexcheck

# The same without its tuning, for check-untuned.
out/untuned/qregexcheck: out/qregexcheck
	$(DOTNET) publish QregexCheck/QregexCheck.csproj -c Release -o out/untuned -p:Qmail=$(QMAIL) -p:Tuned=false -p:RunAnalyzers=false -nologo -v:quiet
	touch out/untuned/qregexcheck

# For 64-bit ARM, by Debian's gcc-aarch64-linux-gnu and libc6-dev-arm64-cross. What NuGet notes of it stands apart from what it notes of the other.
out/aarch64/qregexcheck: $(SOURCES) Directory.Build.props global.json .editorconfig out/built-for
	$(DOTNET) publish QregexCheck/QregexCheck.csproj -c Release -o out/aarch64 -p:RuntimeIdentifier=linux-arm64 \
	  -p:MSBuildProjectExtensionsPath='$(CURDIR)/QregexCheck/obj/arm64/' -p:Qmail=$(QMAIL) -p:Tuned=$(TUNED) -p:RunAnalyzers=false -nologo -v:quiet
	touch out/aarch64/qregexcheck

# What the program is built for and how. Written only when it is another, so that the same QMAIL, TUNED and commit build nothing anew, whoever runs make.
out/built-for: always
	@mkdir -p out
	@test -e $@ && test "$$(cat $@)" = '$(QMAIL) $(TUNED) $(COMMIT)' || printf '%s\n' '$(QMAIL) $(TUNED) $(COMMIT)' >$@

# The binary and all tests: units, the published program, and the real parts around it.
check: out/qregexcheck $(COMPLETIONS) test-tools
	$(DOTNET) test QregexCheck.sln -c Release -nologo

# The program again, as it is without its tuning: that may change how fast it is, and never what it answers.
check-untuned: out/untuned/qregexcheck $(COMPLETIONS) test-tools
	QREGEXCHECK_OUT=out/untuned $(DOTNET) test QregexCheck.Tests -c Release -nologo --filter '$(UNTUNED_TESTS)'
# All of them but the long ones that are not about the process: what lint finds, a compiled file that is made up, Exim.
UNTUNED_TESTS = (FullyQualifiedName~Tests.Published|FullyQualifiedName~Tests.Filter|FullyQualifiedName~Tests.Transcripts)&$(LONG_TESTS)
LONG_TESTS = FullyQualifiedName!~LintTests&FullyQualifiedName!~CompileHostileTests&FullyQualifiedName!~EximTests

# The other processor: the same answers as here, under qemu's emulation. Some minutes.
check-aarch64: out/qregexcheck out/aarch64/qregexcheck
	sh QregexCheck.Tests/install-tools aarch64
	$(DOTNET) build QregexCheck.Tests -c Release -nologo -v:quiet
	sh QregexCheck.Tests/check-aarch64 out/qregexcheck out/aarch64/qregexcheck

# Two builds of the same sources are the same bytes. Takes a build.
check-equal-builds: out/qregexcheck
	sh QregexCheck.Tests/check-equal-builds out/qregexcheck $(QMAIL) $(TUNED) '$(COMMIT)'

# From the archive alone, in a Debian without compiler or SDK, one rule is in force behind a server, after as many commands as it counts. As root, for chroot;
# no network. Some seconds.
check-stranger: out/qregexcheck $(COMPLETIONS) test-tools
	RELEASE=out/stranger sh packaging/release $(VERSION) $$(uname -m)=out/qregexcheck
	sh QregexCheck.Tests/check-stranger out/stranger/qregexcheck-$(VERSION)-linux-$$(uname -m).tar.gz

# The package and the archive, in a Debian that is made for it: wants root and Debian's archive. Some minutes.
check-packages: release
	sh QregexCheck.Tests/install-tools packages
	sh QregexCheck.Tests/check-packages out/release

# What the tests need beside the SDK. Installed where this can be done, named in one line where not.
test-tools:
	sh QregexCheck.Tests/install-tools

# Writes the expectations of transcripts and dumps anew. The diff is to be read like code.
golden: out/qregexcheck
	QREGEXCHECK_GOLDEN=1 $(DOTNET) test QregexCheck.Tests -c Release -nologo \
	  --filter 'FullyQualifiedName~Transcripts|FullyQualifiedName~Golden|FullyQualifiedName~SampleConversions'

help:
	@sed -n 's/^#: \{0,1\}//p' Makefile

# Messages through the queue wrapper with faults in all that is around it: none is lost, stored twice or changed. FAULTS=100000 takes longer.
FAULTS = 10000
faults: out/qregexcheck
	@dir=$$(mktemp -d) && perl QregexCheck.Tests/Queue/faults out/qregexcheck "$$dir" $(FAULTS); code=$$?; rm -rf "$$dir"; exit $$code

fuzz:
	QREGEXCHECK_FUZZ=$${QREGEXCHECK_FUZZ:-1000000} $(DOTNET) test QregexCheck.Tests -c Release -nologo --filter '$(RANDOM_TESTS)'
RANDOM_TESTS = FullyQualifiedName~Parity|FullyQualifiedName~Lint|FullyQualifiedName~Compare|FullyQualifiedName~Zoo|FullyQualifiedName~PeerTests

# The main job on real input: a tcpserver, a client, the two hooks and the filter, the sample rules.
demo: out/qregexcheck test-tools
	sh QregexCheck.Tests/demo
	sh QregexCheck.Tests/demo-filter

# The figures of bench/RESULTS.md and bench/results.svg, and their ratios in bench/runs/: some minutes on a machine with nothing else to do. ROUNDS=20 is a
# quick look, and is not kept.
ROUNDS = 400
BASELINES = out/bench/nothing out/bench/regcomp-baseline out/bench/peak out/bench/filter-load out/bench/log-lines out/bench/queue-load
bench: out/qregexcheck $(BASELINES)
	@for tool in softlimit strace smtpfront-echo; do command -v $$tool >/dev/null \
	  || { echo "bench: fatal: $$tool is missing; install daemontools, strace and mailfront" >&2; exit 111; }; done
	$(DOTNET) build bench/QregexCheck.Bench.csproj -c Release -nologo -v:quiet
	$(DOTNET) bench/bin/Release/net10.0/bench.dll out bench $(ROUNDS)
	sh bench/filter out/qregexcheck out/bench/filter-load out/bench/sets >>bench/RESULTS.md
	sh bench/queue out/qregexcheck out/bench/queue-load >>bench/RESULTS.md
	$(MAKE) --no-print-directory bench-sets >>bench/RESULTS.md
	$(MAKE) --no-print-directory bench-logs >>bench/RESULTS.md
	tail -60 bench/RESULTS.md

# What an address costs in memory, beside other matchers of sets where their headers are (Debian: g++ libre2-dev libhyperscan-dev). Prints a section.
SET_MATCHERS = $(if $(and $(wildcard /usr/include/re2/set.h),$(wildcard /usr/include/hs/hs.h),$(shell command -v g++)),out/bench/set-matchers)
bench-sets: out/qregexcheck $(SET_MATCHERS)
	@$(DOTNET) build bench/sets/QregexCheck.SetBench.csproj -c Release -nologo -v:quiet >&2
	@$(DOTNET) bench/sets/bin/Release/net10.0/QregexCheck.Bench.dll out/bench/sets out/qregexcheck $(SET_MATCHERS)

# What past mail costs, beside other programs that read logs. Prints a section. Its logs, 2 GB, stay below out/bench/logs. LOGS is lines of chkuser, lines of
# the others, and rounds: make bench ROUNDS=20 LOGS='100000 20000 1' is the quick look at all.
LOGS = 5000000 1000000 5
bench-logs: out/qregexcheck out/bench/log-lines out/bench/peak out/bench/nothing out/bench/regcomp-baseline
	@$(DOTNET) build bench/QregexCheck.Bench.csproj -c Release -nologo -v:quiet >&2
	@$(DOTNET) bench/bin/Release/net10.0/bench.dll out
	@sh bench/logs out/qregexcheck out/bench/log-lines out/bench/peak out/bench/sets out/bench/logs $(LOGS)

out/bench/set-matchers: bench/set-matchers.cc
	@mkdir -p out/bench
	@g++ -std=c++17 -O2 -Wall -Wextra -Werror -o $@ $< -lre2 -lhs

out/bench/%: bench/%.c
	mkdir -p out/bench
	gcc -O2 -static -Wall -Wextra -Werror -o $@ $<

# The manual pages, checked and as plain text.
man: $(patsubst QregexCheck/man/%,out/%.txt,$(wildcard QregexCheck/man/*.[578]))

out/%.txt: QregexCheck/man/%
	mandoc -T lint -W warning $<
	mkdir -p out
	mandoc -T ascii $< | col -b >$@

out/completion/qregexcheck.bash: SHELL_NAME = bash
out/completion/_qregexcheck: SHELL_NAME = zsh
out/completion/qregexcheck.fish: SHELL_NAME = fish
$(COMPLETIONS): out/qregexcheck
	@mkdir -p out/completion
	out/qregexcheck completion $(SHELL_NAME) >$@

# By way of the environment, where no shell reads them: a DESTDIR may hold blanks.
install uninstall: export QMAIL := $(QMAIL)
install uninstall: export bindir := $(bindir)
install uninstall: export mandir := $(mandir)
install uninstall: export DESTDIR := $(DESTDIR)
INSTALL = sh install.sh $@ QMAIL="$$QMAIL" bindir="$$bindir" mandir="$$mandir" DESTDIR="$$DESTDIR" \
  PROGRAM=out/qregexcheck MANUALS=QregexCheck/man SAMPLES=control-samples COMPLETIONS=out/completion
install: out/qregexcheck $(COMPLETIONS)
	@$(INSTALL)

# Refused while something still names the program; FORCE=yes does it all the same.
FORCE = no
uninstall:
	@$(INSTALL) $(filter force=yes,force=$(FORCE))

# A source archive of the last commit.
VERSION = $(shell sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
dist:
	mkdir -p out
	git archive --format=tar.gz --prefix=qregexcheck-$(VERSION)/ -o out/qregexcheck-$(VERSION).tar.gz HEAD

# What a machine without the SDK needs: an archive and a Debian package for each processor, in out/release. Made on x86-64.
release: out/qregexcheck out/aarch64/qregexcheck $(COMPLETIONS)
ifneq ($(QMAIL) $(TUNED),/var/qmail true)
	$(error a release is built for /var/qmail, and tuned: install.sh puts it into another home)
endif
	sh packaging/release $(VERSION) x86_64=out/qregexcheck aarch64=out/aarch64/qregexcheck

# What is to be looked at each time.
always:

clean:
	rm -rf out QregexCheck/bin QregexCheck/obj QregexCheck.Tests/bin QregexCheck.Tests/obj bench/bin bench/obj bench/sets/bin bench/sets/obj

# A program half written by a build that failed is not one to install.
.DELETE_ON_ERROR:

.PHONY: all always help check check-untuned check-aarch64 check-equal-builds check-stranger check-packages test-tools \
  golden faults fuzz demo bench bench-sets bench-logs man install uninstall dist release clean
