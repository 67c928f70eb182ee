package org.nessiebackup.replication;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A way to a server on which everything stops when a test wants it, and no connection breaks. */
final class StoppableRelay implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean stopped;

  private StoppableRelay(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  static StoppableRelay to(int port) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    StoppableRelay relay = new StoppableRelay(listening, port);
    Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** From now on nothing gets through, in neither direction. */
  void stop() {
    stopped = true;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.addAll(List.of(client, server));
        Thread.ofVirtual().start(() -> pass(client, server));
        Thread.ofVirtual().start(() -> pass(server, client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 14];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (stopped) {
          closed.await();
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException | InterruptedException e) {
      // One of the two has gone.
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
