package org.nessiebackup.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Optional;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets whose kernel probes after a minute of silence whether the other end is there, instead of
 * after two hours. The driver makes this by name, so it has to be public.
 */
public final class KeepAliveSockets extends SocketFactory {
  private static final int IDLE_SECONDS = 60;
  private static final int INTERVAL_SECONDS = 15;
  private static final int PROBES = 8;

  /** The driver does not say which socket it has taken, and closing TLS may wait for the peer. */
  private static final ThreadLocal<BufferedSocket> NEWEST = new ThreadLocal<>();

  /** For the driver. */
  public KeepAliveSockets() {}

  /** The last socket that was made by this thread; it is handed out once. */
  static Optional<BufferedSocket> newest() {
    Optional<BufferedSocket> socket = Optional.ofNullable(NEWEST.get());
    NEWEST.remove();
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    BufferedSocket socket = new BufferedSocket();
    socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    option(socket, ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
    option(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS);
    option(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    NEWEST.set(socket);
    return socket;
  }

  private static void option(BufferedSocket socket, SocketOption<Integer> option, int value)
      throws IOException {
    if (socket.supportedOptions().contains(option)) {
      socket.setOption(option, value);
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw unused();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    throw unused();
  }

  /** The driver connects by itself, with a limit of its own. */
  private static IOException unused() {
    return new IOException("a socket that is connected at once is not supported");
  }
}
