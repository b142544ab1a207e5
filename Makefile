# QregexCheck: build, test and install. `make` publishes out/qregexcheck, one static program.

QMAIL = /var/qmail
prefix = /usr/local
mandir = $(prefix)/share/man
DESTDIR =

DOTNET = dotnet
SOURCES = $(shell find QregexCheck -path '*/bin' -prune -o -path '*/obj' -prune -o \( -name '*.cs' -o -name '*.c' -o -name '*.csproj' \) -print)

all: out/qregexcheck

out/qregexcheck: $(SOURCES) Directory.Build.props global.json .editorconfig
	$(DOTNET) publish QregexCheck/QregexCheck.csproj -c Release -o out -p:Qmail=$(QMAIL) -nologo -v:quiet
	touch out/qregexcheck

# The binary and all tests: units, the published program, and the real parts around it.
check: out/qregexcheck test-tools
	$(DOTNET) test QregexCheck.sln -c Release -nologo

# What the tests need beside the SDK. Installed where this can be done, named in one line where not.
test-tools:
	sh QregexCheck.Tests/install-tools

# Writes the expectations of transcripts and dumps anew. The diff is to be read like code.
golden: out/qregexcheck
	QREGEXCHECK_GOLDEN=1 $(DOTNET) test QregexCheck.Tests -c Release -nologo --filter 'FullyQualifiedName~Transcripts|FullyQualifiedName~Golden'

fuzz:
	QREGEXCHECK_FUZZ=$${QREGEXCHECK_FUZZ:-1000000} $(DOTNET) test QregexCheck.Tests -c Release -nologo --filter "FullyQualifiedName~Parity|FullyQualifiedName~Zoo"

# The main job on real input: a tcpserver, a client, the two hooks and the filter, the sample rules.
demo: out/qregexcheck test-tools
	sh QregexCheck.Tests/demo
	sh QregexCheck.Tests/demo-filter

# The figures of bench/RESULTS.md and bench/results.svg: some minutes on a machine with nothing else to do. ROUNDS=20 is a quick look.
ROUNDS = 400
BASELINES = out/bench/nothing out/bench/regcomp-baseline out/bench/peak out/bench/filter-load
bench: out/qregexcheck $(BASELINES)
	@for tool in softlimit strace smtpfront-echo; do command -v $$tool >/dev/null \
	  || { echo "bench: fatal: $$tool is missing; install daemontools, strace and mailfront" >&2; exit 111; }; done
	$(DOTNET) build bench/QregexCheck.Bench.csproj -c Release -nologo -v:quiet
	$(DOTNET) bench/bin/Release/net10.0/bench.dll out bench $(ROUNDS)
	sh bench/filter out/qregexcheck out/bench/filter-load >>bench/RESULTS.md
	tail -5 bench/RESULTS.md

out/bench/%: bench/%.c
	mkdir -p out/bench
	gcc -O2 -static -Wall -Wextra -Werror -o $@ $<

# The manual pages, checked and as plain text.
man: out/qregexcheck.8.txt out/qregexcheck-rules.5.txt out/qregexcheck-lint.5.txt

out/%.txt: QregexCheck/man/%
	mandoc -T lint -W warning $<
	mkdir -p out
	mandoc -T ascii $< | col -b >$@

install: out/qregexcheck
	install -d $(DESTDIR)$(QMAIL)/bin $(DESTDIR)$(QMAIL)/doc/qregexcheck $(DESTDIR)$(mandir)/man5 $(DESTDIR)$(mandir)/man8
	install -m 755 out/qregexcheck $(DESTDIR)$(QMAIL)/bin/qregexcheck
	for page in man8/qregexcheck.8 man5/qregexcheck-rules.5 man5/qregexcheck-lint.5; do \
	  $(HERE) "QregexCheck/man/$${page#*/}" >"$(DESTDIR)$(mandir)/$$page" && chmod 644 "$(DESTDIR)$(mandir)/$$page" || exit 1; done
	for sample in control-samples/*; do \
	  $(HERE) "$$sample" >"$(DESTDIR)$(QMAIL)/doc/qregexcheck/$${sample#*/}" \
	  && chmod 644 "$(DESTDIR)$(QMAIL)/doc/qregexcheck/$${sample#*/}" || exit 1; done

# Texts name /var/qmail; what is installed names the qmail it is installed for.
HERE = sed 's|/var/qmail|$(QMAIL)|g'

# A source archive of the last commit.
VERSION = $(shell sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
dist:
	mkdir -p out
	git archive --format=tar.gz --prefix=qregexcheck-$(VERSION)/ -o out/qregexcheck-$(VERSION).tar.gz HEAD

clean:
	rm -rf out QregexCheck/bin QregexCheck/obj QregexCheck.Tests/bin QregexCheck.Tests/obj bench/bin bench/obj

.PHONY: all check test-tools golden fuzz demo bench man install dist clean
