using System;
using System.Text;
using QregexCheck.Database;
using QregexCheck.History;
using Xunit;

namespace QregexCheck.Tests.Rooms.History;

/// <summary>The different addresses of past mail, and what is counted of them in bounded memory.</summary>
public sealed class AddressBookTests
{
    private static readonly AddressHash Hash = new(5, 6);

    [Fact]
    public void An_address_keeps_its_record_and_its_answers()
    {
        var book = new AddressBook(Hash, 1 << 20);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 9_000; i++)
            {
                int record = Find(book, $"a{i}@example.com");
                Assert.Equal(round * (i + 1), book.Answer(record, i % AddressBook.Answers));
                book.Answer(record, i % AddressBook.Answers) = i + 1;
                Assert.Equal($"a{i}@example.com", Encoding.ASCII.GetString(book.Address(record)));
            }
        }

        Assert.Equal((new Tallied(9_000, IsExact: true), 0), (book.Different, book.Edition));
    }

    [Fact]
    public void Addresses_with_the_same_hash_are_told_apart_by_their_bytes()
    {
        var book = new AddressBook(Hash, 1 << 20);
        int one = book.Find("a@x"u8, 7);
        int other = book.Find("b@x"u8, 7);
        int empty = book.Find(default, 7);
        Assert.Equal((one, other, empty), (book.Find("a@x"u8, 7), book.Find("b@x"u8, 7), book.Find(default, 7)));
        Assert.Equal(3, book.Different.Count);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void A_full_book_is_begun_anew_and_estimates_how_many_there_were()
    {
        var book = new AddressBook(Hash, 1 << 20);
        for (int i = 0; i < 100_000; i++)
            Find(book, $"a{i}@example.com");
        Assert.True(book.Edition > 2, $"edition {book.Edition}");
        Assert.False(book.Different.IsExact);
        Assert.InRange(book.Different.Count, 97_000, 103_000);
    }

    [Fact]
    public void An_address_longer_than_the_book_is_kept_alone()
    {
        var book = new AddressBook(Hash, 4096);
        int record = Find(book, new string('a', 100_000));
        Assert.Equal(100_000, book.Address(record).Length);
        record = Find(book, "b@x");
        Assert.Equal("b@x", Encoding.ASCII.GetString(book.Address(record)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(20_000)]
    [InlineData(60_000)]
    [InlineData(1_000_000)]
    public void A_sketch_errs_by_little(int different)
    {
        var sketch = new CardinalitySketch();
        for (int i = 0; i < 2 * different; i++)
            sketch.Add(Hash.Of(BitConverter.GetBytes(i % Math.Max(1, different))));
        Assert.InRange(sketch.Estimate(), different * 97L / 100, (different * 103L / 100) + 1);
    }

    [Fact]
    public void Senders_are_counted_exactly_while_there_is_room_and_rows_with_few_of_them_for_ever()
    {
        var counts = new SenderCounts(10_000, 99);
        for (int i = 0; i < 9_000; i++)
        {
            Add(counts, 0, i % 3_000);
            Add(counts, 1, i % 5);
        }

        Assert.Equal((new Tallied(3_000, true), new Tallied(5, true), new Tallied(0, true)), (counts.Of(0), counts.Of(1), counts.Of(7)));
        for (int i = 0; i < 200_000; i++)
            Add(counts, 2 + (i & 1), i);
        Assert.Equal(new Tallied(5, true), counts.Of(1));
        Assert.False(counts.Of(2).IsExact);
        Assert.InRange(counts.Of(2).Count, 90_000, 110_000);
        Assert.InRange(counts.Of(3).Count, 90_000, 110_000);
    }

    [Theory]
    [InlineData("192.0.2.", "192.0.2.7", true)]
    [InlineData("192.0.2.", "192.0.20.7", false)]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.11", false)]
    [InlineData("2001:db8:", "2001:db8::1", true)]
    [InlineData("2001:db8:", "2001:db80::1", false)]
    [InlineData("192.", "192.0.2.7", true)]
    [InlineData("192.0.2.", "::ffff:192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.", "::ffff:192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.", "192.0.2.7", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:DB8:0::1", "2001:db8::1", true)]
    [InlineData("2001:db8::", "2001:db8::1", true)]
    [InlineData("fe80::1:", "fe80::1:2", true)]
    [InlineData("1:2:3:4:5:6:7:", "1:2:3:4:5:6:7:8", true)]
    public void A_network_is_an_address_or_its_beginning(string network, string ip, bool isHeld)
    {
        var relays = new RelayNetworks();
        Assert.True(relays.TryAdd(Encoding.ASCII.GetBytes(network)));
        Assert.Equal(isHeld, relays.Hold(Encoding.ASCII.GetBytes(ip)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("example.com")]
    [InlineData("192.0.2.0/24")]
    [InlineData("192")]
    [InlineData(".1")]
    [InlineData("192.0.2.*")]
    [InlineData("192.0.2")]
    [InlineData("192.0.2.1.")]
    [InlineData("192.0.256.")]
    [InlineData("192.0..")]
    [InlineData("2001:db8")]
    [InlineData("2001:DB8:")]
    [InlineData("2001:db8g:")]
    [InlineData("1:2:3:4:5:6:7:8:")]
    public void What_is_no_network_is_refused(string network) => Assert.False(new RelayNetworks().TryAdd(Encoding.ASCII.GetBytes(network)));

    private static int Find(AddressBook book, string address)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(address);
        return book.Find(bytes, Hash.Of(bytes));
    }

    private static void Add(SenderCounts counts, int row, int sender) => counts.Add(row, Hash.Of(BitConverter.GetBytes(sender)));
}
