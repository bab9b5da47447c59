# What is on the way to CLIP's embeddings, for comparison.


class Tokens(Module):
  clip : Clip

  def image(self, pixels) -> List[Tensor]:
    return [self.clip.image.transform(self.clip.image.embed(pixels)), self.clip.image.forward(pixels)]

  def text(self, tokens) -> List[Tensor]:
    return [self.clip.text.transform(self.clip.text.embed(tokens)), self.clip.text.forward(tokens)]
