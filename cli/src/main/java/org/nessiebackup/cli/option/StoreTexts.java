package org.nessiebackup.cli.option;

import java.util.Collections;
import java.util.Enumeration;
import java.util.ResourceBundle;

/**
 * What help texts say of stores, for variables such as <code>${bundle:buckets}</code>. Looked up
 * only when help is shown.
 */
public final class StoreTexts extends ResourceBundle {
  private static final String BUCKETS = "buckets";

  @Override
  protected Object handleGetObject(String key) {
    return key.equals(BUCKETS) ? Stores.buckets() : null;
  }

  @Override
  public Enumeration<String> getKeys() {
    return Collections.enumeration(Collections.singleton(BUCKETS));
  }
}
