# Each feature of c is drawn independently from one of the modalities; at a fixed rate, one of two modalities is dropped (Choi and
# Lee, "EmbraceNet", 2019, sections 3.2 to 3.4). In serving, c is the mean over all draws.
class EmbraceNet(Module):
  image_weight : Tensor            # D D    docking layers
  image_bias : Tensor              # D
  text_weight : Tensor             # D D
  text_bias : Tensor               # D
  modality_dropout : float

  def forward(self, image, text, has_image, has_text, length):
    i = torch.relu(torch.linear(image.select(1, 0), self.image_weight, self.image_bias))            # B D
    t = torch.relu(torch.linear(at_end(text, length), self.text_weight, self.text_bias))            # B D
    i = present(i, has_image)
    t = present(t, has_text)
    both = torch.logical_and(has_image, has_text)                                       # B
    share = has_image.to(i.dtype).masked_fill(both, 0.5)                                # B      probability of the image
    if self.training:
      draw = torch.rand_like(share, dtype=6)                                            # B      float32 in any model
      share = share.masked_fill(torch.logical_and(both, draw < self.modality_dropout / 2.), 0.)
      share = share.masked_fill(torch.logical_and(both, draw > 1. - self.modality_dropout / 2.), 1.)
      return torch.where(torch.rand_like(i, dtype=6) < share.unsqueeze(1), i, t).unsqueeze(0)       # 1 B D
    share = share.unsqueeze(1)                                                          # B 1
    return (share * i + (1. - share) * t).unsqueeze(0)                                  # 1 B D
