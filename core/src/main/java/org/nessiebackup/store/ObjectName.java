package org.nessiebackup.store;

import java.io.IOException;
import java.util.regex.Pattern;

/** The rule for names, in one place; it also keeps a name from leaving the store's folder. */
public final class ObjectName {
  private static final String PART = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
  private static final Pattern NAME = Pattern.compile(PART + "(/" + PART + ")*");
  private static final int LONGEST = 500;

  /** File systems allow 255 bytes, of which a temporary name needs some. */
  private static final int LONGEST_PART = 200;

  private ObjectName() {}

  /** Whether a store can keep an object of this name. */
  public static boolean isValid(String name) {
    return name.length() <= LONGEST && NAME.matcher(name).matches() && partsAreShort(name);
  }

  /**
   * Gives the name back.
   *
   * @throws IOException if no store can keep such a name
   */
  public static String check(String name) throws IOException {
    if (!isValid(name)) {
      String shown = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
      throw new IOException("\"" + shown + "\" is not a name that a store can keep");
    }
    return name;
  }

  private static boolean partsAreShort(String name) {
    int partFrom = 0;
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', partFrom)) {
      if (slash - partFrom > LONGEST_PART) {
        return false;
      }
      partFrom = slash + 1;
    }
    return name.length() - partFrom <= LONGEST_PART;
  }
}
