/**
 * CLIP: imported encoders with their tokenizer, embeddings of images and texts, zero-shot labels.
 */
package io.cmaclip.model.clip;
