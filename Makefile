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

# Writes the transcripts' expectations anew. The diff is to be read like code.
golden: out/qregexcheck
	QREGEXCHECK_GOLDEN=1 $(DOTNET) test QregexCheck.Tests -c Release -nologo --filter FullyQualifiedName~Transcripts

fuzz:
	QREGEXCHECK_FUZZ=$${QREGEXCHECK_FUZZ:-1000000} $(DOTNET) test QregexCheck.Tests -c Release -nologo --filter FullyQualifiedName~Parity

install: out/qregexcheck
	install -d $(DESTDIR)$(QMAIL)/bin $(DESTDIR)$(mandir)/man5 $(DESTDIR)$(mandir)/man8
	install -m 755 out/qregexcheck $(DESTDIR)$(QMAIL)/bin/qregexcheck

clean:
	rm -rf out QregexCheck/bin QregexCheck/obj QregexCheck.Tests/bin QregexCheck.Tests/obj

.PHONY: all check test-tools golden fuzz install clean
