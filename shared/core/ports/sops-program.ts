import type { Result } from "../result.ts";
import type { SopsFile } from "../stores/sops/sops-file.ts";

/** The person's own sops, for files whose keys are not read here: of clouds, OpenPGP, Vault's transit. */
export interface SopsProgram {
  /**
   * What is in a file, its MAC checked by sops; nothing of it is in an argument or on disk. Errors: `store-login` where there is no
   * sops or it opens it not; `store-failed` for a file that would have it show a token to a server that the person did not name.
   */
  decrypt(
    path: string,
    bytes: Uint8Array,
    file: Pick<SopsFile, "format" | "otherKeys">,
  ): Promise<Result<Uint8Array>>;
}
