using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>The runs of the bench that are kept: a day each, and ratios that the next run can be held against.</summary>
public sealed class KeptRunsTests
{
    [Fact]
    public void Each_kept_run_is_of_a_day_and_can_be_read()
    {
        string[] files = Directory.GetFiles(Repository.PathOf("bench/runs"));
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            Assert.True(DateOnly.TryParseExact(Path.GetFileName(file), "yyyy-MM-dd'.tsv'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), file);
            string[] lines = File.ReadAllLines(file);
            Assert.Contains(lines, line => line.StartsWith("# commit ", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.StartsWith("# measured ", StringComparison.Ordinal));
            var names = new HashSet<string>();
            foreach (string line in lines)
            {
                if (line[0] == '#')
                    continue;
                string[] fields = line.Split('\t');
                Assert.Equal(5, fields.Length);
                Assert.True(names.Add(fields[0]), line);
                double[] numbers = Array.ConvertAll(fields[1..], field => double.Parse(field, CultureInfo.InvariantCulture));
                Assert.InRange(numbers[0], numbers[1], numbers[2]);
                Assert.True(numbers[1] > 0 && numbers[3] >= 1, line);
            }

            Assert.Contains("1 rule, miss, compiled to nothing", names);
        }
    }
}
