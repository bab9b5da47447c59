package io.cmaclip.trainer.garments;

import io.cmaclip.cli.JsonOutput;
import io.cmaclip.cli.ProgressBar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Writes rendered listings as an ImageFolder: images/*.jpg and metadata.jsonl. */
public final class GarmentFolder {
  private static final String METADATA = "metadata.jsonl";

  private GarmentFolder() {}

  /** Whether the folder already holds listings. */
  public static boolean isTaken(Path folder) {
    return Files.exists(folder.resolve(METADATA));
  }

  /**
   * Renders listings 0 to {@code count - 1} of the shop into the folder, on all cores.
   *
   * @return bytes of images written
   */
  public static long write(GarmentShop shop, int count, Path folder, ProgressBar progress)
      throws IOException {
    Files.createDirectories(folder.resolve("images"));
    List<Written> written;
    try {
      written =
          IntStream.range(0, count)
              .parallel()
              .mapToObj(index -> write(shop, shop.offer(index), folder, progress))
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Files.write(folder.resolve(METADATA), written.stream().map(Written::row).toList());
    return written.stream().mapToLong(Written::bytes).sum();
  }

  private record Written(String row, long bytes) {}

  private static Written write(GarmentShop shop, Offer offer, Path folder, ProgressBar progress) {
    byte[] image = shop.image(offer);
    try {
      Files.write(folder.resolve(offer.fileName()), image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    progress.step(1);
    return new Written(JsonOutput.line(offer.row()), image.length);
  }
}
