package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version says which build this is: "v1.2.0 (54ca8eb of 2026-11-25) go1.26.0 linux/amd64".
func version() string {
	release, revision, date := "(devel)", "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" {
			release = info.Main.Version
		}
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				revision = s.Value[:min(7, len(s.Value))]
			case "vcs.time":
				date = s.Value[:min(len("2006-01-02"), len(s.Value))]
			}
		}
	}
	built := release
	if revision != "" {
		built = fmt.Sprintf("%s (%s of %s)", release, revision, date)
	}
	return fmt.Sprintf("%s %s %s/%s", built, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
