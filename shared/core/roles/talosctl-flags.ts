/**
 * The flags of those commands of talosctl that ask a node (cmd/talosctl of 1.12, and of 1.14 where a rule of ours names
 * one), by the command's first word: before the bar those that take a value, after it those that do not.
 */
const table: Readonly<Record<string, string>> = {
  "*": "-n --nodes -e --endpoints -c --cluster --context --talosconfig --siderov1-keys-dir | -h --help",
  "apply-config":
    "--cert-fingerprint -p --config-patch -f --file -m --mode --timeout | --dry-run -i --insecure",
  bootstrap: "--recover-from | --recover-skip-hash-check",
  cgroups: "--preset --schema-file | --skip-cri-resolve",
  config:
    "--ca --crt --crt-ttl --key -o --output --roles | --dry-run -y --noconfirm",
  conformance: "--mode |",
  containers: "| -k --kubernetes",
  dashboard: "-d --update-interval |",
  dmesg: "| -f --follow --tail",
  edit: "-m --mode --namespace --timeout | --dry-run",
  events: "--actor-id --duration --since --tail |",
  get: "--namespace -o --output | -i --insecure -w --watch",
  health:
    "--control-plane-nodes --init-node --k8s-endpoint --wait-timeout --worker-nodes | --run-e2e --server",
  image: "--namespace |",
  inspect: "| --with-resources",
  kubeconfig: "--force-context-name | -f --force -m --merge",
  list: "-d --depth -t --type | -H --humanize -l --long -r --recurse",
  logs: "--tail | -f --follow -k --kubernetes",
  memory: "| -v --verbose",
  meta: "| -i --insecure",
  netstat:
    "| -a --all -x --extend -4 --ipv4 -6 --ipv6 -l --listening -k --pods -p --programs -w --raw -t --tcp -o --timers -u --udp -U --udplite -v --verbose",
  patch: "-m --mode --namespace -p --patch --patch-file --timeout | --dry-run",
  pcap: "--bpf-filter --duration -i --interface -o --output | --promiscuous",
  processes: "-s --sort | -w --watch",
  reboot: "-m --mode --timeout | --debug --drain --wait",
  reset:
    "--system-labels-to-wipe --timeout --user-disks-to-wipe --wipe-mode | --debug --graceful --insecure --reboot --wait",
  restart: "| -k --kubernetes",
  "rotate-ca":
    "--control-plane-nodes --init-node --k8s-endpoint -o --output --worker-nodes | --dry-run --kubernetes --talos --with-docs --with-examples",
  shutdown: "--timeout | --debug --force --wait",
  stats: "| -k --kubernetes",
  support: "-w --num-workers -O --output | -v --verbose",
  time: "--check |",
  upgrade:
    "-i --image -m --reboot-mode --timeout | --debug --drain -f --force --insecure --legacy -s --stage --wait",
  "upgrade-k8s":
    "--apiserver-image --controller-manager-image --endpoint --from --kubelet-image --proxy-image --scheduler-image --to | --dry-run --pre-pull-images --upgrade-kubelet --with-docs --with-examples",
  usage: "-d --depth -t --threshold | -a --all -H --humanize",
  version: "| --client -i --insecure --short",
  wipe: "--method | --drop-partition -i --insecure",
};

interface Flags {
  readonly valued: ReadonlySet<string>;
  readonly plain: ReadonlySet<string>;
}

function flagsOf(verb: string): Flags {
  const rows = [table["*"], Object.hasOwn(table, verb) ? table[verb] : ""];
  const [valued, plain] = [0, 1].map((side) =>
    rows.flatMap((row) => row?.split("|")[side]?.trim().split(" ") ?? []),
  );
  return { valued: new Set(valued), plain: new Set(plain) };
}

/**
 * Is the word after a flag its value? `flag` is as it was typed, without `=`: a long one, a short one, or several short
 * ones in one word. Null: this flag is not known for that command.
 */
export function takesNextWord(verb: string, flag: string): boolean | null {
  const { valued, plain } = flagsOf(verb);
  if (valued.has(flag)) return true;
  if (plain.has(flag)) return false;
  if (flag.startsWith("--")) return null;
  const letters = Array.from(flag.slice(1), (letter) => `-${letter}`);
  const first = letters.findIndex((letter) => !plain.has(letter));
  if (first < 0) return false;
  if (!valued.has(letters[first] ?? "")) return null;
  // What follows the letter in the same word is its value: -oyaml.
  return first === letters.length - 1;
}
