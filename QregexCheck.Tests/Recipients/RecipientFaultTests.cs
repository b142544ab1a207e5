using System;
using System.Buffers.Binary;
using System.Linq;
using System.Text;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Recipients;

/// <summary>Files that are damaged, odd, or gone at any step of a whole check: the answer is one of the three, and no "missing" for what is there.</summary>
public sealed class RecipientFaultTests
{
    private const string Users = "/var/qmail/users/cdb";
    private const string Domain = "/home/vpopmail/domains/v.example";
    private const string Mailboxes = Domain + "/vpasswd.cdb";

    private static readonly QmailPlaces Places = new("/var/qmail"u8.ToArray(), "/var/qmail/control"u8.ToArray());

    /// <summary>Each file, a recipient who is there by it, and the records that this rests on.</summary>
    public static TheoryData<string, string, string[]> CdbFiles => new()
    {
        { Users, "joe@example.com", ["", "!joe\0"] },
        { Users, "joe-list@example.com", ["", "!joe-list\0", "!joe-"] },
        { Users, "joe@v.example", ["", "!v.example-joe\0", "!v.example-"] },
        { Mailboxes, "joe@v.example", ["joe"] },
        { Mailboxes, "joe-x@v.example", ["joe-x", "joe"] },
    };

    [Theory]
    [MemberData(nameof(CdbFiles))]
    public void A_database_that_is_cut_at_any_byte_tells_nothing(string path, string recipient, string[] keys)
    {
        Assert.NotEmpty(keys);
        MadeUpHost host = Host();
        byte[] whole = path == Users ? UsersCdb() : MailboxesCdb();
        for (int length = 0; length < whole.Length; length++)
        {
            host.WithFile(path, whole[..length]);
            Assert.Equal(RecipientState.Unknown, Ask(host, recipient));
            Assert.Equal(RecipientState.Unknown, Ask(host, "nobody@v.example"));
        }
    }

