using System;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Mailboxes;

public sealed class PasswdFileTests
{
    private const string Alias = "alias:x:7000:7000::/alias:/bin/sh\n";

    /// <summary>Libraries read such lines in various ways, or pass over them; so nothing is said of their users.</summary>
    [Theory]
    [InlineData("qxu:x::7:g:/home/qxu:/bin/sh")]
    [InlineData("qxu:x:seven:7:g:/home/qxu:/bin/sh")]
    [InlineData("qxu:x:+7:7:g:/home/qxu:/bin/sh")]
    [InlineData("qxu:x:-7:7:g:/home/qxu:/bin/sh")]
    [InlineData("qxu:x: 7:7:g:/home/qxu:/bin/sh")]
    [InlineData("qxu:x:7x:7:g:/home/qxu:/bin/sh")]
    [InlineData("qxu:x:4294967296:7:g:/home/qxu:/bin/sh")]
    [InlineData("qxu:x:7::g:/home/qxu:/bin/sh")]
    [InlineData("qxu:x:7:7:g:/home/qxu")]
    [InlineData("qxu:x:7:7:g")]
    [InlineData("qxu")]
    [InlineData("qxu:")]
    [InlineData("qxu:x:7:7:g:home/qxu:/bin/sh")]
    [InlineData("qxu:x:7:7:g:/home/qxu:/bin/\0sh")]
    [InlineData(" qxu:x:7:7:g:/home/qxu:/bin/sh")]
    [InlineData("\tqxu:x:7:7:g:/home/qxu:/bin/sh")]
    public void An_odd_line_of_a_user_who_may_have_the_address_is_not_read_in_one_way_or_another(string line)
    {
        foreach (string local in new[] { "qxu", "qxu-x", "QXU-" })
            Assert.Throws<HostFileException>(() => Find(line + "\n" + Alias, local));
        Assert.Equal("alias [-] [qx-u]", Find(line + "\n" + Alias, "qx-u"));
        Assert.Equal("alias [-] [qxu1]", Find(line + "\n" + Alias, "qxu1"));
        Assert.Equal("qxu [] []", Find("qxu:x:7:7:g:/home/qxu:/bin/sh\n" + line + "\n" + Alias, "qxu"));
    }

    [Theory]
    [InlineData("#x", "#x:x:7:7::/home/qxu:")]
    [InlineData("+x", "+x:x:7:7::/home/qxu:")]
    [InlineData("-", ":x:7:7::/home/qxu:")]
    public void Names_that_libraries_do_not_agree_about_are_not_told(string local, string line) =>
        Assert.Throws<HostFileException>(() => Find(line + "\n" + Alias, local));

    [Fact]
    public void A_longer_name_whose_line_is_good_needs_no_good_line_of_a_shorter_one()
    {
        Assert.Equal("qxu-b [] []", Find("qxu:x:odd\nqxu-b:x:7:7::/home/qxu:\n" + Alias, "qxu-b"));
        Assert.Throws<HostFileException>(() => Find("qxu:x:7:7::/home/qxu:\nqxu-b:x:odd\n" + Alias, "qxu-b"));
    }

    [Fact]
    public void Without_a_good_line_for_alias_nothing_is_told_but_a_user_still_is()
    {
        const string User = "qxu:x:7:7::/home/qxu:\n";
        foreach (string alias in new[] { "", "alias:x:0:7::/alias:\n", "alias:x:x:7::/alias:\n", "alias\n", "alias:x:1:1:/alias:\n" + Alias })
        {
            Assert.Throws<HostFileException>(() => Find(User + alias, "nobody-there"));
            Assert.Equal("qxu [-] [a]", Find(User + alias, "qxu-a"));
        }

        Assert.Throws<HostFileException>(() => Find("", "x"));
        Assert.Throws<HostFileException>(() => PasswdFile.Find(new SketchedHost(), "x"u8, isCompat: false, []));
    }

    [Fact]
    public void The_last_line_may_lack_its_newline()
    {
        Assert.Equal("alias [-] [x]", Find("a:b\n" + Alias.TrimEnd('\n'), "x"));
        Assert.Equal("qxu [] []", Find(Alias + "qxu:x:7:7::/home/qxu:/bin/sh", "qxu"));
    }

    [Fact]
    public void A_home_above_which_a_directory_is_closed_to_others_is_not_told_though_we_may_see_it()
    {
        SketchedHost host = Host("qxu:x:7:7::/closed/to/qxu:\n" + Alias).Directory("/closed/to/qxu", owner: 7);
        Assert.Equal("qxu [] []", Find(host, "qxu"));
        var seesAll = new SeesAll(host.Directory("/closed", 0x1E8));
        HostFileException e = Assert.Throws<HostFileException>(() => PasswdFile.Find(seesAll, "qxu"u8, isCompat: false, []));
        Assert.Equal(("/closed", true), (Encoding.Latin1.GetString(e.Path), e.IsDenied));
    }

