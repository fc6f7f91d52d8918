import { notArrived } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import type {
  SecretStore,
  StoredSecret,
} from "../../core/ports/secret-store.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { StoreAddress } from "../../core/stores/address.ts";
import {
  deletedThere,
  inexactNumbers,
  noKeyValueEngine,
  noText,
  refusalOf,
  tooDeep,
  type AskedSecret,
} from "./hashicorp-refusals.ts";
import { askHashicorp } from "./hashicorp-requests.ts";
import type { HashicorpLogin } from "./hashicorp-login.ts";
import { isRefusal } from "./store-http.ts";
import { changedMeanwhile } from "./unreached-store.ts";

type Place = Extract<StoreAddress, { readonly kind: "vault" }>;
type Fields = Readonly<Record<string, unknown>>;

interface Mount {
  /** With its last slash. */
  readonly path: string;
  readonly isVersioned: boolean;
}

const knownMounts = new WeakMap<HashicorpLogin, readonly Mount[]>();

interface Seen {
  readonly mount: Mount;
  /** All fields of the secret: the others are written again as they were. */
  readonly fields: Fields;
  /** Whether those would be as they were. */
  readonly isExact: boolean;
  readonly version: number;
}

/** A field of a secret in a KV engine of Vault or OpenBao, of its first or second version. */
export class HashicorpStore implements SecretStore {
  readonly server: string;
  readonly namespace: string;
  readonly most = Infinity;
  readonly #login: HashicorpLogin;
  readonly #place: Place;
  #seen: Seen | null = null;

  constructor(login: HashicorpLogin, place: Place) {
    this.server = login.server.origin;
    this.namespace = login.namespace;
    this.#login = login;
    this.#place = place;
  }

  mayMiss(): string | null {
    return this.#isVersioned()
      ? null
      : "The first version of the KV engine does not compare before it writes: who writes in the same instant is not noticed.";
  }

  #isVersioned(): boolean {
    return this.#seen?.mount.isVersioned === true;
  }

  async read(): Promise<Result<StoredSecret>> {
    const mount = await this.#mount();
    if (!mount.ok) return mount;
    const answer = await askHashicorp(this.#login, this.#path(mount.value));
    if (!answer.ok) return answer;
    const { status, json, isExact } = answer.value;
    if (status === 404) return this.#readNothing(mount.value, json);
    if (status !== 200) return failure(refusalOf(this.#asked, answer.value));
    const data = at(json, "data");
    const fields = mount.value.isVersioned ? at(data, "data") : data;
    const version = countOf(at(at(data, "metadata"), "version"));
    if (isDeeper(fields, limits.storeLevels.most))
      return failure(tooDeep(this.#asked));
    const known = { mount: mount.value, isExact, version };
    this.#seen = { ...known, fields: asFields(fields) };
    const value = at(fields, this.#place.field);
    if (value !== undefined && typeof value !== "string")
      return failure(noText(this.#asked));
    const bytes = value === undefined ? null : new TextEncoder().encode(value);
    return success({ bytes, version: this.#versionText(version) });
  }

  /**
   * Whether a version was deleted, which is not the same as missing: its metadata is still there and it can be
   * recovered.
   */
  #readNothing(mount: Mount, json: unknown): Result<StoredSecret> {
    const metadata = at(at(json, "data"), "metadata");
    if (metadata !== undefined) return failure(deletedThere(this.#asked));
    this.#seen = { mount, fields: {}, isExact: true, version: 0 };
    return success({ bytes: null, version: "" });
  }

  /** The store's own policies decide whether it may be written, and show that only by refusing a write. */
  async readyToWrite(): Promise<Result<null>> {
    const isExact = this.#seen?.isExact ?? true;
    return Promise.resolve(
      isExact ? success(null) : failure(inexactNumbers(this.#asked)),
    );
  }

  async write(bytes: Uint8Array): Promise<Result<string>> {
    const seen = this.#seen;
    if (!seen) throw new Error("written before it was read");
    const { mount, version } = seen;
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const fields = { ...seen.fields, [this.#place.field]: text };
    const body = mount.isVersioned
      ? { options: { cas: version }, data: fields }
      : fields;
    const answer = await askHashicorp(this.#login, this.#path(mount), body);
    if (!answer.ok) return answer;
    const { status, json } = answer.value;
    if (status === 400 && errorsOf(json).includes("check-and-set"))
      return failure(
        notArrived(changedMeanwhile(this.#place.path, this.server)),
      );
    if (status !== 200 && status !== 204) {
      const refusal = refusalOf(this.#asked, answer.value);
      return failure(isRefusal(status) ? notArrived(refusal) : refusal);
    }
    const written = countOf(at(at(json, "data"), "version"));
    this.#seen = { ...seen, fields, version: written };
    return success(this.#versionText(written));
  }

  #versionText(version: number): string {
    return this.#isVersioned() && version > 0 ? String(version) : "";
  }

  /** Which engine it is, and where its paths begin: of each engine asked once by a login, for none lies within another. */
  async #mount(): Promise<Result<Mount>> {
    const known = knownMounts.get(this.#login) ?? [];
    const mount = known.find(({ path }) => this.#place.path.startsWith(path));
    if (mount) return success(mount);
    const asked = await this.#askForMount();
    if (asked.ok)
      knownMounts.set(this.#login, [
        ...(knownMounts.get(this.#login) ?? []),
        asked.value,
      ]);
    return asked;
  }

  async #askForMount(): Promise<Result<Mount>> {
    const answer = await askHashicorp(
      this.#login,
      `sys/internal/ui/mounts/${this.#place.path}`,
    );
    if (!answer.ok) return answer;
    const data = at(answer.value.json, "data");
    const [path, type] = [at(data, "path"), at(data, "type")];
    if (answer.value.status !== 200 || typeof path !== "string")
      return failure(refusalOf(this.#asked, answer.value));
    // Paths are made of it: a server may say where in the address it begins, and no more.
    if (!path.endsWith("/") || !this.#place.path.startsWith(path))
      return failure(noKeyValueEngine(this.#asked));
    if (type !== "kv" && type !== "generic")
      return failure(noKeyValueEngine(this.#asked));
    const isVersioned = at(at(data, "options"), "version") === "2";
    return success({ path, isVersioned });
  }

  get #asked(): AskedSecret {
    const { path, field } = this.#place;
    return { server: this.server, path, field };
  }

  #path({ path, isVersioned }: Mount): string {
    const rest = this.#place.path.slice(path.length);
    return `${path}${isVersioned ? "data/" : ""}${rest}`;
  }
}

function at(value: unknown, key: string): unknown {
  const fields = asFields(value);
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

/** Of what a server counts; 0 for what is no count. */
function countOf(value: unknown): number {
  return Number.isSafeInteger(value) ? Math.max(0, Number(value)) : 0;
}

function isDeeper(value: unknown, levels: number): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    (levels === 0 ||
      Object.values(value).some((one) => isDeeper(one, levels - 1)))
  );
}

function errorsOf(json: unknown): string {
  const errors = at(json, "errors");
  return Array.isArray(errors)
    ? errors.filter((one) => typeof one === "string").join(" ")
    : "";
}
