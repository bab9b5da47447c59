package io.cmaclip.streams.topology;

import io.cmaclip.batching.FatalHandler;
import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.models.ModelVersion;
import io.cmaclip.streams.models.ModelVersions;
import io.cmaclip.streams.models.Onlooker;
import io.cmaclip.streams.models.PreparedBy;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.quarantine.RefusedListingException;
import io.cmaclip.streams.quarantine.RunGuard;
import io.cmaclip.streams.quarantine.WatchedListing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a listing from its bytes to the batcher: decode, pictures, prepare. Shared by all tasks.
 *
 * <p>Threads: what needs neither the registry nor a picture is done at once by the stream thread;
 * pictures go to the preparation threads, before that, where they are given by address, to the
 * image source, where none of ours waits for them; a record whose schema is not known yet goes to
 * the one registry thread, which alone waits while the registry is away.
 */
final class ListingIntake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ListingIntake.class);
  private static final Duration REGISTRY_RETRY = Duration.ofSeconds(1);

  private final ListingDecoder decoder;
  private final PictureSearches pictures;
  private final Onlooker onlooker;
  private final FatalHandler fatal;
  private final ExecutorService preparation;
  private final ScheduledExecutorService registry;
  private final ScheduledExecutorService pauses;
  private final AtomicBoolean registryAway = new AtomicBoolean();

  ListingIntake(
      ListingDecoder decoder,
      ImageSource images,
      ImageSettings imageSettings,
      ModelVersions models,
      RunGuard guard,
      Onlooker onlooker,
      int preparationThreads,
      FatalHandler fatal) {
    this.decoder = decoder;
    this.onlooker = onlooker;
    this.fatal = fatal;
    this.preparation =
        Executors.newFixedThreadPool(preparationThreads, new DaemonThreads("preparation"));
    this.registry = Executors.newSingleThreadScheduledExecutor(new DaemonThreads("registry-wait"));
    this.pauses = Executors.newSingleThreadScheduledExecutor(new DaemonThreads("picture-wait"));
    this.pictures =
        new PictureSearches(
            images,
            models,
            guard,
            this::prepareLater,
            pauses,
            imageSettings.unavailable(),
            imageSettings.longestWait());
  }

  /** Takes a listing in. Never waits; the listing is finished sooner or later, by any thread. */
  void accept(InFlightListing listing) {
    ReceivedRecord<byte[], byte[]> received = listing.received();
    if (received.key() == null) {
      listing.finishWith(
          new Outcome.Rejected(
              DeadLetterReason.KEY_MISSING, new RefusedListingException("the record has no key")));
    } else if (received.value() == null) {
      listing.finishWith(new Outcome.Deleted());
      onlooker.deleted(received.key());
    } else if (listing.claim().settled().isDone()) {
      begin(listing, received);
    } else {
      CompletableFuture<Void> unused =
          listing.claim().settled().thenRun(() -> prepareLater(() -> begin(listing, received)));
    }
  }

  private void begin(InFlightListing listing, ReceivedRecord<byte[], byte[]> received) {
    WatchedListing watched = listing.claim().watch(received);
    listing.watch(watched);
    if (watched.isGuilty()) {
      listing.finishWith(
          new Outcome.Rejected(
              DeadLetterReason.SUSPECTED_POISON,
              new RefusedListingException(
                  watched.kills() + " processes ended while this listing ran alone")));
    } else if (decoder.isQuick(received.value())) {
      decode(listing);
    } else {
      registry.execute(() -> watched(() -> decode(listing)));
    }
  }

  /** Whether records wait for a registry that does not answer. */
  public boolean waitsForRegistry() {
    return registryAway.get();
  }

  @Override
  public void close() {
    registry.shutdownNow();
    pauses.shutdownNow();
    preparation.shutdownNow();
  }

  private void decode(InFlightListing listing) {
    ReceivedRecord<byte[], byte[]> received = listing.received();
    if (listing.isDiscarded()) {
      return;
    }
    ProductListing decoded;
    try {
      decoded = decoder.decode(received);
    } catch (ListingDecoder.Refusal refusal) {
      listing.finishWith(refusal.toOutcome());
      return;
    } catch (RegistryUnavailableException away) {
      decodeLater(listing, away);
      return;
    }
    if (registryAway.get() && registryAway.getAndSet(false)) {
      LOG.info("the schema registry answers again");
    }
    if (decoded.getImages().isEmpty()) {
      prepareTitle(listing, decoded);
    } else {
      pictures.begin(listing, decoded, found -> finish(listing, decoded, found));
    }
  }

  /** Any thread may come with a picture, also when the service has ended meanwhile. */
  private void prepareLater(Runnable work) {
    try {
      preparation.execute(() -> watched(work));
    } catch (RejectedExecutionException e) {
      if (!preparation.isShutdown()) {
        throw e;
      }
    }
  }

  private void decodeLater(InFlightListing listing, RegistryUnavailableException away) {
    if (!registryAway.getAndSet(true)) {
      LOG.warn("listings wait for the schema registry: {}", away.getMessage());
    }
    Future<?> unused =
        registry.schedule(
            () -> watched(() -> decode(listing)), REGISTRY_RETRY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** At once, unless something has to be waited for, which a stream thread must not do. */
  private void prepareTitle(InFlightListing listing, ProductListing decoded) {
    String title = decoded.getTitle();
    if (!finishedTitle(listing, decoded, () -> pictures.tryPrepare(listing, title))) {
      prepareLater(
          () ->
              finishedTitle(
                  listing,
                  decoded,
                  () -> Optional.of(pictures.prepare(listing, title, List.of()))));
    }
  }

  /** False when it was not prepared. */
  private boolean finishedTitle(
      InFlightListing listing, ProductListing decoded, Supplier<Optional<PreparedBy>> prepare) {
    PictureSearches.Found found;
    try {
      Optional<PreparedBy> by = prepare.get();
      if (by.isEmpty()) {
        return false;
      }
      found = new PictureSearches.Found(by.get(), null, null, null);
    } catch (RuntimeException | StackOverflowError failure) {
      found = PictureSearches.Found.failed(failure);
    }
    finish(listing, decoded, found);
    return true;
  }

  private void finish(
      InFlightListing listing, ProductListing decoded, PictureSearches.Found found) {
    if (found.failure() != null) {
      listing.finishWith(
          new Outcome.Rejected(DeadLetterReason.PREPARATION_FAILED, found.failure()));
      return;
    }
    PreparedBy by = found.prepared();
    ModelVersion model = by.model();
    if (by.prepared().listing() == null) {
      listing.finishWith(
          new Outcome.Answered(
              decoded, by.prepared(), found.index(), null, model.identity(), model.reviewer()));
      model.release();
    } else {
      listing.submit(decoded, by, found.index());
    }
    onlooker.listing(
        listing.received().key(), decoded, by.prepared(), found.index(), found.picture());
  }

  /** A task that vanished in an executor would leave its listing in flight for ever. */
  private void watched(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      if (preparation.isShutdown()) {
        return;
      }
      fatal.fatal(Thread.currentThread().getName() + " failed", e);
    }
  }
}
