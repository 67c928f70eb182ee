package org.nessiebackup.operator.template;

import org.nessiebackup.operator.values.Specs;

/** Objects of a catalog that nobody has. */
final class SampleObjects {
  static final Installation INSTALLATION =
      new Installation(
          "lake",
          "lake-nessie-backup",
          "data",
          "backup-accounts",
          "registry.example:5000/backup:0.2.0@sha256:00",
          "0.2.0");

  private SampleObjects() {}

  static CatalogObjects objects(String catalog, String vault) {
    return new CatalogObjects(INSTALLATION, Specs.values(catalog, vault));
  }
}
