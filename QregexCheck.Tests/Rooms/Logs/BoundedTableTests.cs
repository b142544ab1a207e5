using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Logs;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Logs;

public sealed class BoundedTableTests(ITestOutputHelper output)
{
    [Fact]
    public void The_one_that_was_not_asked_for_longest_is_forgotten()
    {
        BoundedTable<List<int>> table = Table(3);
        for (uint number = 1; number <= 3; number++)
            table.Open(number).Add((int)number);
        Assert.NotNull(table.Find(1));
        Assert.True(table.IsFull);
        table.Open(4);
        Assert.Null(table.Find(2));
        Assert.NotNull(table.Find(1));
        Assert.NotNull(table.Find(3));
    }

    [Fact]
    public void The_oldest_comes_first_when_all_are_closed()
    {
        BoundedTable<List<int>> table = Table(100);
        for (uint number = 1; number <= 40; number++)
            table.Open(number).Add((int)number);
        table.Find(1);
        table.Close(2);
        var order = new List<int>();
        while (table.TryCloseOldest(out List<int> oldest))
            order.Add(oldest[0]);
        Assert.Equal([.. Enumerable.Range(3, 38), 1], order);
    }

    [Fact]
    public void It_knows_what_a_list_of_all_numbers_in_their_order_knows()
    {
        var random = new Random(Seed.Choose(14, output));
        BoundedTable<List<int>> table = Table(20);
        var model = new List<uint>();
        for (int step = 0; step < 20_000; step++)
        {
            uint number = (uint)random.Next(40);
            switch (random.Next(3))
            {
                case 0:
                    Assert.Equal(model.Remove(number), table.Find(number) is not null);
                    if (table.Find(number) is not null)
                        model.Add(number);
                    break;
                case 1:
                    table.Open(number);
                    model.Remove(number);
                    if (model.Count == 20)
                        model.RemoveAt(0);
                    model.Add(number);
                    break;
                default:
                    table.Close(number);
                    model.Remove(number);
                    break;
            }
        }

        Assert.Equal(model.Count == 20, table.IsFull);
    }

    private static BoundedTable<List<int>> Table(int most) => new(most, static () => []);
}
