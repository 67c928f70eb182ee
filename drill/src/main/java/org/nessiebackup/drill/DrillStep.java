package org.nessiebackup.drill;

import org.nessiebackup.Labelled;

/** What a drill does, in this order. The names are a documented contract. */
public enum DrillStep implements Labelled {
  /** The backup and all it builds on are there, and the keys at hand open them. */
  OPEN("The backup is complete, trusted, and the keys at hand open it"),
  /** A server to restore into is ready. */
  DATABASE("A database to restore into is ready"),
  /** The rows are loaded, read back and compared. */
  RESTORE("All rows were loaded, read back from the server, counted and compared by digest"),
  /** The tables are in their place. */
  SWAP("The tables were swapped in, in one transaction"),
  /** The commit graph is whole. */
  GRAPH("Every commit of every reference is there and decodes"),
  /** The files that it points to are there. */
  FILES("The metadata files are there that tables, views and functions point to"),
  /** A Nessie serves them. */
  NESSIE("A Nessie serves the restored catalog"),
  /** It shows the references of the backup. */
  REFERENCES("Nessie shows all branches and tags of the backup, each at its commit, and no others"),
  /** A sample of what it answers is right. */
  CONTENTS("Nessie answers logs and contents, by a sample"),
  /** Nothing is left. */
  CLEAN_UP("Nothing of the drill is left behind");

  private final String statement;

  DrillStep(String statement) {
    this.statement = statement;
  }

  /** What is proven once the step is done, as a sentence. */
  public String statement() {
    return statement;
  }
}
