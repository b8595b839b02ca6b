ALTER TABLE subscriptions ADD COLUMN site TEXT NOT NULL DEFAULT ''; -- the page that the feed belongs to
