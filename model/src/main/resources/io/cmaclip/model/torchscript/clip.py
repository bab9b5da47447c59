# CLIP (Radford et al., 2021): the two encoders. Letters in the shapes as in cma_clip.py.


class Clip(Module):
  image : ImageEncoder
  text : TextEncoder
  logit_scale : Tensor             # ()      logarithm of the factor from cosines to logits

  # pixels: B 3 H W uint8, RGB -> B D, of length 1.
  def embed_image(self, pixels):
    return normalize(self.image.forward(pixels).select(1, 0))

  # tokens: B T, padded at the end with any id; end: B int64, position of the token that represents the text -> B D, of length 1.
  def embed_text(self, tokens, end):
    text = self.text.forward(tokens)                                                    # B T D
    return normalize(take(text, end.unsqueeze(1)).squeeze(1))

  def scale(self):                                          # ()
    return torch.exp(self.logit_scale)
