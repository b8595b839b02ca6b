-- Articles lie in the order of their arrival, so that the many that come at once lie side by side; an index gives their places in the lists.
CREATE TABLE arrived (
	id           INTEGER PRIMARY KEY,
	place        INTEGER NOT NULL, -- the second it was published and its id in one number (see place.go): the order of every list
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
INSERT INTO arrived SELECT id, place, read, starred, feed, labels, key, published, published_as, zone, undated, seen, updated, lang, url, publisher,
	via, author, title, summary, feeds, topics, links FROM articles ORDER BY id;
DROP TABLE articles;
ALTER TABLE arrived RENAME TO articles;
CREATE INDEX articles_marks ON articles (place, read);
CREATE INDEX articles_unread ON articles (place) WHERE read = 0;
CREATE INDEX articles_starred ON articles (place) WHERE starred = 1;

-- The articles up to this id are in postings and search, those after it are fresh (see index.go).
CREATE TABLE indexed (id INTEGER NOT NULL);
INSERT INTO indexed SELECT coalesce(max(id), 0) FROM articles;
