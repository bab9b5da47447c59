# CLIP (Radford et al., 2021): the two encoders by themselves. Letters in the shapes as in cma_clip.py.


class Clip(Module):
  __parameters__ = ["logit_scale", ]
  __buffers__ = []
  image : __torch__.ImageEncoder
  text : __torch__.TextEncoder
  logit_scale : Tensor             # ()      logarithm of what cosines are multiplied by
  training : bool

  # pixels: B 3 H W uint8, RGB -> B D, of length 1.
  def embed_image(self, pixels: Tensor) -> Tensor:
    return __torch__.normalize(torch.select(self.image.forward(pixels), 1, 0))

  # tokens: B T, padded at the end with any id; end: B int64, the token that stands for the text -> B D, of length 1.
  def embed_text(self, tokens: Tensor, end: Tensor) -> Tensor:
    text = self.text.forward(tokens)                                                    # B T D
    return __torch__.normalize(torch.squeeze(__torch__.take(text, torch.unsqueeze(end, 1)), 1))

  def scale(self) -> Tensor:                                # ()
    return torch.exp(self.logit_scale)
