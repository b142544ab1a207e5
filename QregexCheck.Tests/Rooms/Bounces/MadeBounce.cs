using System;
using System.Collections.Generic;
using System.Text;

namespace QregexCheck.Tests.Rooms.Bounces;

/// <summary>Makes messages that look like bounces, sound ones and broken ones, as bytes that depend on the seed alone.</summary>
internal sealed class MadeBounce(Random random)
{
    // Each is the beginning of another, or looks like the end of one.
    private static readonly string[] Boundaries = ["ab", "abc", "ab-", "ab--", "a b", "a", "=_x", "ab=c", "a:b", "0(1)"];

    private static readonly string[] TextTypes =
        ["text/plain", "TEXT/PLAIN; charset=\"us-ascii\"", "text/html", "text/plain; format=flowed; x=\"; boundary=ab\"", "text / (c) plain", "text/x-any"];

    private static readonly string[] MessageTypes =
        [
            "message/rfc822", "Message/RFC822", "text/rfc822-headers", "message/global", "message/global-headers", "message/rfc822; x=y",
            "text/RFC822-Headers; charset=utf-8",
        ];

    private static readonly string[] OtherTypes =
        [
            "application/octet-stream", "image/png; name=\"--ab\"", "message/delivery-status", "message/partial; id=x", "message/global-delivery-status",
            "text", "/", "=?x?=", "message/disposition-notification", "application/x (y", "",
        ];

    private static readonly string[] PlainEncodings = ["7bit", "8BIT", " binary", "7bit;", "8bit (as it is)"];

    private static readonly string[] Fields = ["Received", "Message-ID", "From", "Return-Path", "received", "MESSAGE-ID", "Message-Id", "fRoM", "return-path"];

    private static readonly string[] OtherFields =
        ["Subject", "X-Received", "Fromage", "Receive", "Return-Path-X", "To", "Delivered-To", "MIME-Version", "Reply-To", "X-From"];

    private static readonly string[] Words =
        [
            "from", "mail.example.com", "by", "[192.0.2.1]", "(HELO", "example.net)", "<a@example.com>", "<20261126.1@example.org>", "with", "SMTP;",
            "\xE9\xFF", "a:b", "=41", "=\t", "\"x y\"", "--ab", "prvs=1234abcdef=a@example.com", "\0", "\r",
        ];

    private readonly List<byte> _bytes = new();
    private readonly int _newlines = random.Next(3);
    private bool _isInDigest;

    /// <summary>Makes a message.</summary>
    public byte[] Make()
    {
        Line("Return-Path: <>");
        Header(collected: false);
        Entity(random.Next(1, 5), random.Next(4) == 0);
        if (_bytes.Count > 0 && random.Next(6) == 0)
            _bytes.RemoveRange(_bytes.Count - 1, 1);
        if (random.Next(12) == 0)
            _bytes.RemoveRange(random.Next(_bytes.Count / 2, _bytes.Count - 2), random.Next(1, 3));
        return [.. _bytes];
    }

    /// <summary>The rest of a header, and the body.</summary>
    private void Entity(int levels, bool isPlain)
    {
        int kind = levels == 0 || isPlain ? random.Next(6, 12) : random.Next(12);
        if (kind < 4)
            Multipart(levels - 1);
        else if (kind < 6)
            Message(levels - 1);
        else if (kind < 10)
            TextPart();
        else
            Other();
    }