    /// <summary>Lines end anywhere in the parts in which the file comes.</summary>
    [Fact]
    public void Lines_are_found_wherever_a_read_ends()
    {
        var random = new Random(12);
        string[] lines = [.. Enumerable.Range(0, 3000).Select(n => $"u{n}:x:{n + 1}:7:{new string('g', random.Next(40))}:/home/{n}:/bin/sh"), Alias.TrimEnd('\n')];
        SketchedHost host = Host(string.Join('\n', lines));
        for (uint n = 0; n < 3000; n += 100)
        {
            host.Directory("/home/" + n, owner: n + 1);
            Assert.Equal($"u{n} [-] [x]", Find(host, $"u{n}-x"));
        }
    }

    /// <summary>Never held in memory: the lines come from a source that makes them.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_of_300_megabytes_takes_little_memory(bool isOneLine)
    {
        const long Size = 300L * 1024 * 1024;
        byte[] end = CdbFile.Bytes("\nqxu:x:7:7::/home/qxu:\n" + Alias);
        byte[] line = CdbFile.Bytes(isOneLine ? new string('x', 4096) : string.Concat(Enumerable.Repeat("user:x:1000:1000:::/bin/sh /bin\n", 128)));
        SketchedHost host = Host("").Directory("/home/qxu", owner: 7);
        var made = new MadeFile(host, Size + end.Length, (offset, buffer) =>
        {
            int count = (int)Math.Clamp(Size + end.Length - offset, 0, buffer.Length);
            for (int done = 0; done < count;)
            {
                long at = offset + done;
                ReadOnlySpan<byte> from = at < Size ? line.AsSpan((int)(at % line.Length)) : end.AsSpan((int)(at - Size));
                from = from[..(int)Math.Min(Math.Min(from.Length, count - done), at < Size ? Size - at : long.MaxValue)];
                from.CopyTo(buffer[done..]);
                done += from.Length;
            }

            return count;
        });
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("qxu [-] [a]", Find(made, "qxu-a"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal("alias [-] [xxx]", Find(made, "xxx"));
    }

    [Fact]
    public void A_line_of_a_user_that_is_too_long_to_read_is_odd()
    {
        string text = $"qxu:x:7:7:{new string('g', 20_000)}:/home/qxu:\n" + Alias;
        Assert.Throws<HostFileException>(() => Find(text, "qxu-x"));
        Assert.Equal("alias [-] [qxv]", Find(text, "qxv"));
    }

    private static SketchedHost Host(string passwd) => new SketchedHost().File("/etc/passwd", passwd).Directory("/home/qxu", 0x1C0, 7);

    private static string Find(string passwd, string local) => Find(Host(passwd), local);

    private static string Find(HostFiles host, string local)
    {
        LocalUser user = PasswdFile.Find(host, CdbFile.Bytes(local), isCompat: false, [])!;
        return $"{Encoding.Latin1.GetString(user.Name)} [{Encoding.Latin1.GetString(user.Dash)}] [{Encoding.Latin1.GetString(user.Extension)}]";
    }

    /// <summary>The host as root sees it: nothing is closed.</summary>
    private sealed class SeesAll(SketchedHost host) : HostFiles
    {
        public override FileLook Look(ReadOnlySpan<byte> path)
        {
            FileLook look = host.Look(path);
            return look.Kind == FileKind.Denied ? new FileLook(FileKind.Directory, 0x1ED, 7, 7, default, null) : look;
        }

        public override HostFile? Open(ReadOnlySpan<byte> path) => host.Open(path);

        public override byte[] RunGetpw(ReadOnlySpan<byte> local) => host.RunGetpw(local);
    }

    /// <summary>The host with a passwd file that is made while it is read.</summary>
    private sealed class MadeFile(SketchedHost host, long size, RandomSource readAt) : HostFiles
    {
        public override FileLook Look(ReadOnlySpan<byte> path) => host.Look(path);

        public override HostFile? Open(ReadOnlySpan<byte> path) =>
            new(new FileLook(FileKind.Regular, 0x1A4, 0, 0, new SourceStamp(true, (ulong)size, default, default, 1, 0, 0), null), readAt, () => { });

        public override byte[] RunGetpw(ReadOnlySpan<byte> local) => host.RunGetpw(local);
    }
}
