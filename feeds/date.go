package feeds

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"orewire/internal/cleantext"
)

// parseDate reads a date in the forms that feeds use: those of RFC 822, RFC 3339 and ISO 8601, with names of months and zones,
// German and East Asian ones, seconds since 1970. zone is as in orewire.Article: "UTC", an offset as "+02:00", or an IANA
// name. A date without a zone is read in that of its language, if that has one, else as UTC, with zone "".
func parseDate(s, lang string) (at time.Time, zone string, err error) {
	d := date{lang: lang}
	if !d.read(s) {
		return time.Time{}, "", fmt.Errorf("not a date: %q", cleantext.Line(s))
	}
	return d.time()
}

// date is what has been read of a date.
type date struct {
	lang             string
	numbers          []number // of the day, in the order written
	year, month, day int      // where they are named; 0 if not
	hour, minute     int
	second, nano     int
	hasTime          bool
	afternoon        int // 12 after "pm", -12 after "am" (12 am is 0), 0 if neither is said
	offset           int // seconds east of UTC
	zone             string
	location         *time.Location
	monthFirst       bool      // the month is a word that stands before all numbers; it may be a day of the week
	late             bool      // a part of the day stands after the time
	era              int       // years before the first of an era of Japan or Taiwan; 0 if none is named
	epoch            time.Time // zero if it is written otherwise
}

// number is a number with the character that follows it.
type number struct {
	value, digits int
	next          rune
}

// read takes s apart; it reports whether s can be a date.
func (d *date) read(s string) bool {
	if s = strings.TrimSpace(s); len(s) > 100 {
		return false
	}
	if strings.Contains(s, ".m") || strings.Contains(s, ".M") || strings.ContainsAny(s, "０１２３４５６７８９：") {
		s = spelling.Replace(s)
	}
	if d.readEpoch(s) || d.readWeek(s) || d.readCompact(s) {
		return true
	}
	previous := ' '
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		n := size
		switch {
		case r >= '0' && r <= '9':
			n = digits(s)
			rest, ok := d.number(s, n, previous)
			if !ok {
				return false
			}
			s, previous = rest, '0'
			continue
		case unicode.IsLetter(r):
			if n = d.zoneByPlace(s); n == 0 {
				n = letters(s)
				d.word(s[:n])
			}
		}
		s, previous = s[n:], r
	}
	return true
}

