package org.nessiebackup.postgres;

import java.sql.SQLWarning;
import java.util.function.Consumer;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** What the server warns of is for the user, and no error. Its notices are for nobody. */
final class ServerWarnings {
  /** Of SQLSTATE; the severity is in the language of the server. */
  private static final String WARNING_CLASS = "01";

  private ServerWarnings() {}

  /** Passes all of a chain on. */
  static void pass(SQLWarning first, Consumer<String> listener) {
    for (SQLWarning each = first; each != null; each = each.getNextWarning()) {
      if (each instanceof PSQLWarning known && known.getServerErrorMessage() != null) {
        pass(known.getServerErrorMessage(), listener);
      }
    }
  }

  private static void pass(ServerErrorMessage message, Consumer<String> listener) {
    String state = String.valueOf(message.getSQLState());
    if (state.startsWith(WARNING_CLASS) || "WARNING".equals(message.getSeverity())) {
      String detail = message.getDetail() == null ? "" : "; " + message.getDetail();
      listener.accept("the server warns: " + message.getMessage() + detail);
    }
  }
}
