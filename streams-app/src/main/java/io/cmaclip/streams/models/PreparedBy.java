package io.cmaclip.streams.models;

import io.cmaclip.model.preprocessing.Prepared;

/** What a listing was made into, and the model that did it, which stays until it is released. */
public record PreparedBy(Prepared prepared, ModelVersion model) {
  /** The same model's work, told differently. */
  public PreparedBy as(Prepared other) {
    return new PreparedBy(other, model);
  }
}
