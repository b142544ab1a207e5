" Files of rules in a control directory of qmail, by their names: with or without "hosts" behind, for the plain lists.
autocmd BufNewFile,BufRead {bad,good}{helo,mailfrom,mailto,bounceto,bounce}{,norelay}{,hosts} setfiletype qregexcheck
autocmd BufNewFile,BufRead */control/checkrcpthosts setfiletype qregexcheck
