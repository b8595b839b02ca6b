package cleantext

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	zeroWidthNonJoiner = '\u200C'
	zeroWidthJoiner    = '\u200D'
)

func isJoiner(r rune) bool { return r == zeroWidthJoiner || r == zeroWidthNonJoiner }

// joined are the scripts whose words need joiners.
var joined = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian, unicode.Mandaic, unicode.Adlam, unicode.Hanifi_Rohingya,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
	unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Myanmar, unicode.Khmer, unicode.Tibetan, unicode.Balinese,
	unicode.Javanese,
}

// joins reports whether r belongs to a word of a script that needs joiners.
func joins(r rune) bool { return r >= 0x600 && unicode.In(r, joined...) }

// isVirama reports whether r is the sign that silences a vowel (combining class 9).
func isVirama(r rune) bool {
	return r >= 0x900 && unicode.Is(unicode.M, r) && norm.NFC.PropertiesString(string(r)).CCC() == 9
}

// isInvisible reports whether r shows nothing: bidi controls, tags, fillers, format characters. The Arabic number signs are
// format characters that are seen.
func isInvisible(r rune) bool {
	if unicode.Is(unicode.Cf, r) {
		return !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
	}
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Bidi_Control) ||
		r >= 0xE0000 && r <= 0xE0FFF && !unicode.Is(unicode.Variation_Selector, r)
}

// isVariation reports whether r only chooses between forms of the character before it, which terminals measure differently;
// Mongolian words need theirs.
func isVariation(r, previous rune) bool {
	return unicode.Is(unicode.Variation_Selector, r) && !(r < 0x2000 && unicode.Is(unicode.Mongolian, previous))
}

// isEmojiModifier reports whether r is a skin tone or the frame of a keycap.
func isEmojiModifier(r rune) bool { return r >= 0x1F3FB && r <= 0x1F3FF || r == 0x20E3 }

// isNoncharacter reports whether r can never be a character.
func isNoncharacter(r rune) bool { return r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF }
