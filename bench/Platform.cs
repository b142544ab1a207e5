using System.Runtime.Versioning;

// The program runs on Linux, and so do its tests: they start it with Linux's own calls.
[assembly: SupportedOSPlatform("linux")]
