package io.cmaclip.streams.images;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one GET request to an address that was checked before. The host name is used only for the
 * Host header, SNI and the certificate; the client never resolves it. No redirects, retries,
 * cookies, content decoding or proxy. Thread-safe; replies complete on reactor threads.
 */
final class PinnedHttpClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PinnedHttpClient.class);
  private static final Timeout KEEP_ALIVE = Timeout.ofSeconds(30);

  /** The formats that the decoder reads: {@code image/*} would invite AVIF. */
  private static final String ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/bmp";

  private static final TimeValue LONGEST_CONNECTION = TimeValue.ofMinutes(1);

  private final CloseableHttpAsyncClient client;
  private volatile boolean closing;
  private final int maxBytes;
  private final TransferBudget budget;

  /**
   * @param tls null for the system trust store
   */
  PinnedHttpClient(
      FetchSettings settings, String userAgent, SSLContext tls, TransferBudget budget) {
    this.maxBytes = settings.maxBytes();
    this.budget = budget;
    Timeout limit = Timeout.of(settings.timeLimit());
    ClientTlsStrategyBuilder strategy = ClientTlsStrategyBuilder.create();
    if (tls != null) {
      strategy.setSslContext(tls);
    }
    this.client =
        HttpAsyncClientBuilder.create()
            .setConnectionManager(
                PoolingAsyncClientConnectionManagerBuilder.create()
                    .setDnsResolver(new NoResolver())
                    .setTlsStrategy(strategy.buildAsync())
                    .setDefaultTlsConfig(
                        TlsConfig.custom()
                            .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                            .setHandshakeTimeout(limit)
                            .build())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(limit)
                            .setSocketTimeout(limit)
                            .setTimeToLive(LONGEST_CONNECTION)
                            .build())
                    // Twice the permits: a cancelled connection may still be closing.
                    .setMaxConnPerRoute(2 * settings.concurrencyPerHost())
                    .setMaxConnTotal(2 * settings.concurrency())
                    .build())
            .setIOReactorConfig(
                IOReactorConfig.custom().setIoThreadCount(2).setSoTimeout(limit).build())
            .setHttp1Config(
                Http1Config.custom().setMaxLineLength(16_384).setMaxHeaderCount(100).build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(limit)
                    .setConnectionRequestTimeout(limit)
                    .setDefaultKeepAlive(KEEP_ALIVE.getDuration(), KEEP_ALIVE.getTimeUnit())
                    .build())
            .setIoReactorExceptionCallback(this::reactorFailed)
            .setUserAgent(userAgent)
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .disableConnectionState()
            .evictIdleConnections(KEEP_ALIVE)
            .build();
    client.start();
  }

  /**
   * Sends the request. It is cancelled, and its bytes are released, if the reply fails, also by
   * another thread.
   *
   * @param etag sent as If-None-Match; null for an unconditional request
   * @param reply completes with the {@link Reply} or a {@link FetchFailedException}
   */
  void get(ImageUrl url, InetAddress address, String etag, CompletableFuture<Reply> reply) {
    HttpHost target = new HttpHost(url.scheme(), address, url.host(), url.port());
    BasicHttpRequest request = new BasicHttpRequest(Method.GET, target, url.target());
    request.setHeader(HttpHeaders.ACCEPT, ACCEPT);
    request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    if (etag != null) {
      request.setHeader(HttpHeaders.IF_NONE_MATCH, etag);
    }
    FileConsumer consumer = new FileConsumer(url, maxBytes, budget);
    Future<Reply> exchange =
        client.execute(
            target,
            new BasicRequestProducer(request, null),
            consumer,
            null,
            null,
            new FutureCallback<>() {
              @Override
              public void completed(Reply answer) {
                if (!reply.complete(answer) && answer instanceof Reply.File file) {
                  file.image().close();
                }
              }

              @Override
              public void failed(Exception cause) {
                reply.completeExceptionally(failure(url, cause));
              }

              @Override
              public void cancelled() {
                reply.cancel(false);
              }
            });
    CompletableFuture<Reply> unused =
        reply.whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                exchange.cancel(true);
                consumer.abandon();
              }
            });
  }

  @Override
  public void close() {
    closing = true;
    client.close(CloseMode.IMMEDIATE);
  }

  /** Reactor threads also fail while the client closes, which is normal. */
  private void reactorFailed(Exception cause) {
    if (!closing) {
      LOG.error("A reactor thread of the image fetcher failed; its fetches will time out", cause);
    }
  }

  private static FetchFailedException failure(ImageUrl url, Exception cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof FetchFailedException known) {
        return known;
      }
      if (t instanceof SSLPeerUnverifiedException || t instanceof CertificateException) {
        return new FetchFailedException(
            FetchCause.TLS_REFUSED, url.origin() + ": its certificate is not trusted");
      }
    }
    FetchCause reason =
        cause instanceof InterruptedIOException
            ? FetchCause.TIMED_OUT
            : cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException
                ? FetchCause.CONNECT_FAILED
                : FetchCause.TRANSFER_BROKEN;
    // Only the class: messages may quote data from the server.
    return new FetchFailedException(reason, url.origin() + ": " + cause.getClass().getSimpleName());
  }

  /** Fails every lookup: connections use only addresses that were checked before. */
  private static final class NoResolver implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      throw new UnknownHostException("host names are resolved before connecting");
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
