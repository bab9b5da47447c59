package io.cmaclip.streams.images;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A server that sends arbitrary bytes to every connection. */
public final class RawServer implements AutoCloseable {
  /** Writes the response; the connection closes when it returns. */
  @FunctionalInterface
  public interface Talk {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  private interface Conversation {
    void answer(String requestLine, OutputStream out) throws IOException, InterruptedException;
  }

  /** Number of accepted connections. */
  public final AtomicInteger connections = new AtomicInteger();

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  public RawServer(Talk talk) throws IOException {
    this((requestLine, out) -> talk.to(out));
  }

  private RawServer(Conversation conversation) throws IOException {
    listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    threads.execute(
        () -> {
          while (!listening.isClosed()) {
            try {
              Socket socket = listening.accept();
              connections.incrementAndGet();
              threads.execute(() -> talk(socket, conversation));
            } catch (IOException e) {
              return;
            }
          }
        });
  }

  /** Answers each connection with bytes that depend on the request line. */
  static RawServer answering(Function<String, byte[]> answer) throws IOException {
    return new RawServer((requestLine, out) -> out.write(answer.apply(requestLine)));
  }

  /** Accepts connections and never responds. */
  public static RawServer silent() throws IOException {
    return new RawServer(out -> Thread.sleep(60_000));
  }

  public int port() {
    return listening.getLocalPort();
  }

  public String url(String host) {
    return "http://" + host + ":" + port() + "/a.png";
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }

  private static void talk(Socket socket, Conversation conversation) {
    try (socket) {
      BufferedReader request =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String requestLine = request.readLine();
      String line = requestLine;
      while (line != null && !line.isEmpty()) {
        line = request.readLine();
      }
      conversation.answer(requestLine, socket.getOutputStream());
    } catch (IOException e) {
      // The client closed the connection, which most tests expect.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
