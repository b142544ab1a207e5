using System;

namespace QregexCheck.Smtp;

/// <summary>What qmail-smtpd puts in the place of one of its own IP addresses in brackets. Source: qmail-smtpd(8), localiphost.</summary>
/// <param name="Name">The line of control/localiphost, or of control/me.</param>
/// <param name="IsMine">True for an IPv4 address of this host, the first byte of which is the highest.</param>
internal sealed record LocalHost(byte[] Name, Func<uint, bool> IsMine);
