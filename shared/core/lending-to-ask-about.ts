/** A credential that is about to be lent, made or given away, for whoever asks a person about it. */
export interface Lending {
  /** Name of the context, or of the cluster; where it is about the vault's own rule, the word that is typed for it. */
  readonly context: string;
  readonly production: boolean;
  /** Empty: they are not known, or it is about no credential. */
  readonly roles: readonly string[];
  /** Null: as long as the key itself, or it is about no credential. */
  readonly ttlSeconds: number | null;
  /** It is about the vault's own rule for contexts that say nothing of theirs. */
  readonly scope?: "vault";
  /** How many more contexts it is about; absent: none. */
  readonly others?: number;
  /** All that sessions with several contexts are lent, `context` being the first; absent: it is about one. */
  readonly several?: readonly Lending[];
  /** What a session's gateway is to let through though it outlives the session, as what it can do; absent: nothing. */
  readonly opens?: readonly string[];
  /** What an agent calls itself that gets it; absent: a person's programs. */
  readonly agent?: string;
}

/** What several sessions are lent, to be asked about at once. One alone is itself. */
export function lentTogether(
  first: Lending,
  ...more: readonly Lending[]
): Lending {
  if (more.length === 0) return first;
  const several = [first, ...more];
  const opens = several.flatMap((one) => one.opens ?? []);
  const lives = several.map(({ ttlSeconds }) => ttlSeconds ?? Infinity);
  const longest = Math.max(...lives);
  return {
    context: first.context,
    production: several.some(({ production }) => production),
    roles: [...new Set(several.flatMap(({ roles }) => roles))],
    ttlSeconds: longest === Infinity ? null : longest,
    others: more.length,
    several,
    ...(opens.length > 0 ? { opens: [...new Set(opens)] } : {}),
  };
}
