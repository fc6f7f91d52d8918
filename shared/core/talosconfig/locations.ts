/** A place where talosctl looks for its configuration. */
export interface TalosconfigLocation {
  readonly path: string;
  readonly origin: "TALOSCONFIG" | "talos-home" | "service-account";
  /** talosctl never writes to the service account's file (path.go:59-62). */
  readonly isWritable: boolean;
}

export interface LocationInput {
  readonly talosconfig: string | undefined;
  readonly talosHome: string | undefined;
  /** Absolute path of the person's home folder. */
  readonly home: string;
}

const serviceAccountPath = "/var/run/secrets/talos.dev/config";

/**
 * Where talosctl looks without `--talosconfig`, in its order (pkg/machinery/client/config/path.go:24-66):
 * `$TALOSCONFIG`, then `config` in `$TALOS_HOME` (when absolute) or `~/.talos`, then the in-cluster file.
 */
export function talosconfigLocations(
  input: LocationInput,
): readonly TalosconfigLocation[] {
  const { talosconfig, talosHome, home } = input;
  const isAbsolute =
    talosHome !== undefined && /^(\/|[a-z]:[\\/])/i.test(talosHome);
  const folder = isAbsolute ? talosHome : `${home}/.talos`;
  const places: TalosconfigLocation[] = [
    { path: `${folder}/config`, origin: "talos-home", isWritable: true },
    { path: serviceAccountPath, origin: "service-account", isWritable: false },
  ];
  return talosconfig
    ? [
        { path: talosconfig, origin: "TALOSCONFIG", isWritable: true },
        ...places,
      ]
    : places;
}
