-- What the reader has changed about the list of feeds in the program. It wins over the bundles and the configuration.
CREATE TABLE subscriptions (
	url     TEXT PRIMARY KEY,
	removed INTEGER NOT NULL, -- 1: the feed is not wanted, wherever else it stands
	name    TEXT NOT NULL,
	folder  TEXT NOT NULL,
	lang    TEXT NOT NULL,
	changed INTEGER NOT NULL
);
