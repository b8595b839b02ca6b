package linking

import (
	"slices"
	"time"
)

// reports finds reports by the words that they share.
type reports struct {
	slots   map[int64]int32    // by article
	list    []*Report          // by slot; nil is free
	free    []int32            // slots
	byWord  map[uint32][]int32 // twice the slot, and one more if the word stands in the title
	shared  []uint16           // by slot: words looked up that it shares with the report at hand
	inTitle []uint8            // by slot: those of them that stand in both titles
	found   []int32            // slots that share any
}

func newReports() reports {
	return reports{slots: map[int64]int32{}, byWord: map[uint32][]int32{}}
}

func (x *reports) len() int             { return len(x.slots) }
func (x *reports) has(id int64) bool    { _, ok := x.slots[id]; return ok }
func (x *reports) get(id int64) *Report { return x.list[x.slots[id]] }

func (x *reports) add(r Report) {
	slot := int32(len(x.list))
	if n := len(x.free); n > 0 {
		slot, x.free = x.free[n-1], x.free[:n-1]
		x.list[slot] = &r
	} else {
		x.list, x.shared, x.inTitle = append(x.list, &r), append(x.shared, 0), append(x.inTitle, 0)
	}
	x.slots[r.ID] = slot
	for _, w := range r.words {
		x.byWord[w] = append(x.byWord[w], r.posting(slot, w))
	}
}

// posting is what stands for a report under one of its words.
func (r *Report) posting(slot int32, word uint32) int32 {
	if _, inTitle := slices.BinarySearch(r.title, word); inTitle {
		return slot<<1 | 1
	}
	return slot << 1
}

func (x *reports) remove(id int64) {
	slot := x.slots[id]
	for _, w := range x.list[slot].words {
		list := x.byWord[w]
		i := slices.Index(list, x.list[slot].posting(slot, w))
		last := len(list) - 1
		list[i] = list[last]
		if x.byWord[w] = list[:last]; last == 0 {
			delete(x.byWord, w)
		}
	}
	x.list[slot] = nil
	x.free = append(x.free, slot)
	delete(x.slots, id)
}

// likeness is a report that tells of the same event as another one, and how like it is to that.
type likeness struct {
	*Report
	score float64
}

// like returns the reports of the event that a report tells of, without itself. To count all shared words is quicker than to leave out the
// frequent ones and compare those that may share enough, as these are many.
func (x *reports) like(r *Report) []likeness {
	x.count(r)
	least := uint16(max(leastShared, int(sharedWords*float64(len(r.words))))) // as two sets share at least j of either if their Jaccard index is j
	leastInTitle := uint8(titleAlone * float64(max(len(r.title), leastShared)))
	var alike []likeness
	for _, slot := range x.found {
		shared, inTitle := x.shared[slot], x.inTitle[slot]
		x.shared[slot], x.inTitle[slot] = 0, 0
		if shared < least && inTitle < leastInTitle {
			continue
		}
		other := x.list[slot]
		if score := r.likeness(other, int(shared)); score > 0 && other.ID != r.ID {
			alike = append(alike, likeness{other, score})
		}
	}
	return alike
}

// count counts the words that other reports share with one, and those that both have in their titles.
func (x *reports) count(r *Report) {
	x.found = x.found[:0]
	title := r.title
	for _, w := range r.words {
		for len(title) > 0 && title[0] < w {
			title = title[1:]
		}
		inTitle := uint8(0)
		if len(title) > 0 && title[0] == w {
			inTitle = 1
		}
		for _, p := range x.byWord[w] {
			slot := p >> 1
			if x.shared[slot] == 0 {
				x.found = append(x.found, slot)
			}
			x.shared[slot]++
			x.inTitle[slot] += uint8(p&1) & inTitle
		}
	}
}

// median returns the time before which half of the reports were published.
func (x *reports) median() time.Time {
	times := make([]int64, 0, len(x.slots))
	for _, slot := range x.slots {
		times = append(times, x.list[slot].Published.Unix())
	}
	slices.Sort(times)
	return time.Unix(times[len(times)/2], 0)
}

// since returns the reports of what was published from a time on, and the articles that are not among them. To add these anew is quicker
// than to take the many others out.
func (x *reports) since(t time.Time) (kept reports, left []int64) {
	kept = newReports()
	for id, slot := range x.slots {
		if r := x.list[slot]; r.Published.Before(t) {
			left = append(left, id)
		} else {
			kept.add(*r)
		}
	}
	return kept, left
}
