/**
 * Learns a byte-level BPE vocabulary from training titles and writes it as a Hugging Face {@code
 * tokenizer.json}. Normalisation, splitting and the end-of-word suffix are CLIP's; ties between
 * equally frequent pairs are broken in a fixed order, so equal titles give an equal file.
 */
package io.cmaclip.trainer.tokenizer;
