import { readPem } from "../pem.ts";
import { issueAuthority } from "./issue-authority.ts";
import { issueCertificate, type IssuedPair } from "./issue-certificate.ts";

export interface ThrowAwayRequest {
  /** The client's Organization. */
  readonly roles: readonly string[];
  /** The server's addresses, 4 or 16 bytes each. */
  readonly addresses: readonly Uint8Array[];
  /** Whole seconds count. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly random: (length: number) => Uint8Array;
}

/** A server and its one client, which trust each other alone. PEM, with keys as Talos labels them. */
export interface ThrowAway {
  /** The CA's certificate. Its key is nowhere any more. */
  readonly ca: string;
  readonly server: IssuedPair;
  readonly client: IssuedPair;
}

const serialBytes = 16;
const keyIdBytes = 20;

/** A CA that signs two certificates (ECDSA P-256) and is forgotten: nobody can make a third. */
export function makeThrowAway(request: ThrowAwayRequest): ThrowAway {
  const { roles, addresses, notBefore, notAfter, random } = request;
  const times = { notBefore, notAfter };
  const authority = issueAuthority({
    kind: "p256",
    organization: "Talos Vault gateway",
    ...times,
    serial: random(serialBytes),
    subjectKeyId: random(keyIdBytes),
  });
  const issue = (about: {
    readonly roles: readonly string[];
    readonly addresses?: readonly Uint8Array[];
  }): IssuedPair => {
    const pair = issueCertificate({
      authority: derOf(authority.certificate),
      authorityKey: derOf(authority.privateKey),
      authorityKeyFormat: "sec1",
      ...times,
      serial: random(serialBytes),
      ...about,
    });
    if (pair === null) throw new Error("our own CA cannot sign");
    return pair;
  };
  return {
    ca: authority.certificate,
    server: issue({ roles: [], addresses }),
    client: issue({ roles }),
  };
}

function derOf(text: string): Uint8Array {
  return readPem(new TextEncoder().encode(text))[0]?.der ?? new Uint8Array();
}
