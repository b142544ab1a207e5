using QregexCheck.Control;
using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary><see cref="KeyReaders"/>: who owns the key of signed senders, by the names that the host has for them.</summary>
public sealed class KeyReadersTests
{
    private const string Passwd = "qmailr:x:7795:2109::/var/qmail:/bin/true\nmailout:x:811:800::/:/bin/true\nbad name:x:812:800::/:/bin/true\n";
    private const string Group = "nofiles:x:2108:\nmail in:x:900:\nvchkpw:*:89:vpopmail\n";

    [Theory]
    [InlineData(0, 2108, "chown qmailr:nofiles /k")]
    [InlineData(811, 2108, "chown mailout:nofiles /k")]
    [InlineData(811, 89, "chown mailout:vchkpw /k")]
    [InlineData(812, 900, "chown 'bad name':'mail in' /k")]
    [InlineData(813, 901, "chown 813:901 /k")]
    public void The_owner_is_who_keeps_the_hosts_that_time_out_and_the_group_that_of_who_judges(uint owner, uint group, string command)
    {
        ExaminedHost host = Host(Passwd, owner);
        Assert.Equal(command, KeyReaders.Of(host, new SmtpUser(7791, group)).Chown(host, "/k"u8));
    }

    [Fact]
    public void Without_that_file_the_owner_is_qmailr_and_where_one_of_them_is_not_known_there_is_no_command()
    {
        ExaminedHost host = Host(Passwd, null);
        KeyReaders readers = KeyReaders.Of(host, new SmtpUser(7791, 2108));
        Assert.Equal("chown qmailr:nofiles '/a b'", readers.Chown(host, "/a b"u8));
        Assert.Null(readers.Chown(host, "/a\nb"u8));
        readers = KeyReaders.Of(host, null);
        Assert.Equal(("qmailr", null, null), (readers.OwnerName(host), readers.GroupName(host), readers.Chown(host, "/k"u8)));
        host = Host("root:x:0:0::/root:/bin/sh\n", null);
        readers = KeyReaders.Of(host, new SmtpUser(7791, 2108));
        Assert.Equal((null, "nofiles", null), (readers.OwnerName(host), readers.GroupName(host), readers.Chown(host, "/k"u8)));
    }

    private static ExaminedHost Host(string passwd, uint? owner)
    {
        MadeUpHost files = new MadeUpHost().WithFile("/etc/passwd", passwd).WithFile("/etc/group", Group);
        if (owner is { } user)
            files.WithFile("/var/qmail/queue/lock/tcpto", "", 0x1A4, user, 800);
        return new ExaminedHost(files, HealthyHost.Places, files.Names, new Instant(2_000_000_000, 0));
    }
}