    private void Multipart(int levels)
    {
        string boundary = Pick(Boundaries);
        string subtype = Pick(["mixed", "report; report-type=delivery-status", "MIXED", "alternative", "digest", "x-any"]);
        ContentType("multipart/" + subtype, boundary);
        if (random.Next(5) == 0)
            Line("Content-Transfer-Encoding: " + Pick(["base64", "quoted-printable", "8bit"]));
        Blank();
        Lines(random.Next(3));
        int parts = random.Next(60) == 0 ? random.Next(60, 70) : random.Next(5);
        for (int i = 0; i < parts; i++)
        {
            Line("--" + boundary + Pick(["", "", "", "", " ", "\t ", " x", "-", ":"]));
            if (random.Next(8) == 0)
                Header(collected: true);
            _isInDigest = subtype == "digest";
            Entity(parts > 10 ? 0 : levels, false);
        }

        if (random.Next(5) > 0)
            Line("--" + boundary + Pick(["--", "--", "--", "--", "-- ", "--x", "---", "-"]));
        if (random.Next(4) == 0)
            Line("--" + boundary);
        Lines(random.Next(3));
    }

    private void ContentType(string type, string boundary)
    {
        string quoted = "\"" + boundary + "\"";
        string escaped = "\"\\" + boundary + "\"";
        string field = Pick(["Content-Type", "content-type", "CONTENT-TYPE", "Content-Type "]);
        string line = random.Next(12) switch
        {
            0 => $"{field}: {type}; boundary={boundary}",
            1 => $"{field}:{type};boundary={quoted}",
            2 => $"{field}: {type};\n\tboundary={quoted}",
            3 => $"{field}: {type} (a (nested\\)) comment) ; boundary = {quoted} (b)",
            4 => $"{field}: {type}; x=\"; boundary=zz\"; BOUNDARY={quoted}; y=z",
            5 => $"{field}: {type};\n  charset=us-ascii;\n  Boundary={escaped}",
            6 => $"{field}: {type};; ;boundary={quoted};",
            7 => $"{field}: {type}; boundary={quoted}; boundary=other",
            8 when random.Next(4) == 0 => $"{field}: {type}",
            9 when random.Next(4) == 0 => $"{field}: {type} boundary={quoted}",
            10 when random.Next(4) == 0 => $"{field}: {type}; boundary=\"{boundary}",
            _ => $"{field}: {type}; boundary={quoted}",
        };
        foreach (string one in line.Split('\n'))
            Line(one);
        if (random.Next(16) == 0)
            Line("Content-Type: text/plain");
    }

    private void Message(int levels)
    {
        Line("Content-Type: " + Pick(MessageTypes));
        if (random.Next(5) > 0)
        {
            Encoding();
            Blank();
            Header(collected: true);
            Entity(levels, false);
            return;
        }

        Encoded(() =>
        {
            Header(collected: true);
            Entity(levels, false);
        });
    }

    private void TextPart()
    {
        bool isMessage = random.Next(4) == 0 && _isInDigest;
        if (!isMessage && (_isInDigest || random.Next(4) > 0))
            Line("Content-Type: " + Pick(TextTypes));
        _isInDigest = false;
        if (random.Next(3) > 0)
        {
            Encoding();
            Blank();
            Text(isMessage);
            return;
        }

        Encoded(() => Text(isMessage));
    }

    private void Text(bool isMessage)
    {
        // MimeKit may lose a field behind a header's first line where that is no field and its buffer ends there.
        if (isMessage)
            Line("X-First: 1");
        Lines(random.Next(14));
        if (random.Next(6) > 0)
            return;
        Line("--- Below this line is a copy of the message." + Pick(["", "", " ", "x"]));
        Blank();
        Header(collected: true);
        Entity(1, false);
    }

    private void Other()
    {
        Line("Content-Type: " + Pick(OtherTypes));
        if (random.Next(2) == 0)
            Line("Content-Transfer-Encoding: base64");
        Blank();
        Lines(random.Next(6));
    }

    /// <summary>Adds a field that names an encoding, and a body in it.</summary>
    private void Encoded(Action write)
    {
        bool isBase64 = random.Next(2) == 0;
        Line("Content-Transfer-Encoding: " + (isBase64
            ? Pick(["base64", "BASE64", " Base64 ", "base64;"])
            : Pick(["quoted-printable", "Quoted-Printable", "quoted-printable (x)"])));
        Blank();
        int begin = _bytes.Count;
        write();
        byte[] body = [.. _bytes[begin..]];
        _bytes.RemoveRange(begin, _bytes.Count - begin);
        if (isBase64)
            Base64(body);
        else
            QuotedPrintable(body);
    }

