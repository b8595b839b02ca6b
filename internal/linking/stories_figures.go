package linking

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"orewire/internal/fold"
)

// figure is a number in a text with what it counts: 1.2 million dollars.
type figure struct {
	unit  string // see units; the word or character after it where that is none of them
	value float64
}

// Units that are written in many ways. Periods and dates say when something is, not how much.
const (
	percent = "%"
	dollars = "$"
	tonnes  = "t"
	ounces  = "oz"
	pounds  = "lb"
	year    = "year"
	quarter = "quarter"
)

// units are the folded words, or their beginnings if they end in *, that name a unit.
var units = tableOf(map[string]string{
	percent: "percent prozent procent pourcent pct パーセント 퍼센트",
	dollars: "dollar* usd dolar* 달러 ドル 米ドル 美元 美金",
	"€":     "euro* eur 유로 ユーロ 欧元 歐元",
	"¥":     "yen 円 엔 日元 日圓",
	"yuan":  "yuan* rmb iuan* 元 人民币 人民幣 위안",
	"won":   "won 원 ウォン 韩元 韓元",
	"real":  "reais brl",
	tonnes:  "ton tons tonne* tonelada* mt t 吨 噸 トン 톤 万吨",
	ounces:  "oz ounce* unze* onza* once* onca* 盎司 オンス 온스",
	pounds:  "lb lbs pound* pfund libra* ポンド 磅 파운드",
	year:    "年 년",
	quarter: "quarter quartal* trimestre* 四半期 季度 季 분기",
	"month": "月 월 개월 か月",
	"day":   "日 일 天 day days tag* jour* dia*",
}, nil)

// scales are the folded words that multiply the number before them.
var scales = tableOf(map[float64]string{
	1e3:  "thousand k mil mille tausend 千 천",
	1e4:  "万 萬 만",
	1e6:  "million millions mln mio millionen millones millon milhoes milhao mi m mn mm 百万",
	1e8:  "億 亿 억",
	1e9:  "billion billions bn bln mrd mia milliarden milliarde milliard milliards bilhao bilhoes bi",
	1e12: "trillion trillions trn trln billionen billones trilhao trilhoes 兆 조",
}, nil)

// numerals are numbers in words, and ordinals, which stand before a quarter.
var numerals = tableOf(map[float64]string{
	1:  "first erste* premier primer* primeiro",
	2:  "two second zwei zweite* deux deuxieme dos segund* dois duas 二 两 兩 두",
	3:  "three third drei dritte* trois troisieme tres tercer* terceiro 三 세",
	4:  "four fourth vier vierte* quatre quatrieme cuatro cuart* quatro quarto 四 네",
	5:  "five funf cinq cinco 五",
	6:  "six sechs seis 六",
	7:  "seven sieben sept siete sete 七",
	8:  "eight acht huit ocho oito 八",
	9:  "nine neun neuf nueve nove 九",
	10: "ten zehn dix diez dez 十",
	11: "eleven elf onze once",
	12: "twelve zwolf douze doce doze",
}, nil)

// counters are the characters after which a Chinese or Japanese numeral is a number of something.
const counters = "类類家艘座隻基人名期社个個項项件次台条條船日月年季天成度号號高"

// figureReader reads the figures of a folded text.
type figureReader struct {
	text   string
	tokens []fold.Token
	comma  bool // the decimal mark of the language
	found  []figure
}

// figuresOf reads the figures of a folded text in a language, and tells which of its tokens their numbers take.
func figuresOf(folded string, tokens []fold.Token, lang string) (found []figure, taken []bool) {
	r := figureReader{text: folded, tokens: tokens, comma: strings.Contains("de fr es pt", lang) && lang != ""}
	taken = make([]bool, len(r.tokens))
	for i := 0; i < len(r.tokens); {
		end := r.read(i)
		for ; i < end; i++ {
			taken[i] = true
		}
		i = max(end, i+1)
	}
	return r.found, taken
}

