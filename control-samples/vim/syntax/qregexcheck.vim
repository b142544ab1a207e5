" Vim syntax file: rules of QregexCheck, as qregexcheck-rules(5) describes them.
" To install it: copy the directories ftdetect and syntax into ~/.vim, or into /usr/share/vim/vimfiles for all users.

if exists("b:current_syntax")
  finish
endif
syntax case match

" A rule. Only its marks have colours; the letters of an address are plain.
syntax match qregexNegation /^!/
syntax match qregexSign /[.*+?|()^$]/
syntax match qregexCount /{\d*\(,\d*\)\=}/
syntax match qregexEscape /\\[^A-Za-z0-9]/
syntax match qregexEscape /\\[wWsSbB1-9]/
" A backslash before another letter or 0: \d matches nothing in this language.
syntax match qregexMistake /\\[AC-RT-VX-Zac-rt-vx-z0]/
syntax match qregexMistake /\\$/
syntax region qregexBracket start=/\[^\=\]\=/ skip=/\[\([:.=]\)[^]]*\1\]/ end=/\]/ oneline contains=qregexClass
syntax match qregexClass /\[\([:.=]\)[^]]*\1\]/ contained

" Comments, and those that say something about the rule below them.
syntax match qregexComment /^#.*/ contains=qregexTodo
syntax match qregexAnnotation /^#:.*/ contains=qregexName,qregexText
syntax match qregexName /[a-z-]\+\ze=/ contained
syntax region qregexText start=/"/ skip=/\\./ end=/"/ oneline contained
syntax match qregexHit /^#+.*/
syntax match qregexNoHit /^#-.*/
syntax keyword qregexTodo TODO FIXME XXX contained

highlight default link qregexNegation Operator
highlight default link qregexSign Special
highlight default link qregexCount Number
highlight default link qregexEscape SpecialChar
highlight default link qregexMistake Error
highlight default link qregexBracket Character
highlight default link qregexClass Type
highlight default link qregexComment Comment
highlight default link qregexAnnotation PreProc
highlight default link qregexName Identifier
highlight default link qregexText String
highlight default link qregexHit DiffAdd
highlight default link qregexNoHit DiffDelete
highlight default link qregexTodo Todo

let b:current_syntax = "qregexcheck"