    private void Base64(byte[] body)
    {
        int width = Pick([76, 72, 4, 60, 61, 300]);
        int cut = random.Next(6) == 0 ? random.Next(body.Length + 1) : body.Length;
        string text = Convert.ToBase64String(body, 0, cut) + (cut < body.Length ? Convert.ToBase64String(body, cut, body.Length - cut) : "");
        for (int at = 0; at < text.Length; at += width)
            Line(text[at..Math.Min(at + width, text.Length)] + (random.Next(20) == 0 ? Pick([" ", "!", "\t"]) : ""));
    }

    private void QuotedPrintable(byte[] body)
    {
        var line = new StringBuilder();
        foreach (byte b in body)
        {
            if (b == '\n')
            {
                Line(line.ToString());
                line.Clear();
                continue;
            }

            if (b is (byte)'=' or >= 0x7F or < 0x20 || random.Next(20) == 0)
                line.Append('=').Append(b.ToString(random.Next(2) == 0 ? "X2" : "x2", null));
            else
                line.Append((char)b);
            if (line.Length < 70 && random.Next(60) > 0)
                continue;
            Line(line.Append('=').ToString());
            line.Clear();
        }

        if (line.Length > 0)
            Line(line.ToString());
    }

    private void Encoding()
    {
        if (random.Next(3) == 0)
            Line("Content-Transfer-Encoding:" + Pick(PlainEncodings));
    }

    private void Header(bool collected)
    {
        int count = random.Next(1, 6);
        Line("X-First: 1");
        for (int i = 0; i < count; i++)
            Field(collected || random.Next(2) == 0 ? Pick(Fields) : Pick(OtherFields), "");
        if (random.Next(10) == 0)
            Line(Pick(["no field at all", "From a@example.com Thu Nov 26", ": empty name", ">From x", "Received from nobody", "\xE9: 8bit", "-- x"]));
        if (random.Next(3) == 0)
            Field(Pick(OtherFields), "");
    }

    private void Field(string name, string marks)
    {
        Line(marks + name + Pick([":", ": ", ":  ", " :", "\t: ", ":\t"]) + Value() + Pick(["", "", "", " ", " \t"]));
        while (random.Next(3) == 0)
            Line(marks + Pick([" ", "\t", "   ", " \t "]) + (random.Next(12) == 0 ? "" : Value()));
    }

    private void Lines(int count)
    {
        for (int i = 0; i < count; i++)
        {
            string marks = Pick(["", "", "", "> ", ">", "> > ", "| ", "    ", ">>", "\t> ", "<pre>", "> <PRE>"]);
            switch (random.Next(9))
            {
                case < 4:
                    Field(Pick(Fields), marks);
                    break;
                case 4:
                    Field(Pick(OtherFields), marks);
                    break;
                case 5:
                    Blank();
                    break;
                case 6:
                    Line(marks + Pick(["", "From a@example.com Thu", "Received", "--", "---", "--ab x", "-- ab", "Below this line", ":"]));
                    break;
                default:
                    Line(marks + Value());
                    break;
            }
        }
    }

    private string Value()
    {
        var words = new StringBuilder();
        int count = random.Next(50) == 0 ? random.Next(100, 600) : random.Next(1, 7);
        for (int i = 0; i < count; i++)
            words.Append(i == 0 ? "" : " ").Append(Pick(Words));
        return words.ToString();
    }

    private void Blank() => Line("");

    private void Line(string line)
    {
        foreach (char c in line)
            _bytes.Add((byte)c);
        if (_newlines == 0 || (_newlines == 1 && random.Next(2) == 0))
            _bytes.Add((byte)'\r');
        _bytes.Add((byte)'\n');
    }

    private T Pick<T>(T[] of) => of[random.Next(of.Length)];
}
