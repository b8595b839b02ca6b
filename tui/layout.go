package tui

// paneID names a pane.
type paneID int

const (
	paneCommodities paneID = iota
	paneHeadlines
	paneArticle
	paneTickers
	paneChart
	paneCount
)

// String is the pane's name on the screen.
func (p paneID) String() string {
	return [...]string{"Commodities", "Headlines", "Article", "Tickers", "Chart"}[p]
}

type shape int

const (
	tiny   shape = iota // too small for anything
	narrow              // one pane at a time
	medium              // two columns
	wide                // three columns
)

// The sizes at which the layout changes, and what it gives to its columns (without their lines).
const (
	wideFrom, mediumFrom, narrowFrom = 140, 90, 40
	shortest                         = 10
	stripFrom, topicsFrom            = 30, 26 // rows
	commoditiesWidth                 = 20
	tickersWidth                     = 38
	tickersMedium, tickersSmall      = 36, 30
	mediumRoomy                      = 100
)

// box is a pane's place with the lines around it, in cells, both ends included.
type box struct {
	pane           paneID
	x1, y1, x2, y2 int
}

// inner is what the pane itself has.
func (b box) inner() (w, h int) { return b.x2 - b.x1 - 1, b.y2 - b.y1 - 1 }

func (b box) holds(x, y int) bool { return x >= b.x1 && x <= b.x2 && y >= b.y1 && y <= b.y2 }

// layout says where everything is; rows that are not there are -1.
type layout struct {
	shape         shape
	w, h          int
	strip, topics int
	prompt        int // first of the two rows of the search
	footer        int
	boxes         []box
}

// arranging is what the layout depends on beside the size.
type arranging struct {
	focus     paneID
	zoomed    bool // the focused pane has all the room
	searching bool
	noStrip   bool // there is nothing to show in it
}

// arrange places everything on a screen of w by h cells.
func arrange(w, h int, a arranging) layout {
	l := layout{w: w, h: h, strip: -1, topics: -1, prompt: -1, footer: h - 1}
	switch {
	case w < narrowFrom || h < shortest:
		return l
	case w < mediumFrom:
		l.shape = narrow
	case w < wideFrom:
		l.shape = medium
	default:
		l.shape = wide
	}
	top := 1
	if l.shape != narrow && h >= stripFrom && !a.noStrip {
		l.strip = top
		top++
	}
	if l.shape == medium && h >= topicsFrom {
		l.topics = top
		top++
	}
	bottom := h - 2
	if a.searching {
		l.prompt, l.footer = h-2, -1
		bottom--
	}
	l.boxes = placePanes(l.shape, w, top, bottom, a)
	return l
}

func placePanes(s shape, w, top, bottom int, a arranging) []box {
	if s == narrow || a.zoomed {
		return []box{{a.focus, 0, top, w - 1, bottom}}
	}
	middle := top + (bottom-top)/2
	left, right := 0, w-2-tickersMedium
	var boxes []box
	if s == wide {
		left, right = commoditiesWidth+1, w-2-tickersWidth
		boxes = append(boxes, box{paneCommodities, 0, top, left, bottom})
	} else if w < mediumRoomy {
		right = w - 2 - tickersSmall
	}
	return append(boxes,
		box{paneHeadlines, left, top, right, middle},
		box{paneArticle, left, middle, right, bottom},
		box{paneTickers, right, top, w - 1, middle},
		box{paneChart, right, middle, w - 1, bottom},
	)
}

// box returns where a pane is, if it is on the screen.
func (l layout) box(p paneID) (box, bool) {
	for _, b := range l.boxes {
		if b.pane == p {
			return b, true
		}
	}
	return box{}, false
}

// order is the panes in the order of tab.
func (l layout) order() []paneID {
	if l.shape == wide || l.shape == narrow {
		return []paneID{paneCommodities, paneHeadlines, paneArticle, paneTickers, paneChart}
	}
	return []paneID{paneHeadlines, paneArticle, paneTickers, paneChart}
}

// beside returns the pane to the left or right of one, or the pane itself if there is none.
func (l layout) beside(p paneID, step int) paneID {
	from, ok := l.box(p)
	if !ok || len(l.boxes) == 1 {
		return next(l.order(), p, step)
	}
	best := p
	for _, b := range l.boxes {
		touches := step < 0 && b.x2 == from.x1 || step > 0 && b.x1 == from.x2
		if touches && b.y1 <= from.y1 && b.y2 > from.y1 || touches && best == p {
			best = b.pane
		}
	}
	return best
}

// next steps through a list that is a ring.
func next(ring []paneID, p paneID, step int) paneID {
	for i, q := range ring {
		if q == p {
			return ring[(i+step+len(ring))%len(ring)]
		}
	}
	return ring[0]
}
