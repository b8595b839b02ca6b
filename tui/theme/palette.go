package theme

// Role is what a colour means on the screen.
type Role uint8

// The roles; None is the terminal's own colour.
const (
	None        Role = iota
	Text             // body of tables, prices
	Headline         // title of the open article
	Body             // article text
	Dim              // secondary words
	Faint            // least text: column heads, sources of read rows, closed markets
	Read             // title of a read article
	Border           // frame lines
	BorderFocus      // frame of the pane with the keys
	Rule             // day separator
	Title            // pane title
	TitleFocus       // title of the focused pane
	SelBg            // selected row of the focused pane (an area)
	SelBgIdle        // selected row of another pane (an area)
	SelText          // text on the selection
	SelDim           // secondary text on the selection
	Unread           // mark of an unread article
	Starred          // star
	Red              // red headline
	Up
	Down
	Unchanged // 0.00%
	Stale     // a price whose age is said beside it
	Accent    // brand, selection bar, view key, new above
	Key       // names of keys
	Listed    // the word 'listed'
	Heat      // flow bars
	Hot       // flow far above its usual
	Chart     // price line before the headline
	MarkLine  // line of a headline in the chart
	Backdrop  // everything behind an overlay
	Error
	Warning
	Demo // badge (an area)
	Live
	BadgeText // text on the demo badge
	Ree       // topic groups from here on
	Battery
	Base
	Precious
	Ferrous
	Minor
	Energy
	Fertiliser
	Ship
	Tech
	Policy
	Event
	roles // how many there are
)

// ink is a colour in the three depths that terminals have: true colour, the 256 of xterm, and the 16 of ANSI.
type ink struct {
	rgb  uint32
	c256 uint8
	c16  int8 // usual: the terminal's own colour
}

const usual = -1

type palette [roles]ink

var dark = palette{
	Text:        {0xd5dbe3, 253, usual},
	Headline:    {0xf3f6f9, 255, 15},
	Body:        {0xc8d0d9, 252, usual},
	Dim:         {0x9ba6b2, 248, 7},
	Faint:       {0x7f8b98, 245, 8},
	Read:        {0xa3adb8, 145, 7},
	Border:      {0x35404c, 238, 8},
	BorderFocus: {0xe2b36b, 179, 11},
	Rule:        {0x2c3640, 236, 8},
	Title:       {0xb9c3ce, 251, 7},
	TitleFocus:  {0xf3c781, 222, 11},
	SelBg:       {0x21303e, 236, 8},
	SelBgIdle:   {0x1a222b, 234, 0},
	SelText:     {0xf6f9fc, 231, 15},
	SelDim:      {0xb3bfcb, 250, 7},
	Unread:      {0xf0bd74, 179, 11},
	Starred:     {0xf2d14b, 221, 11},
	Red:         {0xff6b57, 202, 9},
	Up:          {0x4ec46f, 78, 10},
	Down:        {0xff7272, 203, 9},
	Unchanged:   {0x9ba6b2, 248, 7},
	Stale:       {0xa3adb8, 145, 7},
	Accent:      {0xf0bd74, 179, 11},
	Key:         {0xd9c39f, 180, 11},
	Listed:      {0xe6c9a0, 223, 11},
	Heat:        {0x5d6b79, 242, 8},
	Hot:         {0xf0bd74, 179, 11},
	Chart:       {0x8b98a6, 246, 7},
	MarkLine:    {0x46525f, 239, 8},
	Backdrop:    {0x3d4853, 238, 8},
	Error:       {0xff7272, 203, 9},
	Warning:     {0xf0bd74, 179, 11},
	Demo:        {0xf0bd74, 179, 3},
	Live:        {0x4ec46f, 78, 10},
	BadgeText:   {0x11151a, 233, 0},
	Ree:         {0x6ceee6, 87, 14},
	Battery:     {0x3fc4f0, 81, 6},
	Base:        {0xea8a3a, 208, 3},
	Precious:    {0xd2b022, 178, 11},
	Ferrous:     {0xa9c0f0, 147, 7},
	Minor:       {0xc37ef8, 177, 5},
	Energy:      {0xc2ee3f, 191, 3},
	Fertiliser:  {0xfb7abc, 205, 13},
	Ship:        {0x6a9bff, 111, 12},
	Tech:        {0xcbcd99, 187, 6},
	Policy:      {0xfdc3f8, 225, 13},
	Event:       {0xbfa58d, 180, 7},
}

