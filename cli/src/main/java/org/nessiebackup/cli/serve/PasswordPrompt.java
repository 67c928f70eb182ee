package org.nessiebackup.cli.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.nessiebackup.Failure;
import org.nessiebackup.service.security.PasswordHash;

/**
 * Makes of a password what is kept of it. It comes on standard input, as words of a command line
 * are seen by others, and what is made of it is for a file: a line as it is, in no other form.
 */
record PasswordPrompt(InputStream in, PrintWriter out) {
  int hash() throws IOException {
    String password =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
    if (password == null || password.isEmpty()) {
      throw Failure.USAGE.exception(
          "there is no password on standard input",
          "Type it, or: printf %s \"$PASSWORD\" | nessie-backup serve --hash-password");
    }
    out.println(PasswordHash.of(password));
    return 0;
  }
}
