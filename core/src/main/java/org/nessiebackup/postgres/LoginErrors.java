package org.nessiebackup.postgres;

import java.sql.SQLException;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** What is wrong with a login. None of the messages repeats a password. */
record LoginErrors(SQLException error, String where, ConnectionSettings settings) {
  private static final String PASSWORDS = "--password-file, --password-command or PGPASSWORD";

  private static final String NO_ROLE =
      " No role was given, so that of the operating system was tried: use --user. The login in"
          + " POSTGRES_USER or PGUSER goes with the server in POSTGRES_HOST or PGHOST only.";

  /** The server said no. */
  BackupException refused() {
    String text = SqlErrors.firstLine(error);
    return Failure.LOGIN.exception(
        "the server at %s refuses the login: %s".formatted(where, text),
        advice(text) + (settings.user().isEmpty() ? NO_ROLE : ""),
        error);
  }

  private String advice(String text) {
    if (text.contains("valid client certificate")) {
      return "Give the client's certificate and key: PGSSLCERT and PGSSLKEY, or sslcert= and"
          + " sslkey= in the JDBC URL.";
    }
    if (text.contains("certificate authentication failed")) {
      return "The certificate is for another role: its common name has to be the role's name, or be"
          + " mapped to it in the server's pg_ident.conf.";
    }
    if (text.contains("no encryption") || text.contains("SSL off")) {
      return "The server's pg_hba.conf has no line for this role without TLS: set"
          + " PGSSLMODE=require, or sslmode=require in the JDBC URL; or add a line.";
    }
    if (text.contains("pg_hba.conf")) {
      return "Add a line for this role, database and address to the server's pg_hba.conf, and"
          + " reload it.";
    }
    if (text.contains("does not exist") || text.contains("not permitted to log in")) {
      return "Check --user; roles are listed by SELECT rolname, rolcanlogin FROM pg_roles.";
    }
    return "Check --user and the password (%s), and the server's pg_hba.conf.".formatted(PASSWORDS)
        + endOfLine();
  }

  private String endOfLine() {
    boolean blank =
        settings.password().filter(each -> !each.value().equals(each.value().strip())).isPresent();
    return blank
        ? " The password that was given begins or ends with a space or a line feed, such as echo"
            + " adds; make the Secret with printf or echo -n."
        : "";
  }

  /** The server wanted to know more than the driver had to say. */
  Optional<BackupException> unanswered() {
    String text = SqlErrors.firstLine(error);
    if (text.contains("no password was provided") || text.contains("password is an empty string")) {
      return Optional.of(
          Failure.LOGIN.exception(
              "the server at %s wants a password, and none was given".formatted(where),
              "Use %s. .pgpass is looked into, too.".formatted(PASSWORDS)
                  + (settings.user().isEmpty() ? " No role was given either: --user." : ""),
              error));
    }
    boolean login =
        text.contains("uthentication") || text.contains("SCRAM") || text.contains("hannel binding");
    return login
        ? Optional.of(
            Failure.LOGIN.exception(
                "the login at %s failed: %s".formatted(where, text),
                "Look which method the server's pg_hba.conf wants for this role, and what"
                    + " PGCHANNELBINDING and PGREQUIREAUTH, or the JDBC URL, ask for.",
                error))
        : Optional.empty();
  }
}