func (r *figureReader) word(i int) string {
	if i < 0 || i >= len(r.tokens) {
		return ""
	}
	return r.text[r.tokens[i].Start:r.tokens[i].End]
}

// read reads a figure that begins at a token and returns the token after its number; i if there is none.
func (r *figureReader) read(i int) int {
	word := r.word(i)
	if r.tokens[i].Kind == fold.Run {
		r.countedRun(word)
		return i
	}
	if len(word) == 2 && strings.ContainsAny(word[:1], "qt") && word[1] >= '1' && word[1] <= '4' {
		r.add(float64(word[1]-'0'), quarter)
		return i + 1
	}
	value, rest, ok := r.number(word)
	if !ok {
		if value, ok = numerals.find(word); !ok {
			return i
		}
	}
	next := i + 1
	for rest == "" && value < 1000 && r.comma && len(r.word(next)) == 3 && isDigits(r.word(next)) && value == math.Trunc(value) {
		part, _ := strconv.ParseFloat(r.word(next), 64) // thousands set apart by a blank
		value, next = 1000*value+part, next+1
	}
	unit := ""
	if value, rest, next = r.scaled(value, rest, next); rest != "" {
		value, unit = r.short(value, rest)
	} else if large, u := r.short(value, r.word(next)); large != value {
		value, unit, next = large, u, next+1
	} else {
		unit, next = r.unitAfter(i, next)
	}
	r.add(value, unit)
	return next
}

