/**
 * CLIP by itself: encoders with their tokenizer in a folder of our own, embeddings of images and
 * texts, labels by prompts without training.
 */
package io.cmaclip.model.clip;
