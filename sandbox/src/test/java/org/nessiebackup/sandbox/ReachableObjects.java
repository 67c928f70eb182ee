package org.nessiebackup.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.projectnessie.versioned.storage.common.config.StoreConfig;
import org.projectnessie.versioned.storage.common.indexes.StoreIndex;
import org.projectnessie.versioned.storage.common.indexes.StoreIndexElement;
import org.projectnessie.versioned.storage.common.logic.Logics;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.objtypes.CommitOp;
import org.projectnessie.versioned.storage.common.objtypes.IndexSegmentsObj;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.Reference;

/**
 * Which objects the references of a Nessie repository lead to, by Nessie's own library and by
 * nothing else: every commit, every key of each, and the indexes of both.
 */
public final class ReachableObjects {
  private final RowStore rows;
  private final RowPersist persist;
  private final Deque<ObjId> commits = new ArrayDeque<>();
  private final Set<String> found = new HashSet<>();

  private ReachableObjects(RowStore rows, String repository) {
    this.rows = rows;
    this.persist =
        new RowPersist(rows, StoreConfig.Adjustable.empty().withRepositoryId(repository));
  }

  /** Their ids, in hexadecimal digits. */
  public static Set<String> of(Connection connection, String schema, String repository)
      throws SQLException {
    return of(new CatalogTables(connection, schema, repository));
  }

  static Set<String> of(CatalogTables tables) throws SQLException {
    RowStore rows = new RowStore(tables);
    rows.loadExisting();
    ReachableObjects reachable = new ReachableObjects(rows, tables.repository());
    for (Reference reference : tables.readReferences()) {
      reachable.commits.add(reference.pointer());
      if (reference.extendedInfoObj() != null) {
        reachable.found.add(reference.extendedInfoObj().toString());
      }
    }
    while (!reachable.commits.isEmpty()) {
      reachable.visit(reachable.commits.remove());
    }
    return reachable.found;
  }

  private void visit(ObjId id) {
    if (ObjId.EMPTY_OBJ_ID.equals(id) || !found.add(id.toString())) {
      return;
    }
    Obj object = rows.find(id);
    if (object == null) {
      throw new IllegalStateException("Object " + id + " is missing");
    }
    if (!(object instanceof CommitObj commit)) {
      return;
    }
    commits.add(commit.directParent());
    commits.addAll(commit.secondaryParents());
    if (commit.referenceIndex() != null) {
      addIndex(commit.referenceIndex());
    }
    commit.referenceIndexStripes().forEach(stripe -> found.add(stripe.segment().toString()));
    StoreIndex<CommitOp> index = Logics.indexesLogic(persist).buildCompleteIndexOrEmpty(commit);
    for (StoreIndexElement<CommitOp> element : index) {
      if (element.content().action().exists() && element.content().value() != null) {
        found.add(element.content().value().toString());
      }
    }
  }

  private void addIndex(ObjId id) {
    found.add(id.toString());
    if (rows.find(id) instanceof IndexSegmentsObj segments) {
      segments.stripes().forEach(stripe -> found.add(stripe.segment().toString()));
    }
  }
}
