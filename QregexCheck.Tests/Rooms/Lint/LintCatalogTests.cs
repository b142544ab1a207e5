using System.Linq;
using QregexCheck.Lint;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

public sealed class LintCatalogTests
{
    [Fact]
    public void The_catalogue_the_manual_and_the_tests_name_the_same_ids()
    {
        string[] catalogue = LintCatalog.All.Select(kind => $"{kind.Id} ({kind.Severity.ToString().ToLowerInvariant()})").ToArray();
        string[] manual = ManualPage.Read().Select(entry => $"{entry.Id} ({entry.Severity})").ToArray();
        Assert.Equal(catalogue, manual);
        Assert.Equal(LintCatalog.All.Select(kind => kind.Id).Order(), LinterTests.Cases.Select(row => row.Id).Distinct().Order());
    }

    [Fact]
    public void The_catalogue_lists_every_kind_once()
    {
        var fields = typeof(LintCatalog).GetFields().Where(field => field.FieldType == typeof(FindingKind))
            .Select(field => (FindingKind)field.GetValue(null)!).ToList();
        Assert.Equal(fields.Select(kind => kind.Id).Order(), LintCatalog.All.Select(kind => kind.Id).Order());
        Assert.All(LintCatalog.All, kind => Assert.Matches("^[a-z]+(-[a-z]+)*$", kind.Id));
    }

    [Fact]
    public void Each_example_of_the_manual_shows_its_finding()
    {
        foreach (ManualEntry entry in ManualPage.Read())
        {
            var found = Linting.Lint(entry.Files.ToArray()).Select(finding => finding.Kind.Id).ToList();
            Assert.True(found.Contains(entry.Id), $"{entry.Id}: found only {string.Join(", ", found)}");
        }
    }
}