// number reads a number at the beginning of a word.
func (r *figureReader) number(word string) (value float64, rest string, ok bool) {
	end := 0
	for end < len(word) && (word[end] >= '0' && word[end] <= '9' || word[end] == '.' || word[end] == ',') {
		end++
	}
	digits, rest := strings.TrimRight(word[:end], ".,"), word[end:]
	if digits == "" {
		return 0, "", false
	}
	if at := strings.LastIndexAny(digits, ".,"); at >= 0 {
		whole, mark, part := digits[:at], digits[at], digits[at+1:]
		decimal := len(part) != 3 || strings.ContainsAny(whole, ".,") && !strings.ContainsRune(whole, rune(mark)) || mark == '.' && !r.comma
		if mark == ',' && !r.comma {
			decimal = len(part) != 3
		}
		digits = strings.NewReplacer(".", "", ",", "").Replace(whole)
		if decimal {
			digits += "."
		}
		digits += part
	}
	value, err := strconv.ParseFloat(digits, 64)
	return value, rest, err == nil
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// scaled multiplies a number by what follows it, as 2万4000 and 1.2 million do.
func (r *figureReader) scaled(value float64, rest string, next int) (float64, string, int) {
	sum := 0.0
	for {
		if rest == "" && next < len(r.tokens) {
			factor, after := scaleOf(r.word(next))
			if factor == 0 {
				return sum + value, "", next
			}
			value, rest, next = value*factor, after, next+1
		} else if factor, after := scaleOf(rest); factor > 0 {
			value, rest = value*factor, after
		} else {
			return sum + value, rest, next
		}
		if more, after, ok := r.number(r.word(next)); ok && rest == "" && r.tokens[next].Start == r.tokens[next-1].End {
			sum, value, rest, next = sum+value, more, after, next+1
		}
	}
}

// scaleOf reads a scale that a word is, or a run of characters begins with.
func scaleOf(word string) (factor float64, after string) {
	if factor, ok := scales.find(word); ok {
		return factor, ""
	}
	for _, size := range []int{6, 3} {
		if len(word) > size && word[0] >= utf8.RuneSelf {
			if factor, ok := scales.find(word[:size]); ok {
				return factor, word[size:]
			}
		}
	}
	return 0, word
}

// unitAfter reads the unit after a number that stands from one token to before another, or a currency before it.
func (r *figureReader) unitAfter(first, next int) (unit string, end int) {
	switch before := r.word(first - 1); before {
	case "$", "€", "¥", "£":
		if r.word(first-2) == "r" {
			before = "real"
		}
		return before, next
	}
	if r.word(next) == "%" {
		return percent, next + 1
	}
	at := next
	for slices.Contains([]string{"de", "per", "por", "pour", "metric", "troy"}, r.word(at)) { // 104 millones de dólares, por ciento
		at++
	}
	if strings.HasPrefix(r.word(at), "cent") || strings.HasPrefix(r.word(at), "cient") {
		return percent, at + 1
	}
	if at < len(r.tokens) && r.tokens[at].Kind != fold.Mark {
		if unit, known := r.unit(r.word(at)); known || at == next {
			return unit, next
		}
	}
	return "", next
}

// unit names what a word counts; of a run of characters the beginning decides.
func (r *figureReader) unit(word string) (unit string, known bool) {
	if u, ok := units.find(word); ok {
		return u, true
	}
	if word == "" || word[0] < utf8.RuneSelf {
		return stem(word), false
	}
	for size := min(9, len(word)); size > 0; size -= 3 {
		if u, ok := units.whole[word[:size]]; ok {
			return u, true
		}
	}
	_, size := utf8.DecodeRuneInString(word)
	return word[:size], false
}

// short reads a unit with its scale in one: 10 Mt, 300 kt, 4 Mlb. A large number of mt are metric tons.
func (r *figureReader) short(value float64, word string) (float64, string) {
	switch word {
	case "mt":
		if value < 1000 {
			return 1e6 * value, tonnes
		}
	case "kt":
		return 1e3 * value, tonnes
	case "mlb", "mlbs":
		return 1e6 * value, pounds
	case "moz":
		return 1e6 * value, ounces
	case "koz":
		return 1e3 * value, ounces
	}
	unit, _ := r.unit(word)
	return value, unit
}

// countedRun reads the numerals of a run of characters that stand before a counter.
func (r *figureReader) countedRun(run string) {
	before := ""
	for _, c := range run {
		if value, ok := numerals.whole[before]; ok && strings.ContainsRune(counters, c) {
			unit, _ := r.unit(string(c))
			r.add(value, unit)
		}
		before = string(c)
	}
}

// add keeps a figure. A unit's own one, as in dollars a tonne, is no figure.
func (r *figureReader) add(value float64, unit string) {
	if unit == "" && value >= 1900 && value < 2100 && value == math.Trunc(value) {
		unit = year
	}
	if value == 1 && (unit == tonnes || unit == ounces || unit == pounds) {
		return
	}
	r.found = append(r.found, figure{strings.Clone(unit), value})
}

func (f figure) compare(other figure) int {
	return cmp.Or(cmp.Compare(f.unit, other.unit), cmp.Compare(f.value, other.value))
}

func unique(figures []figure) []figure {
	slices.SortFunc(figures, figure.compare)
	return slices.Compact(figures)
}

// isTime reports whether it says when.
func (f figure) isTime() bool {
	return f.unit == year || f.unit == quarter || f.unit == "month" || f.unit == "day"
}

// agrees reports whether one value may be the other one rounded: 10,912 is 10.9 thousand, not 10,900.
func (f figure) agrees(other figure) bool {
	small, large := math.Min(f.value, other.value), math.Max(f.value, other.value)
	return large-small <= 0.002*large
}

// disagree reports whether two texts give other figures for what both tell: more of these than they share.
func disagree(a, b []figure) bool {
	shared, other := 0, 0
	units := map[string]int{} // of a, those that b has too: 1, or 2 if a value is the same
	for _, f := range a {
		for _, g := range b {
			if f.agrees(g) && !f.isTime() && f.value > 12 {
				shared++
			}
			if f.unit != g.unit || f.unit == year {
				continue
			}
			units[f.unit] = max(units[f.unit], 1)
			if f.agrees(g) {
				units[f.unit] = 2
			}
		}
	}
	for _, state := range units {
		if state == 1 {
			other++
		}
	}
	return other > shared
}
