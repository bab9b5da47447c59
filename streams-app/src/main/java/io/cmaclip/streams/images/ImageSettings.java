package io.cmaclip.streams.images;

import java.time.Duration;
import java.util.Objects;

/**
 * Settings for images by URL.
 *
 * @param fetching whether images are fetched
 * @param longestWait time after which a waiting listing is classified from its title alone
 */
public record ImageSettings(
    boolean fetching, WhenUnavailable unavailable, Duration longestWait, FetchSettings fetch) {
  public static final ImageSettings DEFAULT =
      new ImageSettings(true, WhenUnavailable.DEGRADE, Duration.ofDays(1), FetchSettings.DEFAULT);

  public ImageSettings {
    Objects.requireNonNull(unavailable, "unavailable");
    Objects.requireNonNull(fetch, "fetch");
    Objects.requireNonNull(longestWait, "longestWait");
  }
}
