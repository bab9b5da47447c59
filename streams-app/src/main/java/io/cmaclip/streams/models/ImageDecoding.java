package io.cmaclip.streams.models;

import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.image.DecodeMode;
import java.util.Optional;

/**
 * How images are decoded.
 *
 * @param maxPixels largest image that is decoded, in pixels
 * @param mode empty: as the bundle was trained
 */
public record ImageDecoding(long maxPixels, Optional<DecodeMode> mode) {
  DecodeMode modeFor(BundleManifest manifest) {
    return mode.orElseGet(manifest::imageDecode);
  }
}
