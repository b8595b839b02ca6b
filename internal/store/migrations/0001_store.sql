-- Times are milliseconds since 1970 in UTC, 0 for none.

-- A feed with what its polls have shown; its id also says who may edit an article.
CREATE TABLE feeds (
	id            INTEGER PRIMARY KEY,
	url           TEXT NOT NULL UNIQUE,
	title         TEXT NOT NULL DEFAULT '',
	etag          TEXT NOT NULL DEFAULT '',
	last_modified TEXT NOT NULL DEFAULT '',
	checked       INTEGER NOT NULL DEFAULT 0,
	ok            INTEGER NOT NULL DEFAULT 0,
	next          INTEGER NOT NULL DEFAULT 0,
	interval      INTEGER NOT NULL DEFAULT 0, -- nanoseconds, as took
	newest        INTEGER NOT NULL DEFAULT 0,
	items         INTEGER NOT NULL DEFAULT 0,
	status        INTEGER NOT NULL DEFAULT 0,
	failures      INTEGER NOT NULL DEFAULT 0,
	error         TEXT NOT NULL DEFAULT '',
	took          INTEGER NOT NULL DEFAULT 0
);

-- An article's place is the second it was published and its id in one number (see place.go): the order of every list. The columns
-- that conditions look at stand first.
CREATE TABLE articles (
	place        INTEGER PRIMARY KEY,
	id           INTEGER NOT NULL UNIQUE,
	read         INTEGER NOT NULL,
	starred      INTEGER NOT NULL,
	feed         INTEGER NOT NULL, -- the feed that first had it
	labels       TEXT NOT NULL,    -- JSON: ids of its labels
	key          TEXT NOT NULL UNIQUE,
	published    INTEGER NOT NULL,
	published_as TEXT NOT NULL,
	zone         TEXT NOT NULL,
	undated      INTEGER NOT NULL,
	seen         INTEGER NOT NULL,
	updated      INTEGER NOT NULL,
	lang         TEXT NOT NULL,
	url          TEXT NOT NULL,
	publisher    TEXT NOT NULL,
	via          TEXT NOT NULL,
	author       TEXT NOT NULL,
	title        TEXT NOT NULL,
	summary      TEXT NOT NULL,
	feeds        TEXT NOT NULL, -- JSON: names of the feeds it was seen in
	topics       TEXT NOT NULL, -- JSON: topics with their places in title and summary
	links        TEXT NOT NULL  -- JSON: links with their places in title and summary
);
CREATE INDEX articles_marks ON articles (place, read);
CREATE INDEX articles_unread ON articles (place) WHERE read = 0;
CREATE INDEX articles_starred ON articles (place) WHERE starred = 1;

-- What only the reader of an article needs. Its key numbers the articles and is never used again.
CREATE TABLE bodies (
	id    INTEGER PRIMARY KEY AUTOINCREMENT,
	body  TEXT NOT NULL,
	spans TEXT NOT NULL -- JSON: the places in the body of its topics and links
);

-- An item of a feed as it was last seen there. Those of swept articles stay, so that an old item does not come back as new.
CREATE TABLE sightings (
	feed    INTEGER NOT NULL,
	guid    TEXT NOT NULL,
	article INTEGER NOT NULL,
	digest  INTEGER NOT NULL, -- of what the feed gave
	PRIMARY KEY (feed, guid)
) WITHOUT ROWID;

-- What lists can be narrowed to: a topic, an instrument, a feed, a host. Rows are only ever added.
CREATE TABLE labels (
	id     INTEGER PRIMARY KEY,
	kind   INTEGER NOT NULL, -- see labels.go
	name   TEXT NOT NULL,    -- topic id, symbol, feed name, host
	title  TEXT NOT NULL,    -- an instrument's name
	total  INTEGER NOT NULL DEFAULT 0,
	unread INTEGER NOT NULL DEFAULT 0,
	UNIQUE (kind, name, title)
);
INSERT INTO labels (id, kind, name, title) VALUES (0, 0, '', ''); -- every article

CREATE TABLE postings (
	label INTEGER NOT NULL,
	place INTEGER NOT NULL,
	read  INTEGER NOT NULL,
	PRIMARY KEY (label, place)
) WITHOUT ROWID;
CREATE INDEX postings_unread ON postings (label, place) WHERE read = 0;

-- The rowid is the article's place, so that hits come newest first. What goes in is folded by package query.
CREATE VIRTUAL TABLE search USING fts5 (
	title, text, pairs,
	content = '', contentless_delete = 1, tokenize = "ascii tokenchars '.,'"
);
INSERT INTO search (search, rank) VALUES ('deletemerge', 0); -- a merge for deletions' sake can stall a writer for seconds; Sweep merges in steps

CREATE TABLE quotes (
	symbol TEXT PRIMARY KEY,
	quote  TEXT NOT NULL -- JSON
) WITHOUT ROWID;

CREATE TABLE bars (
	symbol TEXT NOT NULL,
	step   INTEGER NOT NULL, -- seconds
	start  INTEGER NOT NULL,
	close  REAL NOT NULL,
	volume REAL NOT NULL,
	PRIMARY KEY (symbol, step, start)
) WITHOUT ROWID;
