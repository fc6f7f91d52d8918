/**
 * A talosconfig with that many contexts (`context-1` is current), each with a certificate and key of its
 * own under one Ed25519 authority, as talosctl makes them; for tests and measurements only.
 *
 * OpenSSL makes one certificate; the others are that one with another key, serial and signature put into
 * the same places, which is some hundred times faster than ten thousand calls of OpenSSL.
 */
export declare function makeTalosconfig(
  count: number,
  roles?: readonly string[],
): string;
