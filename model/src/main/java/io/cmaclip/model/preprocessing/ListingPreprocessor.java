package io.cmaclip.model.preprocessing;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.image.ImageDecoder;
import io.cmaclip.model.image.ImageLimits;
import io.cmaclip.model.image.ImageResizer;
import io.cmaclip.model.image.UnreadableImageException;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.text.ListingTokenizer;
import io.cmaclip.model.text.SpecialTokens;
import java.io.IOException;
import java.util.List;

/**
 * Prepares listings for inference: tokenizes the title and resizes the first readable image to the
 * architecture's size. Images are turned upright by their EXIF orientation. Special tokens inside a
 * title are treated as plain text.
 *
 * <p>Thread-safe; the creator closes it after the last call.
 */
public final class ListingPreprocessor implements AutoCloseable {
  private final ImageDecoder decoder;
  private final ImageResizer resizer;
  private final ListingTokenizer tokenizer;

  private ListingPreprocessor(
      ImageDecoder decoder, ImageResizer resizer, ListingTokenizer tokenizer) {
    this.decoder = decoder;
    this.resizer = resizer;
    this.tokenizer = tokenizer;
  }

  /**
   * Creates a preprocessor that decodes images exactly, with the default limits.
   *
   * @param tokenizerJson content of the bundle's {@code tokenizer.json}
   * @throws IllegalArgumentException if it is not a valid tokenizer
   */
  public static ListingPreprocessor of(Architecture architecture, byte[] tokenizerJson)
      throws IOException {
    return of(architecture, tokenizerJson, new ImageDecoder(ImageLimits.DEFAULT, true));
  }

  /** Creates a preprocessor with the given decoder. */
  public static ListingPreprocessor of(
      Architecture architecture, byte[] tokenizerJson, ImageDecoder decoder) throws IOException {
    return new ListingPreprocessor(
        decoder,
        ImageResizer.of(architecture.image()),
        ListingTokenizer.open(tokenizerJson, architecture.text().context(), SpecialTokens.PLAIN));
  }

  /**
   * Prepares a listing.
   *
   * @param title a null or blank title is missing
   * @param images encoded images, the preferred one first; null entries are skipped
   */
  public Prepared prepare(String title, List<byte[]> images) {
    int[] tokens = tokenizer.encode(title);
    ModalityStatus text = tokens.length == 0 ? ModalityStatus.MISSING : ModalityStatus.USED;
    ModalityStatus image = ModalityStatus.MISSING;
    byte[] pixels = null;
    int used = Prepared.NO_IMAGE;
    String problem = null;
    for (int i = 0; i < images.size() && pixels == null; i++) {
      byte[] encoded = images.get(i);
      if (encoded == null) {
        continue;
      }
      try {
        pixels = decoder.decodeResized(encoded, resizer);
        image = ModalityStatus.USED;
        used = i;
      } catch (UnreadableImageException e) {
        image = ModalityStatus.UNREADABLE;
        problem = e.getMessage();
      }
    }
    PreparedListing listing =
        pixels == null && tokens.length == 0
            ? null
            : new PreparedListing(pixels, tokens.length == 0 ? null : tokens);
    return new Prepared(listing, image, text, used, pixels == null ? problem : null);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
