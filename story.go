package orewire

// Story is the articles, from one or several publishers, that report the same event, as one of them belongs to it.
type Story struct {
	ID         int64 // of the article that it gathers around: the first that was published
	Size       int   // articles
	Publishers int   // of them
	First      bool  // this article leads it
}
