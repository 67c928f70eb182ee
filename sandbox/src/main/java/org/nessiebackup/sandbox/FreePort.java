package org.nessiebackup.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of 127.0.0.1 for a server that will listen there soon, or again after a restart. It is
 * below those that kernels give to outgoing connections, any of which could take it meanwhile.
 */
public final class FreePort {
  private static final int FIRST = 15_000;
  private static final int BEHIND = 32_000;
  private static final int ATTEMPTS = 100;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private FreePort() {}

  /** One that nobody listens at now. */
  public static int find() {
    IOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK))) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw new UncheckedIOException("There is no free port", last);
  }
}
