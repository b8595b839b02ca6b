package catalog

import (
	"errors"
	"slices"
	"testing"

	"orewire"
	"orewire/internal/cleantext"
)

func merge(t *testing.T, add Additions) orewire.Catalog {
	t.Helper()
	base, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c, err := Merge(base, add)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func topicOf(c orewire.Catalog, id string) *orewire.Topic {
	for i := range c.Topics {
		if c.Topics[i].ID == id {
			return &c.Topics[i]
		}
	}
	return nil
}

func TestMergeTopics(t *testing.T) {
	c := merge(t, Additions{
		Topics: []orewire.Topic{
			{ID: "copper", Short: "KU", Terms: map[string][]string{"en": {"blister anode", "-red metal"}}},
			{ID: "helium", Terms: map[string][]string{"en": {"helium"}}},
		},
		RemoveTopics: []string{"coal"},
	})
	copper := topicOf(c, "copper")
	if copper.Short != "KU" || !slices.Contains(copper.Terms["en"], "blister anode") || slices.Contains(copper.Terms["en"], "red metal") ||
		!slices.Contains(copper.Terms["en"], "copper mine") {
		t.Errorf("copper = %q %v, want the new code, one term more and one less", copper.Short, copper.Terms["en"])
	}
	if h := topicOf(c, "helium"); h == nil || h.Short != "HELI" || h.Group != "helium" {
		t.Errorf("helium = %+v, want it in a group of its own", h)
	}
	if topicOf(c, "coal") != nil {
		t.Error("coal is there, want it gone")
	}
	for _, g := range c.Groups {
		if slices.Contains(g.Topics, "coal") {
			t.Errorf("group %s still names coal", g.ID)
		}
	}
	for _, i := range c.Instruments {
		if slices.Contains(i.Topics, "coal") {
			t.Errorf("%s still lives off coal", i.Name)
		}
	}
	if again, err := Builtin(); err != nil || topicOf(again, "coal") == nil {
		t.Error("the built-in catalogue itself was changed")
	}
}

func TestMergeInstruments(t *testing.T) {
	c := merge(t, Additions{
		Instruments: []orewire.Instrument{
			{Name: cleantext.Line("MP Materials"), Topics: []string{"magnets"}},
			{Name: cleantext.Line("Own Mine"), Symbol: "OWN.V"},
		},
		RemoveInstruments: []string{"Lynas Rare Earths"},
	})
	seen := map[string]orewire.Instrument{}
	for _, i := range c.Instruments {
		seen[i.Name.String()] = i
	}
	if mp := seen["MP Materials"]; mp.Symbol != "MP" || !slices.Equal(mp.Topics, []string{"magnets"}) {
		t.Errorf("MP Materials = %+v, want its symbol kept and its topics replaced", mp)
	}
	if _, ok := seen["Lynas Rare Earths"]; ok || seen["Own Mine"].Symbol != "OWN.V" {
		t.Error("want Lynas Rare Earths gone and Own Mine there")
	}
}

func TestMergeFeeds(t *testing.T) {
	c := merge(t, Additions{Bundles: []string{"chips"}})
	for _, f := range c.Feeds {
		if f.Bundle != "chips" {
			t.Errorf("%s of the bundle %q is there, want chips only", f.Name, f.Bundle)
		}
	}
	if len(c.Feeds) == 0 {
		t.Error("no feed of the bundle chips")
	}
}

func TestMergeReportsWhatIsUnknown(t *testing.T) {
	base, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	en := func(term string) map[string][]string { return map[string][]string{"en": {term}} }
	for _, c := range []struct {
		add  Additions
		want EntryError
	}{
		{Additions{Topics: []orewire.Topic{{ID: "helium", Group: "gases"}}}, EntryError{Topic: "helium", Message: `the topic helium is in the unknown group "gases"`}},
		{Additions{Topics: []orewire.Topic{{ID: "helium", Parent: "gases"}}}, EntryError{Topic: "helium", Message: `the topic helium has the unknown parent "gases"`}},
		{Additions{RemoveTopics: []string{"colbat"}}, EntryError{Topic: "colbat", Message: "the topic colbat cannot be removed: there is none"}},
		{Additions{Topics: []orewire.Topic{{ID: "copper", Weak: en("-kopper")}}}, EntryError{Topic: "copper", Message: `the topic copper has no term "kopper" to take out`}},
		{Additions{Topics: []orewire.Topic{{ID: "gold", Exact: []string{"-AU"}}}}, EntryError{Topic: "gold", Message: `the topic gold has no term "AU" to take out`}},
		{Additions{Instruments: []orewire.Instrument{{Name: cleantext.Line("Own Mine"), Topics: []string{"gases"}}}},
			EntryError{Instrument: "Own Mine", Message: `the instrument Own Mine lives off the unknown topic "gases"`}},
		{Additions{RemoveInstruments: []string{"Own Mine"}}, EntryError{Instrument: "Own Mine", Message: "the instrument Own Mine cannot be removed: there is none"}},
	} {
		_, err := Merge(base, c.add)
		if got := (&EntryError{}); !errors.As(err, &got) || *got != c.want {
			t.Errorf("error = %+v, want %+v", err, c.want)
		}
	}
}

func TestAnErrorNamesTheTopicAsItIsWritten(t *testing.T) {
	_, err := Merge(orewire.Catalog{}, Additions{RemoveTopics: []string{"99%silver"}})
	if want := "the topic 99%silver cannot be removed: there is none"; err == nil || err.Error() != want {
		t.Errorf("error = %v, want %q", err, want)
	}
}
