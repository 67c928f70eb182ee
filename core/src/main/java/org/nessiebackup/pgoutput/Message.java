package org.nessiebackup.pgoutput;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Lsn;

/**
 * One message of the stream. A transaction is a {@link Begin}, its changes, and a {@link Commit}; a
 * {@link LogicalMessage} that belongs to no transaction may stand between two of them. Tables are
 * named by their object id, which {@link Relation} has explained before the first change in this
 * stream, and explains again after the table was altered.
 */
public sealed interface Message {
  /**
   * A transaction begins.
   *
   * @param commitLsn where its commit is in the log
   * @param committedAt when it was committed, by the server's clock; not in the order of commits
   * @param xid its number, of 32 bits; changes of subtransactions come under it
   */
  record Begin(Lsn commitLsn, Instant committedAt, long xid) implements Message {}

  /**
   * The transaction that has begun is complete.
   *
   * @param commitLsn where its commit is in the log
   * @param endLsn behind its commit: who has all up to here stored may confirm this position
   * @param committedAt when it was committed
   */
  record Commit(Lsn commitLsn, Lsn endLsn, Instant committedAt) implements Message {}

  /**
   * The transaction came from another server.
   *
   * @param commitLsn where its commit is in that server's log
   * @param name what that server is called here
   */
  record Origin(Lsn commitLsn, String name) implements Message {}

  /**
   * What a table looks like from here on.
   *
   * @param oid its object id, which it keeps when it is renamed
   * @param schema its schema
   * @param name its name
   * @param replicaIdentity what the server says of old rows
   * @param columns those that are published, in the order of the fields of rows
   */
  record Relation(
      long oid, String schema, String name, ReplicaIdentity replicaIdentity, List<Column> columns)
      implements Message {
    /** Takes its own copy of the list. */
    public Relation {
      columns = List.copyOf(columns);
    }
  }

  /** What the server says of old rows. */
  enum ReplicaIdentity {
    /** The primary key. */
    DEFAULT,
    /** Nothing. */
    NOTHING,
    /** The whole row. */
    FULL,
    /** The columns of an index. */
    INDEX
  }

  /**
   * A column of a table.
   *
   * @param name its name
   * @param typeOid the object id of its type
   * @param typeModifier the type's modifier, -1 for none
   * @param key whether it is part of the replica identity
   */
  record Column(String name, long typeOid, int typeModifier, boolean key) {}

  /**
   * A type that is not built in, before a relation that has it.
   *
   * @param oid its object id
   * @param schema its schema
   * @param name its name
   */
  record Type(long oid, String schema, String name) implements Message {}

  /**
   * A row was inserted.
   *
   * @param oid the table
   * @param row its values
   */
  record Insert(long oid, List<Field> row) implements Message {
    /** Takes its own copy of the list. */
    public Insert {
      row = List.copyOf(row);
    }
  }

  /**
   * A row was updated.
   *
   * @param oid the table
   * @param old absent if the key is the same as before, and the replica identity is no whole row
   * @param row its values now; large ones may be {@link Field.Unchanged}
   */
  record Update(long oid, Optional<OldTuple> old, List<Field> row) implements Message {
    /** Takes its own copy of the list. */
    public Update {
      row = List.copyOf(row);
    }
  }

  /**
   * A row was deleted.
   *
   * @param oid the table
   * @param old which one
   */
  record Delete(long oid, OldTuple old) implements Message {}

  /**
   * All rows of tables were removed.
   *
   * @param oids the published ones among the tables that were named
   * @param dependents whether tables that point to them were meant too
   * @param restart whether their sequences begin anew
   */
  record Truncate(List<Long> oids, boolean dependents, boolean restart) implements Message {
    /** Takes its own copy of the list. */
    public Truncate {
      oids = List.copyOf(oids);
    }
  }

  /**
   * What somebody had to say by {@code pg_logical_emit_message}, in this database and to whatever
   * application. Any role may; so it proves nothing.
   *
   * @param transactional whether it belongs to the transaction that has begun
   * @param lsn where it is in the log
   * @param prefix for whom it is
   * @param content to be read only; a part of what was received, as it may be large and of no
   *     interest
   */
  record LogicalMessage(boolean transactional, Lsn lsn, String prefix, ByteBuffer content)
      implements Message {}
}
