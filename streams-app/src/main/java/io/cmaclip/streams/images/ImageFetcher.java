package io.cmaclip.streams.images;

import io.cmaclip.model.files.Checksum;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches images over http and https from the hosts that listings name. Calls never block, and a
 * slow or unreachable host occupies only the permits of its own bulkhead.
 *
 * <p>Each attempt and each redirect is checked: scheme, port and addresses. The connection goes to
 * a checked address, so DNS rebinding has no effect. Thread-safe.
 */
public final class ImageFetcher implements ImageSource {
  private static final Logger LOG = LoggerFactory.getLogger(ImageFetcher.class);
  private static final String NAME = "image-fetch";
  private static final String ALL_HOSTS = "all-hosts";
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);

  private final FetchSettings settings;
  private final FetchThreads threads;
  private final TransferBudget budget;
  private final ImageCache cache;
  private final CheckedAddresses addresses;
  private final PinnedHttpClient client;
  private final HostGuards hosts;
  private final Retry retry;
  private final FetchMeters meters;
  private final Set<Runnable> cancellations = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Opens a fetcher with the system resolver and trust store. */
  public static ImageFetcher open(ImageSettings settings, MeterRegistry meters) {
    return new ImageFetcher(
        settings.fetch(), settings.userAgent(), meters, HostResolver.system(), null);
  }

  /** A fetcher with the default User-Agent. */
  ImageFetcher(
      FetchSettings settings, MeterRegistry registry, HostResolver resolver, SSLContext tls) {
    this(settings, ImageSettings.DEFAULT.userAgent(), registry, resolver, tls);
  }

  /**
   * @param tls null for the system trust store
   */
  ImageFetcher(
      FetchSettings settings,
      String userAgent,
      MeterRegistry registry,
      HostResolver resolver,
      SSLContext tls) {
    this.settings = settings;
    this.threads = new FetchThreads();
    this.budget = new TransferBudget(settings.maxBufferedBytes());
    this.cache = new ImageCache(settings.cacheBytes(), registry);
    this.addresses =
        new CheckedAddresses(
            resolver, new AddressPolicy(settings.allowedCidrs()), threads.resolving());
    HostRegistries named = HostRegistries.create();
    RetryRegistry retries = RetryRegistry.ofDefaults();
    TimeLimiterRegistry limiters = TimeLimiterRegistry.ofDefaults();
    TimeLimiter limiter =
        limiters.timeLimiter(
            NAME, TimeLimiterConfig.custom().timeoutDuration(settings.timeLimit()).build());
    this.retry = retries.retry(NAME, retryConfig(settings));
    AsyncBulkhead all =
        new AsyncBulkhead(
            named
                .bulkheads()
                .bulkhead(
                    ALL_HOSTS,
                    BulkheadConfig.custom().maxConcurrentCalls(settings.concurrency()).build()),
            threads.working());
    this.hosts =
        new HostGuards(
            settings,
            named,
            new HostGuard.Shared(
                limiter, threads.timer(), all, settings.breaker().longestOpenFor()),
            threads.working());
    this.meters = new FetchMeters(registry, settings.namedHosts());
    meters.bind(named, retries, limiters, budget, hosts::count);
    retry
        .getEventPublisher()
        .onRetry(
            event ->
                LOG.debug(
                    "Retrying an image: {}",
                    String.valueOf(event.getLastThrowable().getMessage())));
    this.client = new PinnedHttpClient(settings, userAgent, tls, budget);
  }

  @Override
  public CompletableFuture<FetchedImage> fetch(String url, String sha256) {
    long start = System.nanoTime();
    CancelScope scope = new CancelScope();
    CompletableFuture<FetchedImage> result = new CompletableFuture<>();
    AtomicReference<String> host = new AtomicReference<>();
    Runnable cancellation = () -> result.cancel(false);
    cancellations.add(cancellation);
    CompletableFuture<FetchedImage> unused =
        result.whenComplete(
            (image, failure) -> {
              cancellations.remove(cancellation);
              meters.ended(host.get(), failure, System.nanoTime() - start);
              if (failure != null) {
                scope.cancel();
              }
            });
    if (closed) {
      result.cancel(false);
      return result;
    }
    CompletableFuture<FetchedImage> work;
    try {
      ImageUrl parsed = ImageUrl.parse(url);
      host.set(parsed.host());
      work = begin(scope, parsed, sha256 == null ? null : checked(sha256));
    } catch (FetchFailedException refused) {
      work = CompletableFuture.failedFuture(refused);
    }
    CompletableFuture<FetchedImage> unusedToo =
        work.whenComplete(
            (image, failure) -> {
              if (failure != null) {
                result.completeExceptionally(FetchFailedException.unwrapped(failure));
              } else if (!result.complete(image)) {
                image.close();
              }
            });
    return result;
  }

  /** Received bytes that wait for decoding. */
  long bufferedBytes() {
    return budget.usedBytes();
  }

  int keptHosts() {
    return hosts.size();
  }

  long cachedBytes() {
    return cache.weightedBytes();
  }

  @Override
  public void close() {
    closed = true;
    cancellations.forEach(Runnable::run);
    client.close();
    threads.close();
  }

  private CompletableFuture<FetchedImage> begin(CancelScope scope, ImageUrl url, String sha256)
      throws FetchFailedException {
    byte[] known = sha256 == null ? null : cache.file(sha256);
    if (known != null) {
      return CompletableFuture.completedFuture(fromCache(known));
    }
    AtomicInteger attempts = new AtomicInteger();
    return retry
        .executeCompletionStage(
            threads.timer(),
            () -> follow(new Hop(scope, url, sha256, attempts.getAndIncrement(), 0)))
        .toCompletableFuture();
  }

  /**
   * One request in a chain of redirects.
   *
   * @param sha256 expected hash in lower-case hexadecimal; null if the listing has none
   * @param attempt from 0; selects one of several addresses
   * @param redirects number of redirects followed so far
   */
  private record Hop(CancelScope scope, ImageUrl url, String sha256, int attempt, int redirects) {
    Hop to(ImageUrl next) {
      return new Hop(scope, next, sha256, attempt, redirects + 1);
    }
  }

  private CompletableFuture<FetchedImage> follow(Hop hop) {
    ImageUrl url = hop.url();
    if (!settings.allowedPorts().contains(url.port())) {
      return CompletableFuture.failedFuture(
          new FetchFailedException(
              FetchCause.PORT_REFUSED,
              url.origin() + ": port is not in image.fetch.allowed-ports"));
    }
    ImageCache.Known known = cache.known(url.key());
    String etag = known == null ? null : known.etag();
    return hosts
        .with(url, guard -> guard.run(hop.scope(), () -> request(url, hop.attempt(), etag)))
        .thenComposeAsync(
            reply -> {
              try {
                return answer(hop, known, reply);
              } catch (FetchFailedException refused) {
                return CompletableFuture.failedFuture(refused);
              }
            },
            threads.working());
  }

  private CompletableFuture<FetchedImage> answer(Hop hop, ImageCache.Known known, Reply reply)
      throws FetchFailedException {
    ImageUrl url = hop.url();
    if (reply instanceof Reply.Moved moved) {
      if (hop.redirects() == FetchSettings.MAX_REDIRECTS) {
        throw new FetchFailedException(
            FetchCause.TOO_MANY_REDIRECTS,
            url + ": more than " + FetchSettings.MAX_REDIRECTS + " redirects");
      }
      return follow(hop.to(url.resolve(moved.location())));
    }
    if (reply instanceof Reply.File file) {
      return CompletableFuture.completedFuture(received(url, hop.sha256(), file));
    }
    if (known == null) {
      throw new FetchFailedException(
          FetchCause.HTTP_REFUSED, url + ": status 304 without a conditional request");
    }
    requireHash(url, hop.sha256(), known.sha256());
    return CompletableFuture.completedFuture(fromCache(known.bytes()));
  }

  private FetchedImage received(ImageUrl url, String sha256, Reply.File file)
      throws FetchFailedException {
    String actual = Checksum.of(file.image().bytes());
    try {
      requireHash(url, sha256, actual);
    } catch (FetchFailedException mismatch) {
      file.image().close();
      throw mismatch;
    }
    cache.put(url.key(), file.etag(), actual, file.image().bytes());
    return file.image();
  }

  private FetchedImage fromCache(byte[] bytes) throws FetchFailedException {
    budget.acquire(bytes.length);
    return new FetchedImage(bytes, budget);
  }

  /** Resolves the host and sends the request. */
  private CompletableFuture<Reply> request(ImageUrl url, int attempt, String etag) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> unused =
        addresses
            .of(url.host())
            .whenComplete(
                (found, failure) -> {
                  if (failure != null) {
                    reply.completeExceptionally(FetchFailedException.unwrapped(failure));
                  } else if (!reply.isDone()) {
                    send(url, found.get(attempt % found.size()), etag, reply);
                  }
                });
    return reply;
  }

  private void send(
      ImageUrl url, InetAddress address, String etag, CompletableFuture<Reply> reply) {
    try {
      client.get(url, address, etag, reply);
    } catch (RuntimeException e) {
      reply.completeExceptionally(
          new FetchFailedException(
              FetchCause.TRANSFER_BROKEN, url + ": " + e.getClass().getSimpleName()));
    }
  }

  private static void requireHash(ImageUrl url, String expected, String actual)
      throws FetchFailedException {
    if (expected != null && !expected.equals(actual)) {
      throw new FetchFailedException(
          FetchCause.SHA256_MISMATCH, url + ": the file does not have the SHA-256 of the listing");
    }
  }

  private static String checked(String sha256) throws FetchFailedException {
    String lower = sha256.strip().toLowerCase(Locale.ROOT);
    if (!lower.matches("[0-9a-f]{64}")) {
      throw new FetchFailedException(
          FetchCause.SHA256_MISMATCH, "the listing's sha256 is not a SHA-256");
    }
    return lower;
  }

  /** A host that wants a longer pause is not asked again within the fetch. */
  private static RetryConfig retryConfig(FetchSettings settings) {
    IntervalFunction backoff =
        IntervalFunction.ofExponentialRandomBackoff(
            FIRST_RETRY, 2.0, 0.5, FetchSettings.LONGEST_RETRY_PAUSE);
    return RetryConfig.custom()
        .maxAttempts(settings.retries() + 1)
        .intervalBiFunction(
            (attempt, outcome) ->
                Math.max(
                    backoff.apply(attempt),
                    FetchFailedException.retryAfter(outcome.getLeft()).toMillis()))
        .retryOnException(
            failure ->
                FetchFailedException.reasonOf(failure).isFaultOfHost()
                    && FetchFailedException.retryAfter(failure)
                            .compareTo(FetchSettings.LONGEST_RETRY_PAUSE)
                        <= 0)
        .build();
  }
}
