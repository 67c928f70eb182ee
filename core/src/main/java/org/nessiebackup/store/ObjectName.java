package org.nessiebackup.store;

import java.io.IOException;
import java.util.regex.Pattern;

/** The rule for names, in one place; it also keeps a name from leaving the store's folder. */
public final class ObjectName {
  /** At most 200 long: file systems allow 255 bytes, of which a temporary name needs some. */
  private static final String PART = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}";

  private static final Pattern NAME = Pattern.compile(PART + "(/" + PART + ")*");
  private static final int LONGEST = 500;

  private ObjectName() {}

  /** Whether a store can keep an object of this name. */
  public static boolean isValid(String name) {
    return name.length() <= LONGEST && NAME.matcher(name).matches();
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
}
