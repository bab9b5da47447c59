package io.cmaclip.streams.images;

import java.time.Duration;
import java.util.Objects;

/**
 * What is done about images given by address.
 *
 * @param fetching whether they are fetched at all
 * @param longestWait after which a waiting listing is answered from its title alone
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
