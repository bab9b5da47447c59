package io.cmaclip.model.text;

/** What the words of the tokenizer's special tokens mean when they stand in a text. */
public enum SpecialTokens {
  /**
   * Plain text, whatever it says: a title cannot end itself. What listings want, whose titles come
   * from strangers.
   */
  PLAIN,
  /** The tokens they name, as Hugging Face's tokenizer takes them. */
  ACT
}
