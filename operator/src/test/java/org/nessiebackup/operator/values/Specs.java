package org.nessiebackup.operator.values;

import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Specs of catalogs and vaults, as people write them. */
public final class Specs {
  private Specs() {}

  /** A spec. */
  public static ObjectNode tree(String yaml) {
    return (ObjectNode) new YAMLMapper().readTree(yaml);
  }

  /** The settings of a catalog with its vault. */
  public static Values values(String catalog, String vault) {
    return Values.of(tree(catalog), tree(vault));
  }
}