    [Theory]
    [MemberData(nameof(CdbFiles))]
    public void With_any_bit_flipped_a_recipient_is_missing_only_where_no_reader_would_find_him(string path, string recipient, string[] keys)
    {
        MadeUpHost host = Host();
        byte[] whole = path == Users ? UsersCdb() : MailboxesCdb();
        string[] before = [.. keys.Select(key => PlainRead(whole, key))];
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            host.WithFile(path, flipped);
            if (Ask(host, recipient) == RecipientState.Missing)
                Assert.NotEqual(before, keys.Select(key => PlainRead(flipped, key)));
        }
    }

    /// <summary>Whatever stands at a name in the place of a file. qmail-local goes past a loop and a FIFO; all others of qmail's programs stop.</summary>
    [Theory]
    [InlineData("/var/qmail/control/locals", "Unknown")]
    [InlineData("/var/qmail/control/virtualdomains", "Unknown")]
    [InlineData("/var/qmail/control/percenthack", "Unknown")]
    [InlineData("/var/qmail/control/checkrcpthosts", "Unknown")]
    [InlineData(Users, "Unknown")]
    [InlineData(Domain + "/.qmail-nobody", "Missing")]
    [InlineData(Domain + "/.qmail-default", "Missing")]
    [InlineData(Mailboxes, "Unknown")]
    [InlineData("/home/vpopmail/etc/lib_deps", "Unknown")]
    [InlineData("/home/vpopmail/etc/vpopmail.mysql", "Unknown")]
    public void A_loop_or_a_FIFO_in_the_place_of_a_file_is_no_file_that_is_missing(string path, string expected)
    {
        Assert.Equal(RecipientState.Missing, Ask(Host(), "nobody@v.example"));
        Assert.Equal(expected, Ask(Host().WithFifo(path), "nobody@v.example").ToString());

        // A stat of a loop tells no file, and so there is no such setting.
        string loop = path.EndsWith(".mysql", StringComparison.Ordinal) ? "Missing" : expected;
        Assert.Equal(loop, Ask(Host().WithLink(path, path), "nobody@v.example").ToString());
    }

    [Fact]
    public void Local_parts_of_any_bytes_and_names_of_any_length_have_an_answer()
    {
        MadeUpHost host = Host();
        foreach (string domain in new[] { "v.example", "example.com" })
        {
            for (int b = 0; b < 256; b++)
                AskBytes(host, [(byte)'q', (byte)b, (byte)'q', (byte)'@', .. MadeUpHost.Bytes(domain)]);
            for (int length = 1; length <= 1001; length += length is > 200 and < 270 ? 1 : 25)
            {
                AskBytes(host, MadeUpHost.Bytes(new string('q', length) + "@" + domain));
                AskBytes(host, MadeUpHost.Bytes(new string('-', length) + "@" + domain));
                AskBytes(host, MadeUpHost.Bytes(new string('/', length) + "@" + domain));
            }
        }
    }

    private static MadeUpHost Host() => new MadeUpHost()
        .WithFile("/var/qmail/control/me", "example.com\n").WithFile("/var/qmail/control/locals", "example.com\n")
        .WithFile("/var/qmail/control/virtualdomains", "v.example:v.example\n").WithFile("/var/qmail/control/checkrcpthosts", "*\n")
        .WithFile(Users, UsersCdb()).WithDirectory("/home/joe", 0x1ED, 7001, 7001).WithFile("/home/joe/.qmail-list", "./Mailbox\n", 0x1A4, 7001, 7001)
        .WithDirectory(Domain, 0x1ED, 7002, 7002).WithFile(Mailboxes, MailboxesCdb())
        .WithFile(Domain + "/.qmail-default", "| /home/vpopmail/bin/vdelivermail '' bounce-no-mailbox\n", 0x1A4, 7002, 7002)
        .WithDirectory("/var/qmail/alias", 0x1ED, 7000, 7000)
        .WithFile("/etc/nsswitch.conf", "passwd: files\n").WithFile("/etc/passwd", "alias:x:7000:7000::/var/qmail/alias:\n");

    private static byte[] UsersCdb() => QmailNewu.Compile(
        $"=joe:joe:7001:7001:/home/joe:::\n+joe-:joe:7001:7001:/home/joe:-::\n+v.example-:v.example:7002:7002:{Domain}:-::\n.\n");

    private static byte[] MailboxesCdb() => CdbFile.Of(("postmaster", "x:1:0:g:/d:NOQUOTA"), ("joe", "x:1:0:g:/d:NOQUOTA"));

    private static RecipientState Ask(MadeUpHost host, string recipient) => AskBytes(host, MadeUpHost.Bytes(recipient));

    private static RecipientState AskBytes(MadeUpHost host, byte[] recipient)
    {
        RecipientAnswer? answer = RecipientCheck.Ask(host, Places, _ => null, recipient, isRelayClient: false, () => 0);
        Assert.NotNull(answer);
        Assert.NotEmpty(answer.Why);
        return answer.State;
    }

    /// <summary>What a reader finds that checks nothing, such as qmail's; "" where it finds nothing or fails. Source: cdb(5).</summary>
    private static string PlainRead(byte[] file, string key)
    {
        byte[] wanted = CdbFile.Bytes(key);
        uint hash = CdbFile.Hash(wanted);
        try
        {
            uint start = Number(hash % 256 * 8);
            uint slots = Number((hash % 256 * 8) + 4);
            for (uint i = 0; i < slots; i++)
            {
                uint slot = checked(start + ((hash / 256 + i) % slots * 8));
                uint record = Number(slot + 4);
                if (record == 0)
                    return "";
                if (Number(slot) == hash && Number(record) == wanted.Length && file.AsSpan((int)record + 8, wanted.Length).SequenceEqual(wanted))
                    return Encoding.Latin1.GetString(file.AsSpan((int)record + 8 + wanted.Length, (int)Number(record + 4)));
            }

            return "";
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            return "";
        }

        uint Number(uint offset) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(checked((int)offset)));
    }
}
