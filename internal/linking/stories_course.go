package linking

import (
	"maps"
	"strings"
	"unicode/utf8"

	"orewire/internal/fold"
)

// course is what a headline says of the way that things go. Two headlines that are alike but for it tell of two events.
type course uint8

const (
	up course = 1 << iota
	down
	begins // work stops, or a case begins
	ends   // it goes on, or is over
	denial
)

// courseWords are folded words, or their beginnings if they end in *; those of Chinese, Japanese and Korean stand anywhere in a text.
var courses = tableOf(map[course]string{
	up: "rise* rose up higher gain* climb* jump* rall* surg* soar* advance* firm* rebound* recover* " +
		"steig* stieg* hoher zulegt klettert anstieg gewinnt plus teurer " +
		"hausse monte* grimpe* bondit progresse* augmente* sube* subio alza avanza* aumenta* crece* sobe* subiu alta avanca* cresce* " +
		"上昇 続伸 反発 急伸 高値 増益 引き上げ 上涨 收涨 上漲 收漲 增长 增長 走高 上调 上調 回升 상승 증가 반등 급등",
	down: "fall* fell down lower slip* drop* slid* slump* sink* sank tumbl* decline* eas* retreat* lose* dip* plung* " +
		"fall* fiel sink* sank niedriger ruckgang verliert minus billiger rutsch* " +
		"baisse recule* chute* cede* diminue* baja* bajo cae* cayo pierde* retrocede* cai* caiu queda recua* perde* " +
		"下落 続落 反落 急落 安値 減益 引き下げ 下跌 收跌 走低 下降 下调 下調 回落 하락 감소 급락",
	begins: "strike* halt* suspend* stop* shut* idle* begin* began begun start* ground* " +
		"streik* stopp* begonnen beginn* greve* debut* suspend* arret* huelga paro inicia* comienza* detien* para* suspende* inici* " +
		"スト開始 始まる 停止 休止 着手 罢工 停产 开始 停產 開始 파업 중단 돌입 시작",
	ends: "resume* restart* reopen* avert* end ends ended over refloat* call* agree* deal " +
		"beend* endet wieder einig* reprise reprend* fin levee acuerdo levant* reanud* termina* retoma* encerra* acordo " +
		"終結 再開 合意 妥結 解除 复产 恢复 結束 结束 復產 恢復 타결 재개 종료 재가동 합의",
	denial: "deny denies denied bestreite* dementi* dement* niega* neg* desmient* desment* 否定 否认 否認 부인",
}, func(a, b course) course { return a | b })

// coursesInRuns are those of Chinese, Japanese and Korean.
var coursesInRuns = func() map[string]course {
	t := maps.Clone(courses.whole)
	maps.DeleteFunc(t, func(word string, _ course) bool { return word[0] < utf8.RuneSelf })
	return t
}()

// courseOf reads a folded text.
func courseOf(folded string) (found course) {
	for _, t := range fold.Tokens(nil, folded) {
		found |= courseOfToken(folded[t.Start:t.End], t.Kind)
	}
	if found&ends != 0 {
		found &^= begins // the end of a strike
	}
	return found
}

func courseOfToken(word string, kind fold.Kind) (found course) {
	switch kind {
	case fold.Word:
		found, _ = courses.find(word)
	case fold.Run:
		for w, c := range coursesInRuns {
			if strings.Contains(word, w) {
				found |= c
			}
		}
	}
	return found
}

// contrary reports whether one says the opposite of the other.
func (c course) contrary(other course) bool {
	opposite := func(a, b course) bool {
		pair := a | b
		return c&pair == a && other&pair == b || c&pair == b && other&pair == a
	}
	return opposite(up, down) || opposite(begins, ends) || (c^other)&denial != 0
}
