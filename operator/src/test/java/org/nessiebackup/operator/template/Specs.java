package org.nessiebackup.operator.template;

import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Specs of catalogs and vaults, as people write them. */
final class Specs {
  static final Installation INSTALLATION =
      new Installation(
          "lake",
          "lake-nessie-backup",
          "data",
          "backup-accounts",
          "registry.example:5000/backup:0.2.0@sha256:00",
          "0.2.0");

  private Specs() {}

  static ObjectNode tree(String yaml) {
    return (ObjectNode) new YAMLMapper().readTree(yaml);
  }

  static Values values(String catalog, String vault) {
    return Values.of(tree(catalog), tree(vault));
  }

  static CatalogObjects objects(String catalog, String vault) {
    return new CatalogObjects(INSTALLATION, values(catalog, vault));
  }
}