// spelling makes one of what is written in several ways.
var spelling = strings.NewReplacer("a.m", "am", "p.m", "pm", "A.M", "am", "P.M", "pm", "：", ":",
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")

// readEpoch reads seconds or milliseconds since 1970.
func (d *date) readEpoch(s string) bool {
	whole, fraction, _ := strings.Cut(s, ".")
	if digits(whole) != len(whole) || digits(fraction) != len(fraction) {
		return false
	}
	value, err := strconv.ParseInt(whole, 10, 64)
	switch {
	case err != nil:
		return false
	case len(whole) == 13:
		d.epoch = time.UnixMilli(value)
	case len(whole) == 9, len(whole) == 10:
		d.epoch = time.Unix(value, int64(fractionOf(fraction)))
	default:
		return false
	}
	return true
}

// fractionOf returns the nanoseconds in a fraction of a second, given by its digits.
func fractionOf(digits string) int {
	fraction, _ := strconv.ParseFloat("0."+digits, 64) // digits only
	return int(fraction * 1e9)
}

// zoneByPlace reads a zone that is named by its place, as Europe/Berlin, and returns its length; 0 if there is none.
func (d *date) zoneByPlace(s string) int {
	n, slash := 0, false
	for n < len(s) && (isNameStart(s[n]) || n > 0 && (s[n] == '/' || s[n] == '-')) {
		slash = slash || s[n] == '/'
		n++
	}
	if !slash {
		return 0
	}
	location, err := time.LoadLocation(s[:n])
	if err != nil {
		return 0
	}
	d.location, d.zone = location, s[:n]
	return n
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// letters returns the length of the word that s begins with; East Asian characters are words of their own.
func letters(s string) int {
	for i, r := range s {
		if r >= 0x2E80 {
			if i == 0 {
				return utf8.RuneLen(r)
			}
			return i
		}
		if !unicode.IsLetter(r) {
			return i
		}
	}
	return len(s)
}

// number reads the number of n digits that s begins with, and what belongs to it.
func (d *date) number(s string, n int, previous rune) (rest string, ok bool) {
	value, err := strconv.Atoi(s[:n])
	if err != nil {
		return s, false
	}
	rest = s[n:]
	next, size := utf8.DecodeRuneInString(rest)
	switch {
	case d.hasTime && (!d.late || d.isComplete()) && (previous == '+' || previous == '-' || previous == '−'):
		return d.offsetFrom(s, n, previous != '+'), true
	case !d.hasTime && (next == ':' || next == 'h' || next == '：') && size < len(rest) && digits(rest[size:]) > 0:
		return d.clock(s)
	case !d.hasTime && d.isComplete() && n <= 2 && value <= 24 && previous != '.' && isDotted(rest):
		return d.clock(strings.Replace(s, ".", ":", 2))
	case !d.hasTime && d.isComplete() && n <= 2 && isHour(rest):
		d.hour, d.hasTime = value, true
		return rest, true
	case (previous == 'T' || previous == 't') && n <= 2 && next == ':': // a time that breaks off
		return s, false
	case !d.hasTime && n == 14 || !d.hasTime && n == 12: // 20250601150600
		d.numbers = append(d.numbers, number{value / pow10(n-8), 8, next})
		d.hour, d.minute, d.hasTime = value/pow10(n-10)%100, value/pow10(n-12)%100, true
		if n == 14 {
			d.second = value % 100
		}
		return rest, true
	case d.eastAsian(value, n, next):
		return rest[size:], true
	case (previous == 'T' || previous == 't') && !d.hasTime && (n == 2 || n == 4 || n == 6) && len(d.numbers) > 0: // 20250601T1506
		value *= pow10(6 - n)
		d.hour, d.minute, d.second, d.hasTime = value/10000, value/100%100, value%100, true
		return rest, true
	case d.hasTime && d.isComplete():
		return rest, true
	case d.hasTime:
		d.late = true
	}
	d.numbers = append(d.numbers, number{value, n, next})
	return rest, true
}

// isComplete reports whether there is all that makes a day.
func (d *date) isComplete() bool {
	parts := len(d.numbers)
	for _, part := range []int{d.year, d.month, d.day} {
		if part > 0 {
			parts++
		}
	}
	return parts >= 3 || len(d.numbers) > 0 && d.numbers[0].digits == 8
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

// eastAsian reads a number by the character behind it: 2025年6月1日 15時06分.
func (d *date) eastAsian(value, digits int, next rune) bool {
	switch next {
	case '년':
		d.year = fullYear(value, digits)
		d.assume("ko")
	case '年':
		if d.year = value + d.era; d.era == 0 {
			d.year = fullYear(value, digits)
		}
	case '月', '월':
		d.month = value
	case '日', '일', '号':
		d.day = value
	case '時', '时', '시', '点':
		d.hour, d.hasTime = value, true
		d.assume(map[rune]string{'時': "ja", '시': "ko"}[next], "zh")
	case '分', '분':
		d.minute = value
	case '秒', '초':
		d.second = value
	default:
		return false
	}
	return true
}

// assume takes a language that a date is written in for the language of its feed, if that is not known.
func (d *date) assume(langs ...string) {
	if d.lang == "" {
		d.lang = or(langs...)
	}
}

// isDotted reports whether a number goes on as a time with dots: 15.06 or 15.06.07, and not as the last day of several: 15.06.2007.
func isDotted(rest string) bool {
	return strings.HasPrefix(rest, ".") && digits(rest[1:]) == 2 && !(strings.HasPrefix(rest[3:], ".") && digits(rest[4:]) == 4)
}

// isHour reports whether what follows a number makes an hour of it: 15 Uhr, 3 pm.
func isHour(rest string) bool {
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimLeft(rest, " "))+" ", " ")
	switch strings.TrimRight(word, ".,)") {
	case "uhr", "am", "pm", "h":
		return true
	}
	return false
}

// clock reads a time of day, as 15:06, 15:06:07.5 or 15h06.
func (d *date) clock(s string) (rest string, ok bool) {
	d.hasTime = true
	fields := []*int{&d.hour, &d.minute, &d.second}
	for i, field := range fields {
		n := digits(s)
		if n == 0 || n > 2 {
			return s, n == 0 && i > 1
		}
		*field, _ = strconv.Atoi(s[:n]) // two digits
		s = s[n:]
		next, size := utf8.DecodeRuneInString(s)
		if i == len(fields)-1 || next != ':' && next != '：' && (next != 'h' || i > 0) || digits(s[size:]) == 0 {
			break
		}
		s = s[size:]
	}
	if strings.HasPrefix(s, ":") && digits(s[1:]) > 0 && digits(s[1:]) < 3 { // a fourth part; three digits are thousandths
		return s, false
	}
	if len(s) > 1 && (s[0] == '.' || s[0] == ',') {
		if n := digits(s[1:]); n > 0 {
			d.nano = fractionOf(s[1 : 1+n])
			s = s[1+n:]
		}
	}
	return s, true
}

// offsetFrom reads an offset from UTC after its sign: 0200, 02:00, 02, 2, -700.
func (d *date) offsetFrom(s string, n int, west bool) (rest string) {
	value, _ := strconv.Atoi(s[:n]) // checked before
	hours, minutes := value, 0
	if n > 2 {
		hours, minutes = value/100, value%100
	}
	rest = s[n:]
	if n <= 2 && strings.HasPrefix(rest, ":") {
		if m := digits(rest[1:]); m > 0 && m <= 2 {
			minutes, _ = strconv.Atoi(rest[1 : 1+m])
			rest = rest[1+m:]
		}
	}
	if hours > 14 || minutes > 59 {
		return rest
	}
	d.offset = hours*3600 + minutes*60
	if west {
		d.offset = -d.offset
	}
	d.zone = zoneName(d.offset)
	return rest
}

// zoneName names an offset: "+02:00", or "UTC" for none.
func zoneName(offset int) string {
	if offset == 0 {
		return "UTC"
	}
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	return fmt.Sprintf("%c%02d:%02d", sign, offset/3600, offset/60%60)
}

// word reads a word: a month, morning or afternoon, a zone. Others, as names of days, say nothing that is not said twice.
func (d *date) word(s string) {
	if month := monthOf(s); month > 0 && (d.month == 0 || d.monthFirst && len(d.numbers) > 0) {
		d.monthFirst = len(d.numbers) == 0
		d.month = month
		return
	}
	switch word := strings.ToUpper(s); word {
	case "AM":
		d.afternoon = -12
	case "PM":
		d.afternoon = 12
	case "T":
	default:
		if offset, ok := zones[word]; ok && d.zone == "" && (d.hasTime || len(word) > 2) {
			d.offset = offset
			d.zone = zoneName(offset)
			if word == "CST" && d.lang == "zh" {
				d.offset, d.zone = 8*3600, "+08:00"
			}
		}
	}
	switch s { // 午後, 下午, 오후
	case "後", "前":
		d.assume("ja")
	case "下", "上":
		d.assume("zh")
	case "오":
		d.assume("ko")
	case "令":
		d.era = 2018
	case "平":
		d.era = 1988
	case "民": // 民國, the era of Taiwan
		d.era = 1911
		d.assume("zh")
	}
	switch s {
	case "後", "후", "下":
		d.afternoon = 12
	case "前", "전", "上":
		d.afternoon = -12
	}
}

// time puts the parts together.
func (d *date) time() (time.Time, string, error) {
	if !d.epoch.IsZero() {
		return d.epoch.UTC(), "UTC", nil
	}
	if err := d.settle(); err != nil {
		return time.Time{}, "", err
	}
	location := d.location
	switch {
	case d.zone == "":
		location, d.zone = languageZone(d.lang)
	case location == nil:
		location = time.FixedZone(d.zone, d.offset)
	}
	second := min(d.second, 59) // a leap second
	at := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, second, d.nano, location)
	if at.Day() != d.day && d.hour < 24 {
		return time.Time{}, "", fmt.Errorf("no such day: %d-%02d-%02d", d.year, d.month, d.day)
	}
	return at, d.zone, nil
}

