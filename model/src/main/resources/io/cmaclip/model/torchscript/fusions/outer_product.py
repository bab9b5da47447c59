# Outer product of both embeddings of length 1 (CS224N report, section 3), each first projected to few dimensions and extended by
# a 1, so that the product contains either alone (Zadeh et al., "Tensor fusion network", EMNLP 2017, equation 2).
class OuterProduct(Module):
  image_weight : Tensor            # R D
  image_bias : Tensor              # R
  text_weight : Tensor             # R D
  text_bias : Tensor               # R
  out_weight : Tensor              # D (R + 1)^2
  out_bias : Tensor                # D

  def forward(self, image, text, has_image, has_text, length):
    i = torch.linear(normalize(image.select(1, 0)), self.image_weight, self.image_bias) # B R
    t = torch.linear(normalize(at_end(text, length)), self.text_weight, self.text_bias) # B R
    i = with_one(present(i, has_image))                                                 # B R+1
    t = with_one(present(t, has_text))                                                  # B R+1
    product = (i.unsqueeze(2) * t.unsqueeze(1)).flatten(1)                              # B (R+1)^2
    return torch.linear(product, self.out_weight, self.out_bias).unsqueeze(0)           # 1 B D


def with_one(x):                                                                        # B R -> B R+1
  return torch.cat([x, torch.ones_like(x.slice(1, 0, 1))], 1)
