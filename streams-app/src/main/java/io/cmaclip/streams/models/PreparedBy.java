package io.cmaclip.streams.models;

import io.cmaclip.model.preprocessing.Prepared;

/** A prepared listing, and the model version that prepared it and is in use until released. */
public record PreparedBy(Prepared prepared, ModelVersion model) {
  public PreparedBy with(Prepared other) {
    return new PreparedBy(other, model);
  }
}
