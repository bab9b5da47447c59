package io.cmaclip.model.predictor;

import io.cmaclip.model.preprocessing.PreparedListing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs inference with the image encoder only for images whose outputs are not known. Owned by one
 * predictor.
 */
final class ImageReuse {
  private final LoadedModel model;
  private final String fingerprint;
  private final ImageEmbeddings known;

  ImageReuse(LoadedModel model, String fingerprint, ImageEmbeddings known) {
    this.model = model;
    this.fingerprint = fingerprint;
    this.known = known;
  }

  /** Same outputs as {@link LoadedModel#serve}, up to rounding. */
  float[] serve(BatchBuffers inputs, List<PreparedListing> batch) {
    inputs.check(batch);
    List<ImageEmbeddings.Key> keys = new ArrayList<>(batch.size());
    Map<ImageEmbeddings.Key, float[]> found = new HashMap<>();
    Map<ImageEmbeddings.Key, byte[]> missing = new LinkedHashMap<>();
    for (PreparedListing listing : batch) {
      if (listing.hasImage()) {
        ImageEmbeddings.Key key = ImageEmbeddings.Key.of(fingerprint, listing.pixels());
        keys.add(key);
        float[] outputs = found.containsKey(key) ? null : known.find(key);
        if (outputs != null) {
          found.put(key, outputs);
        } else if (!found.containsKey(key)) {
          missing.put(key, listing.pixels());
        }
      }
    }
    if (keys.isEmpty()) {
      return model.serve(inputs, batch);
    }
    encode(inputs, missing, found);
    known.count(missing.size(), keys.size() - missing.size());
    return model.serveEncoded(inputs, batch, keys.stream().map(found::get).toList());
  }

  private void encode(
      BatchBuffers inputs,
      Map<ImageEmbeddings.Key, byte[]> missing,
      Map<ImageEmbeddings.Key, float[]> found) {
    if (missing.isEmpty()) {
      return;
    }
    float[] outputs = model.encode(inputs, List.copyOf(missing.values()));
    int width = outputs.length / missing.size();
    int at = 0;
    for (ImageEmbeddings.Key key : missing.keySet()) {
      float[] own = Arrays.copyOfRange(outputs, at, at + width);
      at += width;
      found.put(key, own);
      known.keep(key, own);
    }
  }
}
