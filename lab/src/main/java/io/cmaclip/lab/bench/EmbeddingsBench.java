package io.cmaclip.lab.bench;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.predictor.ImageEmbeddings;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.models.BundledModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Measures the reuse of image encoder outputs: the service with and without it on the same
 * listings, several of which have the same image under other keys and titles, in random order.
 */
public final class EmbeddingsBench {
  private static final double TOLERANCE = 1e-5;

  /**
   * Size of the benchmark.
   *
   * @param events listings of each kind of service
   * @param listingsPerImage listings with the same image, at least 1
   * @param maxBytes heap for outputs of the encoder
   */
  public record Size(int events, int listingsPerImage, long maxBytes) {}

  private final Bundle bundle;
  private final ServiceConfig config;
  private final Size size;
  private final LocalCluster cluster;
  private final List<byte[]> images;
  private final List<Integer> imageOfEvent;
  private final LongAdder encoded = new LongAdder();
  private final LongAdder reused = new LongAdder();

  /**
   * A benchmark.
   *
   * @param imaged listings with images, at least one of them JPEG or PNG
   * @param cluster not closed
   */
  public EmbeddingsBench(
      Bundle bundle, ServiceConfig config, Size size, List<Listing> imaged, LocalCluster cluster) {
    this.bundle = bundle;
    this.config =
        config.with(
            ConfigSource.flags(
                Map.of(ServiceKeys.BATCH_MAX_SIZE.name(), Integer.toString(ServiceBench.BATCH))));
    this.size = size;
    this.cluster = cluster;
    int sent = Alternation.sent(size.events());
    int count = (sent + size.listingsPerImage() - 1) / size.listingsPerImage();
    List<byte[]> files = imaged.stream().map(Listing::image).filter(MarkedImage::canMark).toList();
    images =
        IntStream.range(0, count)
            .mapToObj(i -> MarkedImage.of(files.get(i % files.size()), i))
            .toList();
    imageOfEvent = new ArrayList<>(IntStream.range(0, sent).mapToObj(i -> i % count).toList());
    Collections.shuffle(imageOfEvent, new Random(1));
  }

  /** Runs both services in turn. */
  public EmbeddingsBenchResult run() throws InterruptedException {
    ServiceSettingsReader settings = new ServiceSettingsReader(config);
    ImageEmbeddings known =
        new ImageEmbeddings(
            size.maxBytes(),
            (ran, taken) -> {
              encoded.add(ran);
              reused.add(taken);
            });
    try (BundledModel plain = BundledModel.load(bundle, settings.model());
        BundledModel reusing = BundledModel.load(bundle, settings.model())) {
      reusing.reuseImages(known);
      try (ServiceSession encode = open("encode", plain);
          ServiceSession reuse = open("reuse", reusing)) {
        return compare(encode, reuse, known);
      }
    }
  }

  private EmbeddingsBenchResult compare(
      ServiceSession encode, ServiceSession reuse, ImageEmbeddings known)
      throws InterruptedException {
    Alternation.Result rates =
        Alternation.measure(
            new Alternation.Side("every image encoded", encode),
            new Alternation.Side("images reused", reuse),
            size.events(),
            this::listing);
    Map<String, ListingAttributes> expected = encode.lastAnswers();
    AnswerDifferences differences = AnswerDifferences.of(expected, reuse.lastAnswers(), TOLERANCE);
    return new EmbeddingsBenchResult(
        rates.firstPerSecond(),
        rates.secondPerSecond(),
        rates.ratio(),
        encoded.sum(),
        reused.sum(),
        known.bytes(),
        differences.different(),
        differences.largest(),
        rates.events(),
        size.listingsPerImage());
  }

  private ServiceSession open(String name, BundledModel model) throws InterruptedException {
    return ServiceSession.open(
        "embeddings-" + name,
        cluster,
        config,
        model.serving(),
        ServiceMeters.none(),
        new CpuTimes());
  }

  private Listing listing(int number) {
    Listing title = Titles.listing("v", number);
    byte[] image = images.get(imageOfEvent.get(number));
    return new Listing(title.id(), title.title(), title.id() + ".png", image, Map.of());
  }
}
