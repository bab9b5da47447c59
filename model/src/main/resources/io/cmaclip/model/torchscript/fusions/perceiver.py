# Latents attend to both sequences and to each other; a query per task attends to the latents (Jaegle et al., "Perceiver IO", 2022,
# section 3).
class Perceiver(Module):
  latents : Tensor                 # R D
  modality : Tensor                # 2 D
  queries : Tensor                 # K D
  read : Decoder
  transformer : Transformer
  ask : Decoder
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  epsilon : float

  def forward(self, image, text, has_image, has_text, length):
    sequence = torch.cat([image + self.modality[0], text + self.modality[1]], 1)        # B S D
    seen = visible(image.size(1), text.size(1), has_image, has_text, length)            # B S
    x = self.latents.unsqueeze(0).expand([image.size(0), -1, -1])                       # B R D
    x = self.transformer.forward(self.read.forward(x, sequence, seen), None, None)      # B R D
    all = torch.ones_like(x.select(2, 0), dtype=11)                                     # B R
    query = self.queries.unsqueeze(0).expand([image.size(0), -1, -1])                   # B K D
    x = self.ask.forward(query, x, all)                                                 # B K D
    x = norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)
    return x.transpose(0, 1)                                                            # K B D
