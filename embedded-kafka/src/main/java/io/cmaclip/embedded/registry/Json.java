package io.cmaclip.embedded.registry;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads and writes the JSON of requests, answers and the journal. Thread-safe. */
final class Json {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}
}
