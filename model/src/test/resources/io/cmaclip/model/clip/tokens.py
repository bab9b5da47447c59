# What is on the way to CLIP's embeddings, for comparison.


class Tokens(Module):
  __parameters__ = []
  __buffers__ = []
  clip : __torch__.clip.Clip
  training : bool

  def image(self, pixels: Tensor) -> List[Tensor]:
    return [self.clip.image.transform(self.clip.image.embed(pixels)), self.clip.image.forward(pixels)]

  def text(self, tokens: Tensor) -> List[Tensor]:
    return [self.clip.text.transform(self.clip.text.embed(tokens)), self.clip.text.forward(tokens)]
