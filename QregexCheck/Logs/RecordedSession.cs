using System;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>A session of SMTP as recordio saw it: the commands that wait for their replies, and what the replies made true.</summary>
/// <remarks>
/// Replies come in the order of commands, so pipelining does no harm. Where it is not sure any more which reply belongs to which command, the session is lost, and
/// nothing in it is believed: behind STARTTLS, where a body was sent before it was asked for, or when too much waits.
/// </remarks>
internal sealed class RecordedSession
{
    /// <summary>The longest command that is read; what is longer has a reply, too.</summary>
    public const int LongestCommand = 2048;

    private const int MostCommands = 1024;

    private const int MostBytes = 32 * 1024;

    private readonly ByteText _arguments = new();
    private Command[] _commands = new Command[8];
    private int _first;
    private int _count;
    private bool _isBody;
    private bool _isAuthLine;

    /// <summary>The HELO name, when the server agreed to it.</summary>
    public LoggedAddress Helo { get; } = new();

    /// <summary>The sender, when the server agreed to him.</summary>
    public LoggedAddress Sender { get; } = new();

    /// <summary>The recipient of the last reply to RCPT.</summary>
    public LoggedAddress Recipient { get; } = new();

    /// <summary>True when the server has authenticated the client.</summary>
    public bool IsRelayClient { get; private set; }

    /// <summary>True when nothing more is believed.</summary>
    public bool IsLost { get; private set; }

    /// <summary>What has come so far of the client's line, and of the server's.</summary>
    public RecordedLine FromClient { get; } = new();

    public RecordedLine FromServer { get; } = new();

    /// <summary>Begins a session whose first line is the server's greeting, or one that is lost.</summary>
    public void Begin(bool isLost)
    {
        IsLost = isLost;
        IsRelayClient = false;
        _isBody = false;
        _isAuthLine = false;
        Helo.Forget();
        Sender.Forget();
        FromClient.Clear();
        FromServer.Clear();
        DropCommands();
        if (!isLost)
            Push(RecordedVerb.Greeting, default);
    }

    /// <summary>Takes a whole line of the client's.</summary>
    /// <param name="line">The line, without its end.</param>
    public void TakeCommand(ReadOnlySpan<byte> line)
    {
        if (IsLost)
            return;
        if (_isBody)
        {
            if (!line.SequenceEqual("."u8))
                return;
            _isBody = false;
            Push(RecordedVerb.Message, default);
        }
        else if (_isAuthLine)
        {
            _isAuthLine = false;
        }
        else if (_count > 0 && _commands[_first + _count - 1].Verb is RecordedVerb.Data or RecordedVerb.StartTls)
        {
            IsLost = true;
        }
        else
        {
            Push(RecordedVerbs.Of(line, out ReadOnlySpan<byte> argument), argument);
        }
    }

    /// <summary>Takes a reply.</summary>
    /// <param name="code">Its code.</param>
    /// <returns>True when it is about a recipient: <see cref="Recipient"/>.</returns>
    public bool TakeReply(int code)
    {
        if (IsLost)
            return false;
        if (_count == 0)
        {
            IsLost = true;
            return false;
        }

        Command command = _commands[_first];
        if (command.Verb == RecordedVerb.Auth && code == 334)
        {
            _isAuthLine = true;
            return false;
        }

        _first++;
        _count--;
        Apply(command.Verb, _arguments.Bytes.Slice(command.Start, command.Length), code);
        if (_count == 0)
            DropCommands();

        // A command at the wrong time says nothing of the recipient.
        return command.Verb == RecordedVerb.Rcpt && Recipient.IsKnown && code != 503;
    }

    /// <summary>True when a greeting can be no reply to what waits. Then a new session has begun in a process of the same number.</summary>
    public bool IsGreetingNew => !IsLost && (_count == 0 || _commands[_first].Verb is not (RecordedVerb.Greeting or RecordedVerb.StartTls or RecordedVerb.Other));

    private void Apply(RecordedVerb verb, ReadOnlySpan<byte> argument, int code)
    {
        bool isAgreed = code / 100 == 2;
        switch (verb)
        {
            case RecordedVerb.Greeting when !isAgreed:
            case RecordedVerb.StartTls when isAgreed:
                IsLost = true;
                break;
            case RecordedVerb.Helo when isAgreed:
                Helo.Set(argument, isAltered: false);
                Sender.Forget();
                break;
            case RecordedVerb.Mail when isAgreed:
                Sender.SetFromArgument(argument, isAltered: false);
                break;
            case RecordedVerb.Mail or RecordedVerb.Message:
            case RecordedVerb.Reset when isAgreed:
                Sender.Forget();
                break;
            case RecordedVerb.Rcpt:
                Recipient.SetFromArgument(argument, isAltered: false);
                break;
            case RecordedVerb.Data:
                _isBody = code == 354;
                break;
            case RecordedVerb.Auth:
                IsRelayClient |= code == 235;
                break;
        }
    }

    private void Push(RecordedVerb verb, ReadOnlySpan<byte> argument)
    {
        if (_count == MostCommands || _arguments.Length + argument.Length > MostBytes)
        {
            IsLost = true;
            return;
        }

        if (_first + _count == _commands.Length)
        {
            Array.Copy(_commands, _first, _commands, 0, _count);
            _first = 0;
            if (2 * _count > _commands.Length)
                Array.Resize(ref _commands, 2 * _commands.Length);
        }

        _commands[_first + _count++] = new Command(verb, _arguments.Length, argument.Length);
        _arguments.Add(argument);
    }

    private void DropCommands()
    {
        _first = 0;
        _count = 0;
        _arguments.Clear();
    }

    private readonly record struct Command(RecordedVerb Verb, int Start, int Length);
}
