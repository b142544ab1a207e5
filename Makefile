# QregexCheck: build, test and install. `make` publishes out/qregexcheck, one static program.

QMAIL = /var/qmail
# false leaves out what makes the start fast with one version of .NET: see ARCHITECTURE.md, "Starting fast, failing safely".
TUNED = true
prefix = /usr/local
mandir = $(prefix)/share/man
DESTDIR =

# The first becomes part of the program and of a sed command; none can be what nobody means.
ifneq ($(shell printf '%s\n' '$(QMAIL)' | LC_ALL=C grep -cx '\(/[A-Za-z0-9_.+-]\{1,\}\)\{1,\}'),1)
$(error QMAIL is the path of qmail's own directory, such as /var/qmail: letters, digits and _.+- between its slashes, and none at its end)
endif
ifeq ($(filter true false,$(TUNED)),)
$(error TUNED is true or false)
endif
ifneq ($(filter /%,$(firstword $(mandir))),$(firstword $(mandir)))
$(error prefix and mandir are paths that begin with a slash)
endif

DOTNET = dotnet
SOURCES = $(shell find QregexCheck -path '*/bin' -prune -o -path '*/obj' -prune -o \( -name '*.cs' -o -name '*.[chS]' -o -name '*.sed' -o -name '*.csproj' \) -print)

all: out/qregexcheck

out/qregexcheck: $(SOURCES) Directory.Build.props global.json .editorconfig out/built-for
	$(DOTNET) publish QregexCheck/QregexCheck.csproj -c Release -o out -p:Qmail=$(QMAIL) -p:Tuned=$(TUNED) -nologo -v:quiet
	touch out/qregexcheck

# The same without its tuning, for check-untuned.
out/untuned/qregexcheck: out/qregexcheck
	$(DOTNET) publish QregexCheck/QregexCheck.csproj -c Release -o out/untuned -p:Qmail=$(QMAIL) -p:Tuned=false -p:RunAnalyzers=false -nologo -v:quiet
	touch out/untuned/qregexcheck

# What the program is built for and how. Written only when it is another, so that the same QMAIL and TUNED build nothing anew, whoever runs make.
out/built-for: always
	@mkdir -p out
	@test -e $@ && test "$$(cat $@)" = '$(QMAIL) $(TUNED)' || printf '%s\n' '$(QMAIL) $(TUNED)' >$@

# The binary and all tests: units, the published program, and the real parts around it.
check: out/qregexcheck test-tools
	$(DOTNET) test QregexCheck.sln -c Release -nologo

# The program again, as it is without its tuning: that may change how fast it is, and never what it answers.
check-untuned: out/untuned/qregexcheck test-tools
	QREGEXCHECK_OUT=out/untuned $(DOTNET) test QregexCheck.Tests -c Release -nologo --filter '$(UNTUNED_TESTS)'
# All of them but the long ones that are not about the process: what lint finds, a compiled file that is made up, Exim.
UNTUNED_TESTS = (FullyQualifiedName~Tests.Published|FullyQualifiedName~Tests.Filter|FullyQualifiedName~Tests.Transcripts)&FullyQualifiedName!~LintTests&FullyQualifiedName!~CompileHostileTests&FullyQualifiedName!~EximTests

# What the tests need beside the SDK. Installed where this can be done, named in one line where not.
test-tools:
	sh QregexCheck.Tests/install-tools

# Writes the expectations of transcripts and dumps anew. The diff is to be read like code.
golden: out/qregexcheck
	QREGEXCHECK_GOLDEN=1 $(DOTNET) test QregexCheck.Tests -c Release -nologo --filter 'FullyQualifiedName~Transcripts|FullyQualifiedName~Golden'

fuzz:
	QREGEXCHECK_FUZZ=$${QREGEXCHECK_FUZZ:-1000000} $(DOTNET) test QregexCheck.Tests -c Release -nologo --filter 'FullyQualifiedName~Parity|FullyQualifiedName~Lint|FullyQualifiedName~Compare|FullyQualifiedName~Zoo'

# The main job on real input: a tcpserver, a client, the two hooks and the filter, the sample rules.
demo: out/qregexcheck test-tools
	sh QregexCheck.Tests/demo
	sh QregexCheck.Tests/demo-filter

# The figures of bench/RESULTS.md and bench/results.svg, and their ratios in bench/runs/: some minutes on a machine with nothing else to do. ROUNDS=20 is a
# quick look, and is not kept.
ROUNDS = 400
BASELINES = out/bench/nothing out/bench/regcomp-baseline out/bench/peak out/bench/filter-load out/bench/log-lines
bench: out/qregexcheck $(BASELINES)
	@for tool in softlimit strace smtpfront-echo; do command -v $$tool >/dev/null \
	  || { echo "bench: fatal: $$tool is missing; install daemontools, strace and mailfront" >&2; exit 111; }; done
	$(DOTNET) build bench/QregexCheck.Bench.csproj -c Release -nologo -v:quiet
	$(DOTNET) bench/bin/Release/net10.0/bench.dll out bench $(ROUNDS)
	sh bench/filter out/qregexcheck out/bench/filter-load out/bench/sets >>bench/RESULTS.md
	$(MAKE) --no-print-directory bench-sets >>bench/RESULTS.md
	$(MAKE) --no-print-directory bench-logs >>bench/RESULTS.md
	tail -45 bench/RESULTS.md

# What an address costs in memory, beside other matchers of sets where their headers are (Debian: g++ libre2-dev libhyperscan-dev). Prints a section.
SET_MATCHERS = $(if $(and $(wildcard /usr/include/re2/set.h),$(wildcard /usr/include/hs/hs.h),$(shell command -v g++)),out/bench/set-matchers)
bench-sets: out/qregexcheck $(SET_MATCHERS)
	@$(DOTNET) build bench/sets/QregexCheck.SetBench.csproj -c Release -nologo -v:quiet >&2
	@$(DOTNET) bench/sets/bin/Release/net10.0/QregexCheck.Bench.dll out/bench/sets out/qregexcheck $(SET_MATCHERS)

# What past mail costs, beside other programs that read logs. Prints a section. Its logs, 2 GB, stay below out/bench/logs.
bench-logs: out/qregexcheck out/bench/log-lines out/bench/peak out/bench/nothing out/bench/regcomp-baseline
	@$(DOTNET) build bench/QregexCheck.Bench.csproj -c Release -nologo -v:quiet >&2
	@$(DOTNET) bench/bin/Release/net10.0/bench.dll out
	@sh bench/logs out/qregexcheck out/bench/log-lines out/bench/peak out/bench/sets out/bench/logs

out/bench/set-matchers: bench/set-matchers.cc
	@mkdir -p out/bench
	@g++ -std=c++17 -O2 -Wall -Wextra -Werror -o $@ $< -lre2 -lhs

out/bench/%: bench/%.c
	mkdir -p out/bench
	gcc -O2 -static -Wall -Wextra -Werror -o $@ $<

# The manual pages, checked and as plain text.
man: out/qregexcheck.8.txt out/qregexcheck-convert.8.txt out/qregexcheck-doctor.8.txt out/qregexcheck-log.8.txt out/qregexcheck-rules.5.txt out/qregexcheck-recipients.5.txt out/qregexcheck-lint.5.txt

out/%.txt: QregexCheck/man/%
	mandoc -T lint -W warning $<
	mkdir -p out
	mandoc -T ascii $< | col -b >$@

# install-files takes these from its environment, where no shell reads them: a DESTDIR may hold blanks.
install: export QMAIL := $(QMAIL)
install: export mandir := $(mandir)
install: export DESTDIR := $(DESTDIR)
install: out/qregexcheck
	sh install-files

# A source archive of the last commit.
VERSION = $(shell sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
dist:
	mkdir -p out
	git archive --format=tar.gz --prefix=qregexcheck-$(VERSION)/ -o out/qregexcheck-$(VERSION).tar.gz HEAD

# What is to be looked at each time.
always:

clean:
	rm -rf out QregexCheck/bin QregexCheck/obj QregexCheck.Tests/bin QregexCheck.Tests/obj bench/bin bench/obj bench/sets/bin bench/sets/obj

# A program half written by a build that failed is not one to install.
.DELETE_ON_ERROR:

.PHONY: all always check check-untuned test-tools golden fuzz demo bench bench-sets bench-logs man install dist clean
