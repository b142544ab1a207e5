namespace QregexCheck.Conversion;

/// <summary>Which signs of a glob mean something. A glob is about the whole subject in each of them.</summary>
internal enum GlobDialect : byte
{
    /// <summary><c>*</c> and <c>?</c>; case does not matter. Source: add_to_addrlist of SpamAssassin's Conf/Parser.pm.</summary>
    SpamAssassin,

    /// <summary><c>*</c>, <c>?</c>, bracket expressions and backslashes; case matters. Source: wildmat.c of INN, which the patches of qmail took.</summary>
    Wildmat,

    /// <summary><c>*</c>; <c>?</c> for one byte or none, <c>+</c> for one or more; case matters. Source: rspamd_str_regexp_escape of rspamd.</summary>
    Rspamd,

    /// <summary><c>*</c>, which ends at the first byte that could follow it; case does not matter. Source: hostname_match of OpenSMTPD's util.c.</summary>
    Opensmtpd,
}
