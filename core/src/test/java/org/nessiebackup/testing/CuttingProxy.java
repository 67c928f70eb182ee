package org.nessiebackup.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server on this machine. It counts the bytes of all connections in
 * both directions; after a given number it holds all of them still and does what it was told, so
 * that accidents happen at a place, not at a time.
 */
public final class CuttingProxy implements AutoCloseable {
  private static final int CHUNK = 1 << 14;

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Object gate = new Object();
  private long forwarded;
  private long trigger = Long.MAX_VALUE;
  private Runnable action = () -> {};
  private boolean held;
  private boolean plugged = true;

  private CuttingProxy(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  /** Stands before a port of 127.0.0.1. */
  public static CuttingProxy before(int port) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, loopback());
      CuttingProxy proxy = new CuttingProxy(listener, port);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** 127.0.0.1. */
  public static InetAddress loopback() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Counts from 0 again, lets connections through, and forgets what it was told. */
  public void reset() {
    cut();
    synchronized (gate) {
      forwarded = 0;
      trigger = Long.MAX_VALUE;
      action = () -> {};
      plugged = true;
    }
  }

  /** Bytes since the last reset. */
  public long forwarded() {
    synchronized (gate) {
      return forwarded;
    }
  }

  /** Does something when so many bytes have passed since the last reset, once. */
  public void after(long bytes, Runnable what) {
    synchronized (gate) {
      trigger = bytes;
      action = what;
    }
  }

  /** Ends all connections; new ones can be made. */
  public void cut() {
    sockets.forEach(CuttingProxy::close);
    sockets.clear();
  }

  /** Ends all connections and takes no more until it is plugged in again. */
  public void unplug() {
    synchronized (gate) {
      plugged = false;
    }
    cut();
  }

  /** Takes connections again. */
  public void plug() {
    synchronized (gate) {
      plugged = true;
    }
  }

  @Override
  public void close() {
    close(listener);
    cut();
  }

  private void accept() {
    try {
      while (true) {
        join(listener.accept());
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void join(Socket client) {
    sockets.add(client);
    Socket server = new Socket();
    try {
      synchronized (gate) {
        if (!plugged) {
          throw new IOException("unplugged");
        }
      }
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(new InetSocketAddress(loopback(), target));
      sockets.add(server);
      Thread.ofPlatform().daemon().start(() -> pump(client, server));
      Thread.ofPlatform().daemon().start(() -> pump(server, client));
    } catch (IOException refused) {
      close(client);
      close(server);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] bytes = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        forward(bytes, length, out);
      }
    } catch (IOException gone) {
      // Whoever is left hears of it by the close below.
    } finally {
      close(from);
      close(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void forward(byte[] bytes, int length, OutputStream out) throws IOException {
    int before = count(length);
    out.write(bytes, 0, before);
    if (before < length) {
      try {
        action.run();
      } finally {
        release();
      }
      out.write(bytes, before, length - before);
    }
  }

  /** How many of these bytes may pass before the action; all of them if it isn't due. */
  private int count(int length) {
    synchronized (gate) {
      awaitRelease();
      long left = trigger - forwarded;
      forwarded += length;
      if (left >= length) {
        return length;
      }
      trigger = Long.MAX_VALUE;
      held = true;
      return (int) Math.max(0, left);
    }
  }

  private void release() {
    synchronized (gate) {
      held = false;
      gate.notifyAll();
    }
  }

  private void awaitRelease() {
    try {
      synchronized (gate) {
        while (held) {
          gate.wait();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException("a socket does not close", e);
    }
  }
}
