-- A story of two or more articles. Its id is that of the article it gathers around, the first that was published.
CREATE TABLE stories (
	id         INTEGER PRIMARY KEY,
	size       INTEGER NOT NULL,
	publishers INTEGER NOT NULL
);

-- The articles of such a story; the one with rank 0 leads.
CREATE TABLE versions (
	story INTEGER NOT NULL,
	rank  INTEGER NOT NULL,
	place INTEGER NOT NULL UNIQUE,
	PRIMARY KEY (story, rank)
) WITHOUT ROWID;

-- Articles that a list of a label leaves out, as an earlier version of their story has the label too. Label 0 has every article.
CREATE TABLE copies (
	label INTEGER NOT NULL,
	place INTEGER NOT NULL,
	PRIMARY KEY (label, place)
) WITHOUT ROWID;
