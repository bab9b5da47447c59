/**
 * Bundles, the folders that the trainer writes and the service loads: manifest, tokenizer, weights
 * and self-test, with checksums.
 */
package io.cmaclip.model.bundle;