var light = palette{
	Text:        {0x1f252b, 235, usual},
	Headline:    {0x0b0f13, 233, 0},
	Body:        {0x2a3138, 236, usual},
	Dim:         {0x525c66, 240, 8},
	Faint:       {0x5f6973, 242, 8},
	Read:        {0x525c66, 240, 8},
	Border:      {0xc9c8c3, 251, 7},
	BorderFocus: {0xa8690b, 130, 3},
	Rule:        {0xdcdad5, 253, 7},
	Title:       {0x3d464f, 238, 0},
	TitleFocus:  {0x7d4a00, 94, 0},
	SelBg:       {0xdce7f1, 254, 7},
	SelBgIdle:   {0xecebe7, 255, usual},
	SelText:     {0x0b0f13, 233, 0},
	SelDim:      {0x45505a, 239, 0},
	Unread:      {0x8f5200, 94, 3},
	Starred:     {0x806000, 94, 3},
	Red:         {0xc01414, 160, 1},
	Up:          {0x0a7434, 22, 2},
	Down:        {0xbd2330, 124, 1},
	Unchanged:   {0x525c66, 240, 8},
	Stale:       {0x5c666f, 241, 8},
	Accent:      {0x8a5000, 94, 0},
	Key:         {0x7d4a00, 94, 0},
	Listed:      {0x7d4a00, 94, 0},
	Heat:        {0xa9b1b8, 145, 7},
	Hot:         {0xc27a12, 172, 3},
	Chart:       {0x7b858f, 102, 8},
	MarkLine:    {0xc3c6c8, 251, 7},
	Backdrop:    {0xc4c6c6, 251, 7},
	Error:       {0xbd2330, 124, 1},
	Warning:     {0x8a5000, 94, 3},
	Demo:        {0x8a5000, 94, 3},
	Live:        {0x0a7434, 22, 2},
	BadgeText:   {0xfbfaf8, 231, 0},
	Ree:         {0x00696b, 23, 6},
	Battery:     {0x0c659a, 24, 4},
	Base:        {0x96501c, 130, 3},
	Precious:    {0x705c00, 58, 3},
	Ferrous:     {0x3c4a6e, 60, 8},
	Minor:       {0x6c1b92, 54, 5},
	Energy:      {0x3b4a10, 238, 2},
	Fertiliser:  {0xb0005e, 125, 5},
	Ship:        {0x2b43c2, 26, 4},
	Tech:        {0x616a3a, 28, 2},
	Policy:      {0x8a3f86, 126, 5},
	Event:       {0x5a3a22, 52, 8},
}

