package query

// Query is a parsed query; the zero Query matches every article.
type Query struct{}
