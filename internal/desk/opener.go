package desk

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"

	"orewire/internal/cleantext"
)

// OpenAddress hands an address to the configured opener, else to the system's. No shell is involved: the address is the
// program's last argument, and an Address can only be http or https.
func (d *Desk) OpenAddress(ctx context.Context, address cleantext.Address) error {
	if address.IsZero() {
		return errors.New("this article has no address to open")
	}
	command := d.opener
	if len(command) == 0 {
		command = systemOpener()
	}
	// The browser outlives us, so it must not end with ctx.
	cmd := exec.Command(command[0], append(command[1:len(command):len(command)], address.String())...)
	err := cmd.Start()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("there is no program %s; set opener: in the configuration", command[0])
	case err != nil:
		return fmt.Errorf("%s did not start: %w; set opener: in the configuration", command[0], err)
	}
	go func() { _ = guarded("opener", cmd.Wait) }() // reaps the child; a browser's exit status says nothing
	return nil
}

func systemOpener() []string {
	switch runtime.GOOS {
	case "darwin":
		return []string{"open"}
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	return []string{"xdg-open"}
}
