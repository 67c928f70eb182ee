package org.nessiebackup.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The numbers of transactions of a server of the machine's. */
public final class TransactionNumbers {

  private TransactionNumbers() {}

  /**
   * Makes the server forget all numbers up to one, as if so many had passed; by {@code
   * pg_resetwal}, which the servers on the class path don't have.
   *
   * @param next the number of the next transaction, modulo 2^32
   */
  public static void skipTo(PostgresServer server, long next) {
    ServerFolder folder = server.folder();
    server.stop();
    List<String> command =
        List.of(
            server.serverFolder().resolve("pg_resetwal").toString(),
            "--next-transaction-id=" + next,
            "--pgdata=" + folder.data());
    ServerProgram.run(server.asOwner(command), folder.root());
    try {
      addStatus(folder, next);
    } catch (IOException failure) {
      throw new UncheckedIOException("The number of transactions can't be set", failure);
    }
    server.restart();
  }

  /**
   * The status of transactions lies in files of 2^20 each; that of the next one has to be there.
   */
  private static void addStatus(ServerFolder folder, long next) throws IOException {
    Path status = folder.data().resolve("pg_xact").resolve("%04X".formatted(next >> 20));
    if (!Files.exists(status)) {
      Files.write(status, new byte[1 << 18]);
    }
    folder.account().own(folder.root());
  }
}
