namespace QregexCheck.Posix;

/// <summary>The error numbers that we tell apart. Source: errno(3), Linux.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoSuchFile = 2;
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int FileExists = 17;
    public const int NotADirectory = 20;
    public const int Invalid = 22;
    public const int TooManyFiles = 24;
    public const int BrokenPipe = 32;
    public const int NameTooLong = 36;
    public const int TooManyLinks = 40;
    public const int NoAttribute = 61;
    public const int NotASocket = 88;
    public const int NotSupported = 95;
}
