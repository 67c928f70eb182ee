package org.nessiebackup.server;

/**
 * What a key holds, as Nessie's API shows it.
 *
 * @param type such as {@code ICEBERG_TABLE}
 * @param id the content's own id, which stays when it is renamed
 * @param json all of it
 */
public record ServedContent(String type, String id, String json) {
  /** Whether it is what another text in the form of Nessie's API says. */
  public boolean isSame(String other) {
    return ModelMapper.content(json).equals(ModelMapper.content(other));
  }
}
