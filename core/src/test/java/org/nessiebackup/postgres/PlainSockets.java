package org.nessiebackup.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Sockets of somebody else; made by the driver by name. */
public final class PlainSockets extends SocketFactory {
  private final SocketFactory usual = SocketFactory.getDefault();

  /** For the driver. */
  public PlainSockets() {}

  @Override
  public Socket createSocket() throws IOException {
    return usual.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return usual.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return usual.createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return usual.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return usual.createSocket(host, port, local, localPort);
  }
}
