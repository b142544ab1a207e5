using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace QregexCheck.Tests.Support;

/// <summary>Perl itself: which subjects its patterns match. One process answers about any number of patterns.</summary>
internal static class PerlPatterns
{
    // A line holds the options, the pattern and the subjects, in hexadecimal. With "v" a subject counts when some spelling of it in other cases matches.
    // The search is written out, since Perl's own is at fault: "-" =~ /(?=[ab]*)[a-]/ does not match there (5.36), and /\A(?s:.*?)(?:...)/ does.
    private const string Program = """
        no warnings;
        sub spellings { my ($done, $rest) = @_; return ($done) if $rest eq ""; my $c = substr($rest, 0, 1); my $r = substr($rest, 1);
          return $c =~ /[A-Za-z]/ ? (spellings($done . lc $c, $r), spellings($done . uc $c, $r)) : spellings($done . $c, $r); }
        while (<STDIN>) {
          chomp;
          my ($options, $pattern, @subjects) = split / /, $_, -1;
          $pattern = pack "H*", $pattern;
          my $variants = $options =~ s/v//;
          $options = $options eq "-" ? "" : "(?$options)";
          my $compiled = eval { qr/$options$pattern/ };
          if (!defined $compiled) { print "E\n"; next; }
          $compiled = eval { qr/\A(?s:.*?)(?:$options$pattern)/ } // $compiled;
          print join("", map { my $s = pack "H*", $_; (grep { $_ =~ $compiled } ($variants ? spellings("", $s) : $s)) ? 1 : 0 } @subjects), "\n";
        }
        """;

    /// <summary>For each question which of its subjects match; null where Perl refuses the pattern.</summary>
    public static bool[]?[] Ask(IReadOnlyList<Question> questions)
    {
        using var folder = new ControlFolder();
        string lines = string.Concat(questions.Select(question => $"{question.Options} {Convert.ToHexString(question.Pattern)}"
            + string.Concat(question.Subjects.Select(subject => " " + Convert.ToHexString(subject))) + "\n"));
        folder.With("questions", lines);
        Outcome outcome = new Child("/usr/bin/perl", "-e", Program)
        {
            Wires = new Dictionary<int, Wire> { [0] = Wire.File(folder.Of("questions")) },
        }.Run();
        string[] answers = outcome.Output.Split('\n')[..^1];
        if (outcome.ExitCode != 0 || answers.Length != questions.Count)
            throw new InvalidOperationException($"perl ended with {outcome.ExitCode} after {answers.Length} answers: {outcome.Error}");
        return [.. answers.Select(answer => answer == "E" ? null : answer.Select(letter => letter == '1').ToArray())];
    }

    /// <summary>A pattern, how it is read, and what it is tried on.</summary>
    /// <param name="Pattern">The pattern.</param>
    /// <param name="Subjects">What it is tried on.</param>
    /// <param name="Options">Letters such as <c>i</c>; <c>-</c> for none; <c>v</c> to try all spellings of a subject.</param>
    internal sealed record Question(string Options, byte[] Pattern, byte[][] Subjects)
    {
        public override string ToString() => $"/{Encoding.Latin1.GetString(Pattern)}/{Options}";
    }
}
