package io.cmaclip.model.text;

/** Handling of special tokens that occur in a text. */
public enum SpecialTokens {
  /** Special tokens are plain text, so that an untrusted title cannot end itself. For listings. */
  PLAIN,
  /** Special tokens keep their meaning, as in Hugging Face's tokenizer. */
  ACT
}
