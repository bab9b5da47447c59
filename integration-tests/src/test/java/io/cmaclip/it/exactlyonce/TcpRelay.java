package io.cmaclip.it.exactlyonce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Forwards the connections of a local port to another one. While it is interrupted, connections are
 * refused. Owned by the test's thread; its own threads end with their connections.
 */
final class TcpRelay implements AutoCloseable {
  private final int port;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private ServerSocket server;

  TcpRelay(int port, int target) {
    this.port = port;
    this.target = target;
    resume();
  }

  void resume() {
    try {
      ServerSocket listening = new ServerSocket();
      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      server = listening;
      start(() -> accept(listening));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void interrupt() {
    close(server);
    open.forEach(TcpRelay::close);
  }

  private void accept(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        connect(listening.accept());
        if (listening.isClosed()) {
          open.forEach(TcpRelay::close);
        }
      } catch (IOException e) {
        // The relay is interrupted, or the broker is closed.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    open.add(client);
    try {
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(broker);
      start(() -> copy(client, broker));
      start(() -> copy(broker, client));
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has closed its connection; the other one follows.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    interrupt();
  }
}
