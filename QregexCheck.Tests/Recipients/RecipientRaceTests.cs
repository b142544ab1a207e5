using System;
using System.IO;
using System.Threading;
using QregexCheck.Mailboxes;
using QregexCheck.Qmail;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Recipients;

/// <summary>
/// Real files that change while 10,000 checks run. A check that began when qmail would deliver, and ended before anything was taken away, never says
/// "missing". No test depends on who is faster: it says only what must not be.
/// </summary>
public sealed class RecipientRaceTests : IDisposable
{
    private const int Checks = 10_000;

    // Checks between two changes. A file that was just changed is let settle, and so each change costs some milliseconds.
    private const int ChecksOfOneState = 50;

    private readonly QmailFolder _folder = new();
    private readonly LocalHostFiles _files;
    private readonly QmailPlaces _places;

    // Odd while the recipient is there. Changed after he was made, and before he is removed.
    private int _epoch;
    private int _done;

    public RecipientRaceTests()
    {
        _places = new QmailPlaces(MadeUpHost.Bytes(_folder.Of("q")), MadeUpHost.Bytes(_folder.Of("q/control")));
        _files = new LocalHostFiles(_places.Home);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_user_who_is_made_meanwhile_is_not_missing_from_then_on() => Race(
        "qxnew@example.com",
        () =>
        {
            _folder.WriteUsers("q/users/cdb.new", $"=qxnew:qxnew:7001:7001:{_folder.Of("joe")}:::\n");
            File.Move(_folder.Of("q/users/cdb.new"), _folder.Of("q/users/cdb"), overwrite: true);
        },
        () =>
        {
            _folder.WriteUsers("q/users/cdb.new", "");
            File.Move(_folder.Of("q/users/cdb.new"), _folder.Of("q/users/cdb"), overwrite: true);
        });

    [Fact]
    public void A_qmail_file_that_is_made_meanwhile_is_not_missing_from_then_on() => Race(
        "joe-qxnew@example.com",
        () =>
        {
            _folder.With("joe/new", "./Mailbox\n");
            File.Move(_folder.Of("joe/new"), _folder.Of("joe/.qmail-qxnew"));
        },
        () => File.Delete(_folder.Of("joe/.qmail-qxnew")));

    /// <summary>Its name is covered by a wider entry of virtualdomains before, which leads to alias.</summary>
    [Fact]
    public void A_domain_that_is_made_meanwhile_is_not_missing_from_then_on()
    {
        const string Wide = ".example:other\n";
        ReplaceDomains(Wide);
        Race("joe@new.example", () => ReplaceDomains(Wide + "new.example:v.example\n"), () => ReplaceDomains(Wide));
    }

    /// <summary>A mailbox of vpopmail's: its list is written anew and renamed, as vpopmail does.</summary>
    [Fact]
    public void A_mailbox_that_is_made_meanwhile_is_not_missing_from_then_on() =>
        Race("qxnew@v.example", () => ReplaceMailboxes("postmaster", "joe", "qxnew"), () => ReplaceMailboxes("postmaster", "joe"));

    /// <summary>Here the recipient is always there, under the one name or the other, and the other one is looked for first or last.</summary>
    [Fact]
    public void A_file_that_is_moved_to_and_fro_is_never_missing()
    {
        _folder.With("joe/.qmail-default", "./Mailbox\n");
        string[] names = [_folder.Of("joe/.qmail-default"), _folder.Of("joe/.qmail-x")];
        int moves = 0;
        var mover = new Thread(() =>
        {
            for (; Volatile.Read(ref _done) == 0; Interlocked.Increment(ref moves))
                File.Move(names[moves % 2], names[(moves + 1) % 2]);
        });
        mover.Start();
        try
        {
            for (int i = 0; i < 100 || Volatile.Read(ref moves) < 20_000; i++)
                Assert.NotEqual(RecipientState.Missing, Ask("joe-x@example.com"));
        }
        finally
        {
            Volatile.Write(ref _done, 1);
            mover.Join();
        }
    }

    /// <summary>Makes and removes a recipient by turns, while another thread asks for him.</summary>
    private void Race(string recipient, Action make, Action remove)
    {
        Exception? failure = null;
        int missing = 0;
        int existing = 0;
        var asker = new Thread(() =>
        {
            try
            {
                while (Volatile.Read(ref _done) < Checks)
                {
                    int before = Volatile.Read(ref _epoch);
                    RecipientState state = Ask(recipient);
                    bool wasThere = before % 2 == 1 && before == Volatile.Read(ref _epoch);
                    Assert.False(wasThere && state == RecipientState.Missing, $"missing in the {before}th state, after {_done} checks");
                    missing += state == RecipientState.Missing ? 1 : 0;
                    existing += state == RecipientState.Exists ? 1 : 0;
                    Interlocked.Increment(ref _done);
                }
            }
            catch (Exception exception)
            {
                failure = exception;
                Volatile.Write(ref _done, Checks);
            }
        });
        asker.Start();
        while (Volatile.Read(ref _done) < Checks)
        {
            Await(Volatile.Read(ref _done) + ChecksOfOneState);
            make();
            Interlocked.Increment(ref _epoch);
            Await(Volatile.Read(ref _done) + ChecksOfOneState);
            Interlocked.Increment(ref _epoch);
            remove();
        }

        asker.Join();
        Assert.Null(failure);
        Assert.True(missing > 0 && existing > 0, $"{missing} times missing, {existing} times there");
    }

    private void Await(int checks) => SpinWait.SpinUntil(() => Volatile.Read(ref _done) >= Math.Min(checks, Checks));

    private RecipientState Ask(string recipient)
    {
        RecipientAnswer? answer = RecipientCheck.Ask(_files, _places, _ => null, MadeUpHost.Bytes(recipient), isRelayClient: false, () => 0);
        Assert.NotNull(answer);
        return answer.State;
    }

    private void ReplaceDomains(string lines)
    {
        _folder.With("q/control/new", "v.example:v.example\n" + lines);
        File.Move(_folder.Of("q/control/new"), _folder.Of("q/control/virtualdomains"), overwrite: true);
    }

    private void ReplaceMailboxes(params string[] names)
    {
        string list = _folder.Of(QmailFolder.Domain + "/vpasswd.cdb");
        File.WriteAllBytes(list + ".tmp", CdbFile.Of(Array.ConvertAll(names, name => (name, "x:1:0:g:/d:NOQUOTA"))));
        File.Move(list + ".tmp", list, overwrite: true);
    }
}
