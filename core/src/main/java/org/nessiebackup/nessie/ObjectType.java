package org.nessiebackup.nessie;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of objects that all versions of Nessie have, by the short names of the column. */
public enum ObjectType {
  /** A commit. */
  COMMIT("c"),
  /** A content. */
  VALUE("v"),
  /** An index, or a part of one. */
  INDEX("i"),
  /** The list of the parts of an index. */
  INDEX_SEGMENTS("I"),
  /** A text. */
  STRING("s"),
  /** More about a tag. */
  TAG("t"),
  /** How a reference was made. */
  REF("r"),
  /** Something that is taken. */
  UNIQUE("u");

  private static final Map<String, ObjectType> BY_SHORT_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(ObjectType::shortName, type -> type));

  private final String shortName;

  ObjectType(String shortName) {
    this.shortName = shortName;
  }

  /** As stored. */
  public String shortName() {
    return shortName;
  }

  /** The type of a stored name; absent for those of Nessie's services, and new ones. */
  public static Optional<ObjectType> of(String shortName) {
    return Optional.ofNullable(BY_SHORT_NAME.get(shortName));
  }
}
