package opml

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"orewire"
)

type document struct {
	XMLName  xml.Name  `xml:"opml"`
	Version  string    `xml:"version,attr"`
	Title    string    `xml:"head>title"`
	Outlines []outline `xml:"body>outline"`
}

type outline struct {
	Text     string    `xml:"text,attr"`
	Title    string    `xml:"title,attr,omitempty"`
	Type     string    `xml:"type,attr,omitempty"`
	XMLURL   string    `xml:"xmlUrl,attr,omitempty"`
	HTMLURL  string    `xml:"htmlUrl,attr,omitempty"`
	Language string    `xml:"language,attr,omitempty"`
	Outlines []outline `xml:"outline"`
}

// Write writes feeds as OPML 2.0, each in the folders of its Group: within a folder its feeds in the order given, then its folders
// in the order of their first feed. The same list always gives the same bytes.
func Write(w io.Writer, title string, feeds []orewire.Feed) error {
	var body outline
	for _, f := range feeds {
		body.place(f, strings.Split(f.Group.String(), between))
	}
	text, err := xml.MarshalIndent(document{Version: "2.0", Title: title, Outlines: body.feedsFirst()}, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}

// place puts a feed into a folder below o, which it makes if it is new.
func (o *outline) place(f orewire.Feed, folders []string) {
	if folders[0] == "" {
		name := f.Name.String()
		o.Outlines = append(o.Outlines, outline{Text: name, Title: name, Type: "rss", XMLURL: f.URL.String(), HTMLURL: f.Site.String(), Language: f.Lang})
		return
	}
	i := slices.IndexFunc(o.Outlines, func(in outline) bool { return in.Type == "" && in.Text == folders[0] })
	if i < 0 {
		i = len(o.Outlines)
		o.Outlines = append(o.Outlines, outline{Text: folders[0]})
	}
	o.Outlines[i].place(f, append(folders[1:len(folders):len(folders)], ""))
}

// feedsFirst returns what is in a folder, feeds before folders.
func (o outline) feedsFirst() []outline {
	var feeds, folders []outline
	for _, in := range o.Outlines {
		if in.Type == "" {
			in.Outlines = in.feedsFirst()
			folders = append(folders, in)
		} else {
			feeds = append(feeds, in)
		}
	}
	return append(feeds, folders...)
}
