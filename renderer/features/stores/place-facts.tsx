import styles from "./stores.module.css";

/** Where in which store a context is, as lines of a list of facts. */
export function PlaceFacts({
  place: { address, server, name: there },
  name,
}: {
  readonly place: {
    readonly address: string;
    /** Empty: a file on this machine. */
    readonly server: string;
    /** What the context is called there. */
    readonly name: string;
  };
  /** What it is called here. */
  readonly name: string;
}) {
  return (
    <>
      <dt>Address</dt>
      <dd className={styles["mono"]}>{address}</dd>
      {server === "" ? null : (
        <>
          <dt>Server</dt>
          <dd className={styles["mono"]}>{server}</dd>
        </>
      )}
      {there === name ? null : (
        <>
          <dt>Name there</dt>
          <dd>{there}</dd>
        </>
      )}
    </>
  );
}
