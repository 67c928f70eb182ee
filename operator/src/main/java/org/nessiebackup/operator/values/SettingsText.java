package org.nessiebackup.operator.values;

import java.util.regex.Pattern;

/** Lines of a settings file, as somebody has written them. */
public final class SettingsText {
  private SettingsText() {}

  /** Whether lines of a settings file have a table of that name for any catalog. */
  public static boolean hasTable(String settings, String name) {
    return Pattern.compile(
            "(?m)^\\s*\\[\\s*catalogs\\s*\\..*\\.\\s*[\"']?%s[\"']?\\s*]".formatted(name))
        .matcher(settings)
        .find();
  }
}
