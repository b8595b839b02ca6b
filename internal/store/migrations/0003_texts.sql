-- What the page of an article gave when it was read in full: its text, or why there is none.
CREATE TABLE texts (
	article INTEGER PRIMARY KEY,
	blocks  TEXT NOT NULL,    -- JSON
	fetched INTEGER NOT NULL,
	error   TEXT NOT NULL
);
CREATE TRIGGER texts_swept AFTER DELETE ON bodies BEGIN
	DELETE FROM texts WHERE article = old.id;
END;
