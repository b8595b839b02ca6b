package config

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
)

// The variables that choose files.
const (
	pathVariable  = "OREWIRE_CONFIG"
	storeVariable = "OREWIRE_DB"
	logVariable   = "OREWIRE_LOG"
)

// Path returns where the configuration file is, or would be.
func Path() string {
	return cmp.Or(os.Getenv(pathVariable), filepath.Join(xdg.ConfigHome, "orewire", "config.yaml"))
}

// StorePath returns where the store is: as the environment says, else the configuration, else the user's folder for data.
func (c Config) StorePath() string {
	return cmp.Or(os.Getenv(storeVariable), atHome(c.Store.Path), filepath.Join(xdg.DataHome, "orewire", "orewire.db"))
}

// atHome puts the user's folder in place of ~, which no shell does in a configuration.
func atHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return filepath.Join(xdg.Home, rest)
	}
	return path
}

// LogPath returns where the log is written.
func LogPath() string {
	return cmp.Or(os.Getenv(logVariable), filepath.Join(StateFolder(), "orewire.log"))
}

// StateFolder returns the folder of the log and the crash reports.
func StateFolder() string { return filepath.Join(xdg.StateHome, "orewire") }
