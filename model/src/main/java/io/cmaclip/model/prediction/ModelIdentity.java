package io.cmaclip.model.prediction;

/**
 * The model that produced an output.
 *
 * @param fingerprint hash over the bundle's files, lower-case hexadecimal
 */
public record ModelIdentity(String name, String version, String fingerprint) {}
