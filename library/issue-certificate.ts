import { readAuthority } from "../shared/core/authorities/read-authority.ts";
import { issueContext } from "../shared/core/usecases/issuing/issue-context.ts";
import { systemClock } from "../shared/node/system/system-clock.ts";
import { systemRandom } from "../shared/node/system/system-random.ts";
import type { CertificateTerms, IssuedCertificate } from "./library-types.ts";
import { valueOf } from "./thrown.ts";

export function issueUnder({
  authority: given,
  roles,
  ttlSeconds,
  isForced = false,
}: CertificateTerms): IssuedCertificate {
  const bytes =
    typeof given === "string" ? new TextEncoder().encode(given) : given;
  const clock = systemClock;
  const authority = valueOf(
    readAuthority(bytes, clock.now(), "What was given"),
  );
  const issued = valueOf(
    issueContext({ clock, random: systemRandom })({
      authority,
      base: { endpoints: [], nodes: [] },
      roles,
      ttlSeconds,
      acceptsCustomRoles: isForced,
      isForced,
    }),
  );
  const { config, serial, notBefore, notAfter } = issued;
  return {
    ca: config.ca ?? "",
    crt: config.crt ?? "",
    key: config.key?.reveal() ?? "",
    roles: issued.roles,
    serial,
    notBefore,
    notAfter,
  };
}
