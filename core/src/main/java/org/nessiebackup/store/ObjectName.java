package org.nessiebackup.store;

import java.io.IOException;
import java.util.regex.Pattern;

/** The rule for names, in one place; it also keeps a name from leaving the store's folder. */
final class ObjectName {
  private static final String PART = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
  private static final Pattern NAME = Pattern.compile(PART + "(/" + PART + ")*");
  private static final int LONGEST = 500;

  private ObjectName() {}

  static String check(String name) throws IOException {
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw new IOException("\"" + name + "\" is not a name that a store can keep");
    }
    return name;
  }
}
