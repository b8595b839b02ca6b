package feeds

import (
	"strconv"
	"strings"
	"time"
)

// readWeek reads a day by the week of its year: 2025-W23-1. A week or day that there is not leaves no day.
func (d *date) readWeek(s string) bool {
	if len(s) < 10 || s[4] != '-' || s[5] != 'W' || digits(s) != 4 || digits(s[6:]) != 2 || s[8] != '-' || digits(s[9:]) != 1 || len(s) > 10 {
		return false
	}
	year, _ := strconv.Atoi(s[:4])
	week, _ := strconv.Atoi(s[6:8])
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // always in the first week
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	day := monday.AddDate(0, 0, (week-1)*7+int(s[9]-'1'))
	if y, w := day.ISOWeek(); y == year && w == week && s[9] >= '1' && s[9] <= '7' {
		d.year, d.month, d.day = day.Year(), int(day.Month()), day.Day()
	}
	return true
}

// compact are the short forms of ISO 8601, most with years of two digits: where their parts begin and end. A day that is empty is the
// first of its month.
var compact = map[string]struct {
	year, month, day, end int
	ofYear                bool // the day is one of the year, without a month
}{
	"999999":  {0, 2, 4, 6, false}, // 250601
	"-9999":   {1, 3, 5, 5, false}, // -2506
	"-99-99":  {1, 4, 6, 6, false}, // -25-06
	"99999":   {0, 2, 2, 5, true},  // 25152
	"99-999":  {0, 3, 3, 6, true},  // 25-152
	"9999999": {0, 4, 4, 7, true},  // 2025152
}

// readCompact reads a day in a form of compact, without a time.
func (d *date) readCompact(s string) bool {
	if len(s) < 5 || len(s) > 7 {
		return false
	}
	form, ok := compact[strings.Map(digitsAlike, s)]
	if !ok {
		return false
	}
	number := func(from, to int) int {
		n, _ := strconv.Atoi(strings.Trim(s[from:to], "-")) // digits, or nothing
		return n
	}
	d.year = fullYear(number(form.year, form.month), len(strings.Trim(s[form.year:form.month], "-")))
	if form.ofYear {
		d.ofYear(number(form.day, form.end))
		return true
	}
	d.month, d.day = number(form.month, form.day), max(1, number(form.day, form.end))
	return true
}

// digitsAlike makes one digit of all.
func digitsAlike(r rune) rune {
	if r >= '0' && r <= '9' {
		return '9'
	}
	return r
}

// ofYear sets month and day from a day of the year; one that it does not have leaves none.
func (d *date) ofYear(day int) {
	if at := time.Date(d.year, 1, day, 0, 0, 0, 0, time.UTC); at.Year() == d.year {
		d.month, d.day = int(at.Month()), at.Day()
	}
}

// fullYear completes a year of so many digits: with two it is the one of 1970 to 2069, with three it counts from 1900, as
// RFC 2822 says.
func fullYear(year, digits int) int {
	switch {
	case digits == 3 && year >= 100:
		return year + 1900
	case digits < 3 && year >= 70:
		return year + 1900
	case digits < 3:
		return year + 2000
	}
	return year
}