// settle finds out which number is the year, the month and the day, and checks all parts.
func (d *date) settle() error {
	if d.year == 0 && len(d.numbers) == 1 && d.numbers[0].digits == 8 { // 20250601
		n := d.numbers[0].value
		d.year, d.month, d.day = n/10000, n/100%100, n%100
		d.numbers = nil
	}
	if d.month == 0 && len(d.numbers) == 2 && d.numbers[0].digits == 4 && d.numbers[1].digits == 3 { // 2025-152, a day of the year
		d.year = d.numbers[0].value
		d.ofYear(d.numbers[1].value)
		d.numbers = nil
	}
	if d.monthFirst && len(d.numbers) > 2 { // it was a day of the week
		d.month = 0
	}
	order := d.order()
	for i, n := range d.numbers {
		if i < len(order) && *order[i] == 0 {
			switch *order[i] = n.value; {
			case n.value == 0 && n.digits < 4 && order[i] == &d.day:
				return fmt.Errorf("no such day: 0")
			case order[i] == &d.year:
				d.year = fullYear(n.value, n.digits)
			}
		}
	}
	if d.month == 0 && d.day == 0 && len(d.numbers) == 1 && d.numbers[0].digits == 4 { // a year alone
		d.month = 1
	}
	if d.day == 0 && d.month > 0 && !d.hasTime { // a month alone is its first day
		d.day = 1
	}
	switch {
	case d.afternoon == 12 && d.hour < 12:
		d.hour += 12
	case d.afternoon == -12 && d.hour == 12:
		d.hour = 0
	}
	if d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 || d.hour > 24 || d.minute > 59 || d.second > 60 {
		return fmt.Errorf("no such date: %d-%02d-%02d %02d:%02d", d.year, d.month, d.day, d.hour, d.minute)
	}
	return nil
}

// order says what the numbers mean, in the order written.
func (d *date) order() []*int {
	if len(d.numbers) == 0 {
		return nil
	}
	first := d.numbers[0]
	isYear := first.digits >= 4 || first.value > 31
	switch {
	case d.month > 0 && isYear:
		return []*int{&d.year, &d.day}
	case d.month > 0:
		return []*int{&d.day, &d.year}
	case isYear:
		return []*int{&d.year, &d.month, &d.day}
	case first.next == '-' && first.digits == 2 && len(d.numbers) > 2 && d.numbers[2].digits == 2: // 25-06-01
		return []*int{&d.year, &d.month, &d.day}
	case first.next == '/' && first.value <= 12 && len(d.numbers) > 1 && (d.numbers[1].value > 12 || d.lang == "" || d.lang == "en"):
		return []*int{&d.month, &d.day, &d.year} // as Americans write
	}
	return []*int{&d.day, &d.month, &d.year}
}
