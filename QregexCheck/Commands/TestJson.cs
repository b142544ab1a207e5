using System;
using System.Globalization;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using QregexCheck.Decision;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>
/// Writes what <c>test</c> found for programs: one object a line. JSON is Unicode and addresses are bytes, so bytes outside printable
/// ASCII, and the backslash, stand as <c>\xNN</c> in the strings.
/// </summary>
internal sealed class TestJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stream _output;
    private readonly Freshness _freshness;

    public TestJson(Stream output, Freshness freshness)
    {
        _output = output;
        _freshness = freshness;
    }

    public void Write(TestedEnvelope tested)
    {
        using (var json = new Utf8JsonWriter(_output, Options))
        {
            Verdict verdict = tested.Verdict;
            json.WriteStartObject();
            WriteBytes(json, "recipient", tested.Envelope.Recipient);
            if (tested.Envelope.Sender is not null)
                WriteBytes(json, "sender", tested.Envelope.Sender);
            if (tested.Envelope.Helo is not null)
                WriteBytes(json, "helo", tested.Envelope.Helo);
            json.WriteString("verdict", TestWords.Of(verdict.Kind));
            if (verdict.Hit is not null)
                WriteRule(json, "rule", new MatchedRule(verdict.Hit, IsAsleep: false));
            if (verdict.TroubleText is not null)
                json.WriteString("trouble", verdict.TroubleText);
            if (verdict.Kind != VerdictKind.Accept)
                WriteBytes(json, "reply", verdict.Reply);
            json.WriteStartArray("also");
            foreach (MatchedRule other in tested.Others)
                WriteRule(json, null, other);
            json.WriteEndArray();
            WriteHooks(json, verdict);
            json.WriteStartObject("compiled");
            json.WriteBoolean("fresh", _freshness.WhyNot is null);
            if (_freshness.WhyNot is not null)
                json.WriteString("why", _freshness.WhyNot);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        _output.Write("\n"u8);
        _output.Flush();
    }

    private static void WriteHooks(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject("hooks");
        HookReply told = HookReply.ToRcptCheck(verdict, hasDescriptor4: true);
        json.WriteStartObject("rcptcheck");
        json.WriteNumber("exit", (int)told.ExitCode);
        WriteBytes(json, "fd4", told.Descriptor4);
        json.WriteNumber("exit_without_fd4", (int)HookReply.ToRcptCheck(verdict, hasDescriptor4: false).ExitCode);
        json.WriteEndObject();
        HookReply spp = HookReply.ToSpp(verdict);
        json.WriteStartObject("spp");
        json.WriteNumber("exit", (int)spp.ExitCode);
        WriteBytes(json, "output", spp.Output);
        json.WriteEndObject();
        json.WriteStartObject("checkpassword");
        json.WriteNumber("exit", (int)HookReply.ToCheckpassword(verdict));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, string? name, MatchedRule match)
    {
        if (name is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(name);
        Hit hit = match.Hit;
        json.WriteString("file", ControlLists.FileName(hit.List));
        json.WriteNumber("line", hit.Line);
        WriteBytes(json, "text", hit.Rule);
        json.WriteString("action", TestWords.Of(hit.Annotation.Action));
        if (hit.Annotation.UntilDay != int.MaxValue)
        {
            json.WriteString("until", DateOnly.FromDayNumber(hit.Annotation.UntilDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteBoolean("asleep", match.IsAsleep);
        }

        if (hit.Annotation.Note is not null)
            WriteBytes(json, "note", hit.Annotation.Note);
        json.WriteEndObject();
    }

    private static void WriteBytes(Utf8JsonWriter json, string name, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> line = bytes.EndsWith("\n"u8) ? bytes[..^1] : bytes;
        json.WriteString(name, new ByteText().AddEscaped(line, static b => b is >= 0x20 and < 0x7F and not (byte)'\\', int.MaxValue).Bytes);
    }
}
