package linking

import (
	"math/bits"
	"unicode"

	"orewire/internal/fold"
)

// langs is a set of written languages.
type langs uint16

// The written languages of the lexicon.
const (
	english langs = 1 << iota
	german
	french
	spanish
	portuguese
	japanese
	simplified
	traditional
	korean
	noLang  langs = 0
	anyLang langs = 1<<iota - 1 // of the nine above
)

const (
	chinese = simplified | traditional
	cjk     = japanese | chinese | korean
	spaced  = english | german | french | spanish | portuguese
)

// languageOfKey has orewire.Languages.
var languageOfKey = map[string]langs{"en": english, "de": german, "fr": french, "es": spanish, "pt": portuguese, "ja": japanese,
	"zh_hans": simplified, "zh_hant": traditional, "zh": chinese, "ko": korean}

// code returns the language as articles say it.
func (l langs) code() string {
	switch {
	case l&japanese != 0:
		return "ja"
	case l&korean != 0:
		return "ko"
	case l&chinese != 0:
		return "zh"
	case l&german != 0:
		return "de"
	case l&french != 0:
		return "fr"
	case l&spanish != 0:
		return "es"
	case l&portuguese != 0:
		return "pt"
	case l&english != 0:
		return "en"
	}
	return ""
}

// functionWords are frequent words that belong to one of the languages, or to two that they then both speak for.
var functionWords = map[langs][]string{
	english: {"the", "of", "and", "to", "for", "with", "on", "from", "is", "are", "was", "after", "says", "said", "its", "it", "that", "this",
		"by", "at", "has", "have", "will", "be", "as", "over", "than", "more", "new", "his", "their", "who", "would", "into", "an", "in"},
	german: {"der", "die", "das", "und", "den", "dem", "des", "ein", "eine", "einen", "einer", "im", "mit", "fur", "auf", "von", "zu", "zum", "zur",
		"ist", "nicht", "sich", "auch", "bei", "aus", "nach", "wird", "uber", "vor", "hat", "sind", "als", "wie", "noch", "werden", "gegen", "an", "in"},
	french: {"le", "la", "les", "des", "du", "de", "et", "un", "une", "au", "aux", "dans", "sur", "pour", "par", "qui", "que", "est", "pas", "plus",
		"son", "ses", "avec", "selon", "ce", "cette", "d", "l", "a", "en", "ne", "se", "il", "entre"},
	spanish: {"el", "la", "los", "las", "de", "del", "y", "un", "una", "en", "por", "para", "con", "que", "se", "al", "su", "sus", "es", "no", "mas",
		"como", "lo", "pese", "segun", "sobre", "tras", "entre", "desde", "hasta", "son", "e"},
	portuguese: {"o", "os", "as", "do", "da", "dos", "das", "de", "e", "em", "no", "na", "nos", "nas", "um", "uma", "por", "para", "com", "que", "se",
		"ao", "aos", "pelo", "pela", "mais", "nao", "sao", "sobre", "apos", "entre", "seu", "sua", "a"},
}

// scripts counts the characters of a text by the languages that write so.
type scripts struct{ kana, hangul, han, other int }

func (s *scripts) add(f *field) {
	folded := f.folded.String()
	for _, t := range f.tokens {
		switch t.Kind {
		case fold.Word:
			s.other += t.End - t.Start
		case fold.Run:
			for _, r := range folded[t.Start:t.End] {
				switch {
				case r >= 0x3041 && r <= 0x30FF:
					s.kana++
				case r >= 0xAC00 && r <= 0xD7A3:
					s.hangul++
				case unicode.Is(unicode.Han, r):
					s.han++
				}
			}
		}
	}
}

// languageWords is how many words at the beginning decide the language.
const languageWords = 120

// language finds the language of an item and the languages whose terms apply to it: English and its own, and each whose script it has.
func (l *Linker) language(fields []field, hint string) (main, apply langs) {
	var s scripts
	var votes [5]int
	words := 0
	for i := range fields {
		s.add(&fields[i])
		for token, id := range fields[i].ids {
			if words++; words > languageWords {
				break
			}
			if spoken := l.words.spoken[id]; spoken != 0 && fields[i].word(token) != "&" {
				for k := range votes {
					if spoken&(1<<k) != 0 {
						votes[k]++
					}
				}
			}
		}
		if words > languageWords {
			break
		}
	}
	hinted := languageOfKey[hint]
	apply = english
	switch {
	case s.hangul > 0 && s.hangul >= s.kana:
		main = korean
	case s.kana > 0 || s.han > 0 && hinted == japanese:
		main = japanese
	case s.han > 0:
		main = chinese
	}
	apply |= main
	if 4*(s.kana+s.hangul+s.han) >= s.other && main != 0 {
		return main, apply
	}
	if main = hinted & spaced; main == noLang {
		main = english
	}
	best := votes[bits.TrailingZeros16(uint16(main))]
	for k, n := range votes {
		if n > best {
			best, main = n, langs(1)<<k
		}
	}
	return main, apply | main
}
