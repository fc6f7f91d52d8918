import { findTestProgram } from "../doubles/find-test-program.ts";
import { startOpenBao } from "../doubles/openbao.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { waysOf, type Vault } from "./executable.ts";
import { isOnPath, sealBySops } from "./peers.ts";
import { race } from "./race.ts";

const many = 50;

/** A file of SOPS beside the real sops, and a pull of many contexts beside one of one. `env`: of an empty vault in `folder`. */
export async function benchStores(
  root: string,
  folder: string,
  env: NodeJS.ProcessEnv,
  vault: Vault,
): Promise<void> {
  benchSops(root, folder, env);
  await benchPull(root, env, vault);
}

function benchSops(root: string, folder: string, env: NodeJS.ProcessEnv): void {
  if (!isOnPath("sops") || !isOnPath("age-keygen")) {
    console.log("  (no sops or no age-keygen on PATH: not measured)");
    return;
  }
  const sealed = sealBySops(folder, env)("of sops", makeTalosconfig(1));
  race("a talosconfig that SOPS encrypted to a key of age, read", [
    {
      name: "sops decrypt",
      command: ["sops", "decrypt", sealed.file],
      env: sealed.env,
    },
    ...waysOf(root).map(({ name, command }) => ({
      name: `inspect, ${name}`,
      command: [...command, "inspect", sealed.file],
      env: sealed.env,
    })),
    {
      name: "node -e 0",
      command: [process.execPath, "-e", "0"],
      env: sealed.env,
    },
  ]);
}

async function benchPull(
  root: string,
  env: NodeJS.ProcessEnv,
  vault: Vault,
): Promise<void> {
  if (findTestProgram("bao", "TALOS_VAULT_TEST_BAO") === null) {
    console.log("  (no bao on PATH: not measured)");
    return;
  }
  const bao = await startOpenBao();
  try {
    const own = { ...env, ...bao.env, TALOS_VAULT_OFFLINE: "" };
    vault(["init"], own);
    const names = Array.from({ length: many }, (_, at) => String(at + 1));
    const addresses = names.map((name) => {
      const text = makeTalosconfig(1).replaceAll("context-1", `c${name}`);
      bao.bao(["kv", "put", `secret/c${name}`, "talosconfig=-"], text);
      return `vault:secret/c${name}`;
    });
    vault(["import", ...addresses], own);
    for (const { name, command } of waysOf(root))
      race(
        `contexts of OpenBao, ${name}`,
        [
          { name: "pull c1", command: [...command, "pull", "c1"], env: own },
          {
            name: `pull --all, ${String(many)} places`,
            command: [...command, "pull", "--all"],
            env: own,
          },
        ],
        11,
      );
  } finally {
    await bao.stop();
  }
}
