// Prints the version of Talos that the nodes of a context run, with Talos' own Go client:
//
//	talos-vault exec prod -- go run .
//
// It knows nothing of Talos Vault. The client reads $TALOSCONFIG, as talosctl does, and finds one context in it, whose credential
// ends with the command.
package main

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/client"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()

	talos, err := client.New(ctx, client.WithDefaultConfig())
	if err != nil {
		log.Fatal(err)
	}
	defer talos.Close() //nolint:errcheck

	answer, err := talos.Version(ctx)
	if err != nil {
		log.Fatal(err)
	}

	for _, message := range answer.GetMessages() {
		fmt.Println(message.GetVersion().GetTag())
	}
}
