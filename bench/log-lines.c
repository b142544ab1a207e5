/*
 * Writes a log of made-up mail, the same one each time: a recipient every third of a second, of 200,000 senders and 200,000 recipients.  What
 * wrote it is chkuser, whose line has 250 bytes or so; our own logger, for recipients that a hundred rules refuse; or Postfix.
 *
 * usage: log-lines chkuser|own|postfix LINES
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* 2026-11-01 00:00:00 UTC. */
#define Begin 1793491200u

static uint64_t state = 20261101;

/* xorshift64 */
static uint64_t any(uint64_t bound)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state % bound;
}

static void tai64n(uint64_t number)
{
  printf("@%016" PRIx64 "%08" PRIx64 " ", 0x400000000000000au + Begin + number / 3, number % 3 * 333333333);
}

static void chkuser(uint64_t number)
{
  unsigned sender = any(200000), host = sender % 9973, to = any(200000);

  tai64n(number);
  printf("CHKUSER accepted rcpt: from <user%u@sender%u.example|remoteinfo/auth:|chkuser-identify:> "
         "remote <helo:mail.sender%u.example|remotehostname:mail.sender%u.example|remotehostip:192.0.2.%u> "
         "rcpt <box%u@example.net> : found existing recipient\n",
         sender, host, host, host, host % 250, to);
}

static void own(uint64_t number)
{
  unsigned sender = any(200000), host = sender % 9973, rule = any(100), to = any(200000);

  tai64n(number);
  printf("qregexcheck: reject badmailto:%u ip=192.0.2.%u helo=mail.sender%u.example from=<user%u@sender%u.example> "
         "to=<box%u.%u@example.net> rule=\"^[a-z]+[0-9]+\\.%u@example\\.net$\" reply=\"553 sorry, no mailbox here by that name (#5.1.1)\"\n",
         rule + 1, host % 250, host, sender, host, to, rule, rule);
}

static void postfix(uint64_t number)
{
  unsigned sender = any(200000), host = sender % 9973, to = any(200000);
  time_t now = Begin + number / 3;
  char stamp[32];

  strftime(stamp, sizeof stamp, "%b %e %H:%M:%S", gmtime(&now));
  printf("%s mx postfix/smtpd[%u]: NOQUEUE: reject: RCPT from mail.sender%u.example[192.0.2.%u]: 550 5.1.1 <box%u@example.net>: "
         "Recipient address rejected: User unknown in local recipient table; from=<user%u@sender%u.example> to=<box%u@example.net> "
         "proto=ESMTP helo=<mail.sender%u.example>\n",
         stamp, (unsigned)(number % 1000 + 1000), host, host % 250, to, sender, host, to, host);
}

int main(int argc, char **argv)
{
  void (*write_line)(uint64_t) = NULL;
  uint64_t number, lines;

  if (argc == 3) {
    if (strcmp(argv[1], "chkuser") == 0)
      write_line = chkuser;
    else if (strcmp(argv[1], "own") == 0)
      write_line = own;
    else if (strcmp(argv[1], "postfix") == 0)
      write_line = postfix;
  }
  if (!write_line) {
    fputs("log-lines: usage: log-lines chkuser|own|postfix LINES\n", stderr);
    return 100;
  }
  lines = strtoull(argv[2], NULL, 10);
  for (number = 0; number < lines; number++)
    write_line(number);
  return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 111;
}
