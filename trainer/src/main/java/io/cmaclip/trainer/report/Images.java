package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.trainer.evaluation.ListingSource;
import io.cmaclip.trainer.explain.LevelsImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Image elements of the listings of an evaluation, at the resolution of the model. */
public final class Images {
  private final ListingSource source;
  private final int height;
  private final int width;

  public Images(ListingSource source, ImageEncoder image) {
    this.source = source;
    this.height = image.height();
    this.width = image.width();
  }

  /** An image element with embedded data; the title of the listing is its tooltip. */
  Html element(int listing) {
    PreparedListing prepared = source.prepare(listing);
    String title = source.title(listing);
    if (prepared == null || !prepared.hasImage()) {
      return Html.of("<span class=\"none\" title=\"%s\">no image</span>", title);
    }
    return Html.of(
        "<img alt=\"%s\" title=\"%s\" src=\"data:image/jpeg;base64,%s\">",
        title, title, Base64.getEncoder().encodeToString(jpeg(prepared.pixels())));
  }

  private byte[] jpeg(byte[] pixels) {
    BufferedImage image = LevelsImage.of(pixels, height, width);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
