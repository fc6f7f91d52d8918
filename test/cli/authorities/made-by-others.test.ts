import { afterAll, beforeAll, expect, test } from "vitest";
import { base64 } from "../../doubles/certificates.ts";
import { describeWithKeyring } from "../harness.ts";
import { startAuthorityMachine, type AuthorityMachine } from "./authority-machine.ts"; // prettier-ignore

describeWithKeyring("an authority in what other programs print", () => {
  let setUp: AuthorityMachine;
  beforeAll(async () => {
    setUp = await startAuthorityMachine();
  });
  afterAll(() => setUp.stop());

  test("Terraform's and Pulumi's outputs, and the secrets alone, are the same authority", async () => {
    const { machine, authority } = setUp;
    const { crt, key } = authority.pair;
    const secrets = { certs: { os: { cert: base64(crt), key: base64(key) } } };
    const forms = {
      "terraform.json": { secrets: { sensitive: true, type: "object", value: secrets } }, // prettier-ignore
      "pulumi.json": { machineSecrets: secrets, endpoint: "10.0.0.1" },
      "machine-secrets.json": secrets,
    };
    for (const [name, content] of Object.entries(forms)) {
      const path = machine.file(name, JSON.stringify(content));
      const { code, stderr } = await machine.run(["authority", "import", path]);
      expect([name, code, stderr]).toEqual([name, 0, expect.any(String)]);
    }
    const { authorities } = await machine.json<{ authorities: unknown[] }>(["authority", "list", "--json"]); // prettier-ignore
    expect(authorities).toHaveLength(1);
  });
});