var colourblind = palette{
	Text:        {0xd5dbe3, 253, usual},
	Headline:    {0xf3f6f9, 255, 15},
	Body:        {0xc8d0d9, 252, usual},
	Dim:         {0x9ba6b2, 248, 7},
	Faint:       {0x7f8b98, 245, 8},
	Read:        {0xa3adb8, 145, 7},
	Border:      {0x35404c, 238, 8},
	BorderFocus: {0xf4f6f8, 255, 15},
	Rule:        {0x2c3640, 236, 8},
	Title:       {0xb9c3ce, 251, 7},
	TitleFocus:  {0xffffff, 231, 15},
	SelBg:       {0x21303e, 236, 8},
	SelBgIdle:   {0x1a222b, 234, 0},
	SelText:     {0xf6f9fc, 231, 15},
	SelDim:      {0xb3bfcb, 250, 7},
	Unread:      {0xf4f6f8, 255, 15},
	Starred:     {0xf2e56b, 185, 11},
	Red:         {0xffb26b, 215, 11},
	Up:          {0x5aa9ff, 75, 12},
	Down:        {0xff9a3c, 208, 3},
	Unchanged:   {0x9ba6b2, 248, 7},
	Stale:       {0xa3adb8, 145, 7},
	Accent:      {0xffffff, 231, 15},
	Key:         {0xdfe5eb, 254, 15},
	Listed:      {0xdfe5eb, 254, 15},
	Heat:        {0x5d6b79, 242, 8},
	Hot:         {0xf4f6f8, 255, 15},
	Chart:       {0x8b98a6, 246, 7},
	MarkLine:    {0x46525f, 239, 8},
	Backdrop:    {0x3d4853, 238, 8},
	Error:       {0xff9a3c, 208, 3},
	Warning:     {0xf2e56b, 185, 11},
	Demo:        {0xf2e56b, 185, 3},
	Live:        {0x5aa9ff, 75, 12},
	BadgeText:   {0x11151a, 233, 0},
	Ree:         {0x91e9cb, 122, 14},
	Battery:     {0x35e0f4, 45, 14},
	Base:        {0xe4aca8, 181, 13},
	Precious:    {0xe8de93, 186, 11},
	Ferrous:     {0xb2bfde, 146, 7},
	Minor:       {0xdccbfd, 189, 5},
	Energy:      {0x97a084, 144, 2},
	Fertiliser:  {0xf49dcc, 218, 13},
	Ship:        {0x929fc6, 103, 6},
	Tech:        {0x95b984, 108, 6},
	Policy:      {0xe47ac8, 176, 13},
	Event:       {0xe9c094, 180, 7},
}

var colourblindLight = palette{
	Text:        {0x1f252b, 235, usual},
	Headline:    {0x0b0f13, 233, 0},
	Body:        {0x2a3138, 236, usual},
	Dim:         {0x525c66, 240, 8},
	Faint:       {0x5f6973, 242, 8},
	Read:        {0x525c66, 240, 8},
	Border:      {0xc9c8c3, 251, 7},
	BorderFocus: {0x1f252b, 235, 0},
	Rule:        {0xdcdad5, 253, 7},
	Title:       {0x3d464f, 238, 0},
	TitleFocus:  {0x0b0f13, 233, 0},
	SelBg:       {0xdce7f1, 254, 7},
	SelBgIdle:   {0xecebe7, 255, usual},
	SelText:     {0x0b0f13, 233, 0},
	SelDim:      {0x45505a, 239, 0},
	Unread:      {0x0b0f13, 233, 0},
	Starred:     {0x5c4a00, 58, 3},
	Red:         {0x8f3d00, 124, 1},
	Up:          {0x0b5ab5, 25, 4},
	Down:        {0xa04600, 130, 3},
	Unchanged:   {0x525c66, 240, 8},
	Stale:       {0x5c666f, 241, 8},
	Accent:      {0x0b0f13, 233, 0},
	Key:         {0x2a3138, 236, 0},
	Listed:      {0x2a3138, 236, 0},
	Heat:        {0xa9b1b8, 145, 7},
	Hot:         {0x3d464f, 238, 0},
	Chart:       {0x7b858f, 102, 8},
	MarkLine:    {0xc3c6c8, 251, 7},
	Backdrop:    {0xc4c6c6, 251, 7},
	Error:       {0xa04600, 130, 3},
	Warning:     {0x5c4a00, 58, 3},
	Demo:        {0x5c4a00, 58, 3},
	Live:        {0x0b5ab5, 25, 4},
	BadgeText:   {0xfbfaf8, 231, 0},
	Ree:         {0x216250, 23, 6},
	Battery:     {0x0f4e61, 24, 6},
	Base:        {0x6a301e, 52, 5},
	Precious:    {0x453706, 58, 8},
	Ferrous:     {0x003576, 18, 8},
	Minor:       {0x3f2e59, 53, 5},
	Energy:      {0x343b2a, 237, 2},
	Fertiliser:  {0x7a5a5a, 95, 5},
	Ship:        {0x3c0b91, 19, 6},
	Tech:        {0x5a624b, 59, 2},
	Policy:      {0x53404a, 238, 5},
	Event:       {0x62523e, 240, 8},
}
