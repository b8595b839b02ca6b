package feeds

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// detect finds the character set of a text by its bytes alone; nil is UTF-8. Texts of East Asia and in Cyrillic are known by
// their most frequent characters; what is neither is Western.
func detect(body []byte) encoding.Encoding {
	if bytes.Contains(body, []byte("\x1B$B")) || bytes.Contains(body, []byte("\x1B$@")) || bytes.Contains(body, []byte("\x1B(J")) {
		return japanese.ISO2022JP
	}
	right, wrong := utf8Sequences(body)
	if wrong == 0 || right >= wrong {
		return nil
	}
	if !isDense(body) {
		return charmap.Windows1252
	}
	sample := highText(body)
	best, most := encoding.Encoding(charmap.Windows1252), 0.25 // of the characters have to be frequent ones
	for _, c := range candidates {
		if share := c.share(sample); share > most {
			best, most = c.set, share
		}
	}
	return best
}

// isDense reports whether the bytes beyond ASCII stand together, as in other scripts than Latin.
func isDense(body []byte) bool {
	high, together := 0, 0
	for i, c := range body {
		if c < utf8.RuneSelf {
			continue
		}
		high++
		if i > 0 && body[i-1] >= utf8.RuneSelf || i+1 < len(body) && body[i+1] >= utf8.RuneSelf {
			together++
		}
	}
	return together*2 > high
}

const maxSample = 16 << 10 // bytes that are looked at

// highText returns the parts of a text that are beyond ASCII, with the byte after each, which may belong to it.
func highText(body []byte) []byte {
	sample := make([]byte, 0, min(len(body), maxSample))
	for i := 0; i < len(body) && len(sample) < maxSample; i++ {
		if body[i] < utf8.RuneSelf {
			continue
		}
		run := i
		for i < len(body) && (body[i] >= utf8.RuneSelf || body[i] >= 0x30 && i > run && body[i-1] >= utf8.RuneSelf && body[i] != '<') {
			i++
		}
		sample = append(append(sample, body[run:i]...), ' ')
	}
	return sample
}

// candidate is a character set with the characters that its texts are full of.
type candidate struct {
	set      encoding.Encoding
	frequent func(r rune) bool
}

var candidates = []candidate{
	{japanese.ShiftJIS, isFrequentJapanese},
	{japanese.EUCJP, isFrequentJapanese},
	{simplifiedchinese.GB18030, oneOf(frequentSimplified)},
	{traditionalchinese.Big5, oneOf(frequentTraditional)},
	{korean.EUCKR, oneOf(frequentHangul)},
	{charmap.Windows1251, isFrequentCyrillic},
	{charmap.KOI8R, isFrequentCyrillic},
}

// share returns how many of a sample's characters beyond ASCII are frequent ones; 0 if it cannot be in this character set.
func (c candidate) share(sample []byte) float64 {
	text, err := c.set.NewDecoder().Bytes(sample)
	if err != nil {
		return 0
	}
	letters, frequent, wrong := 0, 0, 0
	for _, r := range string(text) {
		switch {
		case r < utf8.RuneSelf, unicode.IsPunct(r), unicode.IsSpace(r):
			continue
		case r == utf8.RuneError:
			wrong++
		case c.frequent(r):
			frequent++
		}
		letters++
	}
	if letters == 0 || wrong*20 > letters {
		return 0
	}
	return float64(frequent) / float64(letters)
}

// isFrequentJapanese reports whether r is a kana of full width, which every Japanese text is full of.
func isFrequentJapanese(r rune) bool {
	return r >= 0x3041 && r <= 0x3096 || r >= 0x30A1 && r <= 0x30FC || isFrequentKanji(r)
}

// isFrequentCyrillic reports whether r is a small Russian letter; in the wrong set they become capitals.
func isFrequentCyrillic(r rune) bool { return r >= 'а' && r <= 'я' }

func oneOf(characters string) func(rune) bool {
	return func(r rune) bool { return strings.ContainsRune(characters, r) }
}

var isFrequentKanji = oneOf("日本年月中国大人会社業金銅鉄鉱石価格上下東京時分新高市場米発表前後間生産同出入見行政府")

// What texts on trade are full of, beside the commonest characters of the language.
const (
	frequentSimplified = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经" +
		"十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关" +
		"各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式" +
		"活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热" +
		"铜铝锌镍锡铅金银铁矿石稀土锂钴价格市场涨跌吨美元亿万股贸易出口进口企业集团报告生产投资煤钢"
	frequentTraditional = "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經" +
		"十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關" +
		"各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總次品式" +
		"活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰先回則任取據處隊南給色光門即保治北造百規熱" +
		"銅鋁鋅鎳錫鉛金銀鐵礦石稀土鋰鈷價格市場漲跌噸美元億萬股貿易出口進口企業集團報告生產投資煤鋼"
	frequentHangul = "이다는에의을를가고은한하지로도사기리시자인대서어정해아그나일과으수보부전상제주있것되동구스들만장성원공적용세조국오관여무물소화신경" +
		"면라안연미러모개치거드위산계비마차금년월분방내선생각당후단식문회업체양유강설중요방법발결실가격구리철광석시장수출입생산달러"
)
