package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports for processes that keep their port over restarts. */
public final class FreePorts {
  private FreePorts() {}

  /** Finds distinct free ports of the loopback interface. */
  public static List<Integer> find(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UserException("no free ports on the loopback interface: " + e.getMessage(), e);
    } finally {
      held.forEach(FreePorts::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UserException("cannot release a port: " + e.getMessage(), e);
    }
  }
}
