/**
 * The folder that the trainer hands to the service: manifest, tokenizer, weights and self-test,
 * with checksums over all of them.
 */
package io.cmaclip.model.bundle;
