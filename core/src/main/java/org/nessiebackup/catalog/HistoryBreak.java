package org.nessiebackup.catalog;

/** Why nobody can tell any more which rows have changed since a backup. */
public enum HistoryBreak {
  /** Its snapshot, or that of one it builds on, cannot be read. */
  SNAPSHOT_UNKNOWN("the newest backup, or one that it builds on, is damaged or cannot be read"),
  /** The server does not say who it is. */
  SERVER_UNKNOWN("the role may not ask the server who it is (pg_control_system)"),
  /** Another cluster, database, schema or kind of catalog. */
  OTHER_CATALOG("the newest backup is of another server, database or schema"),
  /** One of both was taken from a standby. */
  OTHER_ROLE("one was taken from a standby, the other from a primary"),
  /** A standby was promoted. */
  OTHER_TIMELINE("the server has been promoted or restored since then"),
  /** A restart may hide a restored disk or a crash that took back what the backup saw. */
  SERVER_RESTARTED("the server has been restarted since then"),
  /** What cannot be on one and the same server. */
  TRANSACTIONS_LOST("the server's transaction numbers have gone back since then"),
  /** More than the numbers of transactions can distinguish. */
  TRANSACTIONS_TOO_MANY("too many transactions have begun since then"),
  /** A restore, or somebody, has put other tables in the place of the old ones. */
  TABLE_REPLACED("a table has been replaced since then"),
  /** Added, dropped or changed columns or key. */
  TABLE_CHANGED("the columns or the key of a table have changed since then"),
  /** No key in front, unusual types. */
  TABLE_UNSUITABLE("a table is of a kind whose changes cannot be recognised");

  private final String sentence;

  HistoryBreak(String sentence) {
    this.sentence = sentence;
  }

  /** For people: a clause that follows "because". */
  public String sentence() {
    return sentence;
  }
}
