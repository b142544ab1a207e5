using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QregexCheck.Tests.Papers;
using Xunit;

namespace QregexCheck.Tests.Rooms;

/// <summary>The tests of a room are found where the room is: <c>Rooms/NAME</c> mirrors <c>QregexCheck/NAME</c>.</summary>
public sealed class MirrorTests
{
    private static readonly string[] Product =
        [.. Folders("QregexCheck").Where(name => Directory.GetFiles(Repository.PathOf("QregexCheck/" + name), "*.cs").Length > 0)];

    [Fact]
    public void Each_room_has_its_folder_of_tests_and_each_folder_its_room()
    {
        Assert.Contains("Posix", Product);
        Assert.Equal(Product, Folders("QregexCheck.Tests/Rooms"));
        Assert.All(Product, room => Assert.NotEmpty(TestsOf(room)));
    }

    [Fact]
    public void Each_file_of_tests_speaks_of_a_class_of_its_room()
    {
        var strangers = new List<string>();
        foreach (string room in Product)
        {
            string[] classes = [.. Directory.GetFiles(Repository.PathOf("QregexCheck/" + room), "*.cs").Select(file => Path.GetFileNameWithoutExtension(file))];
            foreach (string test in TestsOf(room))
            {
                string text = File.ReadAllText(test);
                if (!classes.Any(name => System.Text.RegularExpressions.Regex.IsMatch(text, $@"\b{name}\b")) && !SpeaksThroughTools(room, text))
                    strangers.Add($"{room}/{Path.GetFileName(test)}");
            }
        }

        Assert.Equal([], strangers);
    }

    /// <summary>True for tests that ask the room through a tool that stands beside them and speaks of it.</summary>
    private static bool SpeaksThroughTools(string room, string text) =>
        Directory.GetFiles(Repository.PathOf("QregexCheck.Tests/Rooms/" + room), "*.cs").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.EndsWith("Tests", StringComparison.Ordinal))
            .Any(tool => System.Text.RegularExpressions.Regex.IsMatch(text, $@"\b{tool}\b"));

    private static string[] TestsOf(string room) => Directory.GetFiles(Repository.PathOf("QregexCheck.Tests/Rooms/" + room), "*Tests.cs");

    private static string[] Folders(string of) =>
        [.. Directory.GetDirectories(Repository.PathOf(of)).Select(path => Path.GetFileName(path)).Where(name => char.IsUpper(name[0]))
            .Order(StringComparer.Ordinal)];
}
